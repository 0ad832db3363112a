using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.Storage;

namespace Sops.Server.Hosting;

/// <summary>The one place where an exception becomes a status; nothing but a SopsException keeps its text.</summary>
public sealed class FailureInterceptor(Stopping stopping, ILogger<FailureInterceptor> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            throw Translate(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    )
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e)
        {
            throw Translate(e, context);
        }
    }

    RpcException Translate(Exception e, ServerCallContext context)
    {
        var failure = Classify(e, context);
        // REST makes its envelope from this: what transcoding writes of a failure loses the reason.
        context.GetHttpContext().Features.Set(failure);
        return failure.ToStatus().ToRpcException();
    }

    CallFailure Classify(Exception e, ServerCallContext context)
    {
        switch (e)
        {
            case SopsException known:
                return CallFailure.From(known);
            case RpcException { StatusCode: not StatusCode.OK } rpc:
                return new(
                    rpc.StatusCode,
                    JsonNamingPolicy.SnakeCaseUpper.ConvertName(rpc.StatusCode.ToString()),
                    rpc.Status.Detail
                );
            case OperationCanceledException or IOException when context.CancellationToken.IsCancellationRequested:
                return new(StatusCode.Cancelled, "CANCELLED", "the caller has gone");
            case OperationCanceledException when stopping.Token.IsCancellationRequested:
                return new(StatusCode.Unavailable, FailureReasons.Stopping, "the server is stopping");
            case DatabaseLostException:
                // It is logged once for all that fail by it.
                return StorageUnavailable();
        }
        var requestId = context.GetHttpContext().TraceIdentifier;
        log.LogError(e, "{Method} failed, request {RequestId}", context.Method, requestId);
        return e is (StorageException and not WriteRefusedException) or System.Data.Common.DbException
            ? StorageUnavailable()
            : Internal(requestId);
    }

    private static CallFailure StorageUnavailable() =>
        new(StatusCode.Unavailable, "STORAGE_UNAVAILABLE", "the database does not answer; repeat later");

    internal static CallFailure Internal(string requestId) =>
        new(StatusCode.Internal, FailureReasons.Internal, "internal error")
        {
            Metadata = new Dictionary<string, string> { ["request_id"] = requestId },
        };
}
