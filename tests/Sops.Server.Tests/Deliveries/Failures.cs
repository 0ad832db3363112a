using Google.Rpc;
using Grpc.Core;

namespace Sops.Server.Tests.Deliveries;

/// <summary>How a call failed: its status, and the reason that a program branches on.</summary>
internal static class Failures
{
    public static Task<(StatusCode, string)> FailureAsync<T>(Func<AsyncUnaryCall<T>> call) =>
        FailureAsync(() => call().ResponseAsync);

    public static async Task<(StatusCode, string)> FailureAsync<T>(Func<Task<T>> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        return (failure.StatusCode, failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
    }
}
