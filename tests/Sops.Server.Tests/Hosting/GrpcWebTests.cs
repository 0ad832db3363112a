using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Grpc.Reflection.V1Alpha;
using Sops.Server.Access;
using Sops.Server.Tests.Rest;
using Sops.V1;

namespace Sops.Server.Tests.Hosting;

/// <summary>gRPC for browsers on the HTTP port, and what only a developer's server tells.</summary>
public sealed class GrpcWebTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.OnPortsAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Unary_And_Stream_WorkOnTheHttpPort()
    {
        using var channel = GrpcChannel.ForAddress(
            host.Http.BaseAddress!,
            new()
            {
                HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWebText, new HttpClientHandler()),
                HttpVersion = HttpVersion.Version11,
            }
        );
        var client = new TaskService.TaskServiceClient(channel);

        Assert.Equal("Success", (await client.StartTaskAsync(new() { TaskId = 10 })).Answer);
        using var watch = client.WatchTaskStatus(new() { TaskId = 10 });
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal("RUNNING", watch.ResponseStream.Current.Snapshot.State);
    }

    [Fact]
    public async Task Reflection_InProduction_IsNotServed()
    {
        using var call = new ServerReflection.ServerReflectionClient(host.Grpc).ServerReflectionInfo();

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }
}
