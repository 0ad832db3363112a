using System.Collections;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Every method of the contract, asked by each kind of caller who must not have it.</summary>
public sealed class MatrixTests(AppsFixture app) : IClassFixture<AppsFixture>
{
    public static TheoryData<string> Methods =>
        [.. Contract.Services.SelectMany(s => s.Methods).Select(m => $"/{m.Service.FullName}/{m.Name}")];

    public static TheoryData<string> MethodsWithIds =>
        [.. Methods.Select(m => m.Data).Where(m => new AnyCall(Contract.Find(m)!.Method, 1, (1, 1, "n")).NamesIds)];

    [Fact]
    public void EveryMethod_IsServed()
    {
        var served = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>())
            .OfType<GrpcMethodMetadata>()
            .Where(m => m.ServiceType.GetMethod(m.Method.Name)!.DeclaringType == m.ServiceType)
            .Select(m => m.Method.FullName);

        Assert.Empty(Methods.Select(m => m.Data).Except(served));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public Task WithoutCredentials_IsUnauthenticated(string method) =>
        RefusedAsync(method, null, "", StatusCode.Unauthenticated, "CREDENTIALS_MISSING", 401, 3540100);

    [Theory]
    [MemberData(nameof(Methods))]
    public Task WithAWrongSecret_IsUnauthenticated(string method) =>
        RefusedAsync(
            method,
            AppsFixture.Header("main", "wrong"),
            "main",
            StatusCode.Unauthenticated,
            "CREDENTIALS_WRONG",
            401,
            3540100
        );

    [Theory]
    [MemberData(nameof(Methods))]
    public Task WithoutThePermission_IsDenied(string method)
    {
        var code = Contract.Find(method)!.Permissions.Contains(Permission.ClaimTasks) ? "views" : "claims";
        return RefusedAsync(
            method,
            AppsFixture.Header(code),
            code,
            StatusCode.PermissionDenied,
            "PERMISSION_MISSING",
            403,
            3540100
        );
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public Task ByAnAppOfAnotherBusiness_KnowsNoSuchBusiness(string method) =>
        RefusedAsync(
            method,
            AppsFixture.Header("other"),
            "other",
            StatusCode.NotFound,
            "BUSINESS_NOT_FOUND",
            200,
            3540400
        );

    [Theory]
    [MemberData(nameof(MethodsWithIds))]
    public async Task WithIdsOfAnotherBusiness_KnowsNoSuchThing(string method)
    {
        var access = Contract.Find(method)!;
        var call = new AnyCall(access.Method, AppsFixture.Foreign, await app.MakeAsync());
        var (stored, kept) = (await app.DigestAsync(), (await app.OperationsAsync()).Count);
        var header = AppsFixture.Header("other");

        var calls = 1;
        try
        {
            RequireNothingIn(await call.GrpcAsync(app.Invoker(header)));
            Assert.False(access.Changes);
        }
        catch (RpcException e)
        {
            Assert.Equal(StatusCode.NotFound, e.StatusCode);
            foreach (var (verb, path, body) in call.Rest())
            {
                var answer = await app.SendAsync(verb, path, body, header);
                Assert.Equal((200, 3540400), (answer.Status, answer.Code));
                calls++;
            }
        }

        Assert.Equal(stored, await app.DigestAsync());
        Assert.Equal(access.Changes ? kept + calls : kept, (await app.OperationsAsync()).Count);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task WithoutABusiness_SaysWhichFieldIsMissing(string method)
    {
        var access = Contract.Find(method)!;
        foreach (var business in access.IsAcrossBusinesses ? (long[])[-1] : [0, -1])
        {
            var call = new AnyCall(access.Method, business, (1, 1, "n"));

            var failure = await Assert.ThrowsAsync<RpcException>(() =>
                call.GrpcAsync(app.Invoker(AppsFixture.Header("boss")))
            );

            Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
            var field = Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations).Field;
            Assert.Contains(field, (string[])["bk_biz_id", "space_id"]);
            Assert.NotNull(access.Method.InputType.FindFieldByName(field));
        }
    }

    private async Task RefusedAsync(
        string method,
        string? header,
        string code,
        StatusCode status,
        string reason,
        int http,
        int number
    )
    {
        var access = Contract.Find(method)!;
        var call = new AnyCall(access.Method, SopsClient.Business, await app.MakeAsync());
        var (stored, kept) = (await app.DigestAsync(), (await app.OperationsAsync()).Count);

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.GrpcAsync(app.Invoker(header)));

        var info = failure.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((status, reason), (failure.StatusCode, info.Reason));
        if (status == StatusCode.PermissionDenied)
        {
            Assert.Contains(info.Metadata["permission"], access.Permissions.Select(AppSettings.Word));
        }
        var calls = 1;
        foreach (var (verb, path, body) in call.Rest())
        {
            var answer = await app.SendAsync(verb, path, body, header);
            Assert.Equal((http, number, false), (answer.Status, answer.Code, answer.Result));
            Assert.DoesNotContain("wrong", answer.Text, StringComparison.Ordinal);
            calls++;
        }
        Assert.Equal(stored, await app.DigestAsync());
        var added = (await app.OperationsAsync()).Skip(kept).ToList();
        Assert.Equal(access.Changes ? calls : 0, added.Count);
        Assert.All(added, o => Assert.Equal((code, reason), (o.AppCode, o.Outcome)));
    }

    private static void RequireNothingIn(Google.Protobuf.IMessage answer) =>
        Assert.All(
            answer.Descriptor.Fields.InDeclarationOrder().Where(f => f.IsRepeated),
            f => Assert.Empty((IEnumerable)f.Accessor.GetValue(answer))
        );
}
