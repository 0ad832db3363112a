using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Sops.Server.Hosting;
using Sops.Server.Tests.Rest;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Tests.Hosting;

/// <summary>How a failure looks over gRPC.</summary>
public sealed class GrpcFailureTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Invalid_CarriesReasonAndFieldViolations()
    {
        host.Tasks.Seen.Failure = SopsException.Invalid(
            "NAME_MISSING",
            "a task needs a name",
            new FieldViolation("name", "is empty")
        );

        var (failure, status) = await FailAsync();

        Assert.Equal((StatusCode.InvalidArgument, "a task needs a name"), (failure.StatusCode, failure.Status.Detail));
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal(("sops", "NAME_MISSING"), (info.Domain, info.Reason));
        var violation = Assert.Single(status.GetDetail<BadRequest>().FieldViolations);
        Assert.Equal(("name", "is empty"), (violation.Field, violation.Description));
    }

    [Fact]
    public async Task ManyViolations_FitTheTrailer_AndTheRestIsCounted()
    {
        host.Tasks.Seen.Failure = SopsException.InvalidTree([
            .. Enumerable.Range(0, 5000).Select(i => new FieldViolation($"activities.n{i}", "has no outgoing flow")),
        ]);

        var (failure, status) = await FailAsync();

        var violations = status.GetDetail<BadRequest>().FieldViolations;
        Assert.Equal($"{5000 - violations.Count + 1} more", violations[^1].Description);
        Assert.True(failure.Trailers.GetValueBytes("grpc-status-details-bin")!.Length < 6000);
    }

    [Fact]
    public async Task Refused_CarriesTheStateAndThoseThatAllowIt()
    {
        host.Tasks.Seen.Failure = SopsException.Refused(
            "TASK_NOT_RUNNING",
            "task 10 is FINISHED",
            new("task/10", "FINISHED", ["RUNNING", "SUSPENDED"])
        );

        var (failure, status) = await FailAsync();

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        var violation = Assert.Single(status.GetDetail<PreconditionFailure>().Violations);
        Assert.Equal(("TASK_NOT_RUNNING", "task/10"), (violation.Type, violation.Subject));
        Assert.Equal("state is FINISHED; allowed in RUNNING, SUSPENDED", violation.Description);
    }

    [Fact]
    public async Task Metadata_IsInErrorInfo()
    {
        host.Tasks.Seen.Failure = new SopsException(FailureKind.OutOfRange, "REVISION_GONE", "revision 3 is gone")
        {
            Metadata = new Dictionary<string, string> { ["oldest_revision"] = "7" },
        };

        var (failure, status) = await FailAsync();

        Assert.Equal(StatusCode.OutOfRange, failure.StatusCode);
        Assert.Equal("7", status.GetDetail<ErrorInfo>().Metadata["oldest_revision"]);
    }

    [Fact]
    public async Task OtherException_IsInternalWithARequestId()
    {
        host.Tasks.Seen.Failure = new InvalidOperationException("the secret of the house");

        var (failure, status) = await FailAsync();

        Assert.Equal((StatusCode.Internal, "internal error"), (failure.StatusCode, failure.Status.Detail));
        Assert.NotEmpty(status.GetDetail<ErrorInfo>().Metadata["request_id"]);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StorageException_IsUnavailable_AndKeepsItsTextInside()
    {
        host.Tasks.Seen.Failure = new StorageException("disk I/O error in /var/lib/sops.db");

        var (failure, status) = await FailAsync();

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal("STORAGE_UNAVAILABLE", status.GetDetail<ErrorInfo>().Reason);
        Assert.DoesNotContain("/var", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RpcException_OfAService_GetsAReasonInUpperSnake()
    {
        host.Tasks.Seen.Failure = new RpcException(new(StatusCode.AlreadyExists, "there is one"));

        var (failure, status) = await FailAsync();

        Assert.Equal((StatusCode.AlreadyExists, "there is one"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("ALREADY_EXISTS", status.GetDetail<ErrorInfo>().Reason);
    }

    [Fact]
    public async Task JsonValues_ThatAreNoJson_AreRefusedByName()
    {
        var client = new TaskService.TaskServiceClient(host.Grpc);
        var request = new CreateTaskRequest
        {
            PipelineTree = new() { Json = "{" },
            Constants =
            {
                ["${a}"] = new() { Json = "1 2" },
                ["${b}"] = new() { Json = "" },
                ["${c}"] = new() { Json = "\"\\ud83d\"" },
            },
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateTaskAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            ["constants.${a}", "constants.${c}", "pipeline_tree"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Select(v => v.Field).Order()
        );
        Assert.Null(host.Tasks.Seen.Request);
    }

    [Fact]
    public async Task Request_OverTheLimit_IsResourceExhausted()
    {
        var client = new TaskService.TaskServiceClient(host.Grpc);
        var request = new OperateTaskRequest { Action = new('x', Limits.RequestBytes) };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.OperateTaskAsync(request));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Health_OverGrpc_IsServing()
    {
        var answer = await new Health.HealthClient(host.Grpc).CheckAsync(new());

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    async Task<(RpcException, Google.Rpc.Status)> FailAsync()
    {
        var client = new TaskService.TaskServiceClient(host.Grpc);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.StartTaskAsync(new()));
        return (failure, failure.GetRpcStatus()!);
    }
}
