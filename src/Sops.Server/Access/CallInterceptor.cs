using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>Tells every rpc who calls, and keeps a record of each call that would change something, also of a refused one.</summary>
public sealed class CallInterceptor(OperationStore operations, TimeProvider clock) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        if (Contract.Find(context.Method) is not { } access || request is not IMessage message)
        {
            return await continuation(request, context);
        }
        var call = Begin(access, message, context);
        if (!access.Changes)
        {
            return await continuation(request, context);
        }
        try
        {
            var response = await continuation(request, context);
            if (!call.IsRecorded || call.IsRepeated)
            {
                await KeepAsync(call, call.IsRepeated ? "REPEATED" : "OK");
            }
            return response;
        }
        catch (SopsException e)
        {
            await KeepAsync(call, e.Reason);
            throw;
        }
        catch (Exception e) when (e is not StorageException)
        {
            await KeepAsync(call, FailureReasons.Internal);
            throw;
        }
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    )
    {
        if (Contract.Find(context.Method) is { } access && request is IMessage message)
        {
            Begin(access, message, context);
        }
        return continuation(request, responseStream, context);
    }

    private static Call Begin(MethodAccess access, IMessage request, ServerCallContext context)
    {
        var fields = new CallFields(request);
        var action = fields.Text("action") is { Length: > 0 } word ? word : fields.Text("operation");
        var call = new Call
        {
            Name = action.Length is > 0 and <= 32
                ? action
                : JsonNamingPolicy.SnakeCaseLower.ConvertName(access.Method.Name),
            Caller = Callers.Of(context),
            BusinessId = fields.BusinessId,
            TaskId = fields.Number("task_id"),
            TemplateId = fields.Number("template_id"),
            NodeId = fields.Text("node_id") is { Length: <= 64 } node ? node : "",
            ValidateOnly = fields.Flag("validate_only"),
            Key = fields.Key(context.Method),
            Cancellation = context.CancellationToken,
        };
        call.AttachTo(context);
        return call;
    }

    private async Task KeepAsync(Call call, string outcome)
    {
        if (!call.ValidateOnly)
        {
            await operations.AddAsync(call.Operation(outcome, clock.GetUtcNow()));
        }
    }
}
