using System.Data.Common;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.Server.Overload;
using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>
/// The one door of every rpc: nobody passes whom <see cref="Admission"/> does not let in, and each call that would change
/// something leaves a record, a refused one too.
/// </summary>
public sealed class CallInterceptor(
    Admission admission,
    OperationStore operations,
    Strangers strangers,
    TimeProvider clock,
    ILogger<CallInterceptor> log
) : Interceptor
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
        var fields = new CallFields(message);
        var call = Begin(access, fields, context);
        try
        {
            await admission.AdmitAsync(call, access, fields, context);
            var response = await continuation(request, context);
            if (access.Changes && !call.ValidateOnly && (!call.IsRecorded || call.Repeated is not null))
            {
                var outcome = call.Repeated is null ? "OK" : "REPEATED";
                await operations.AddAsync(call.Operation(outcome, clock.GetUtcNow(), call.Repeated));
            }
            return response;
        }
        catch (Exception e) when (access.Changes && !call.ValidateOnly && LeavesRecord(e))
        {
            await KeepAsync(call, OutcomeOf(e, context));
            throw;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    )
    {
        if (Contract.Find(context.Method) is { } access && request is IMessage message)
        {
            var fields = new CallFields(message);
            await admission.AdmitAsync(Begin(access, fields, context), access, fields, context);
        }
        await continuation(request, responseStream, context);
    }

    private static Call Begin(MethodAccess access, CallFields fields, ServerCallContext context)
    {
        var action = fields.Text("action") is { Length: > 0 } word ? word : fields.Text("operation");
        var call = new Call
        {
            Method = access.Name,
            Name = action.Length is > 0 and <= 32 ? action : access.Name,
            BusinessId = fields.BusinessId,
            TaskId = access.Subject is null ? fields.Number("task_id") : 0,
            Subject = access.Subject,
            SubjectId = access.Subject is null ? 0 : fields.SubjectId(access.Subject),
            TemplateId = fields.Number("template_id"),
            NodeId = fields.Text("node_id") is { Length: <= 64 } node ? node : "",
            ValidateOnly = fields.Flag("validate_only"),
            Cancellation = context.CancellationToken,
        };
        call.AttachTo(context);
        return call;
    }

    /// <summary>Not where the database has no time for it.</summary>
    private static bool LeavesRecord(Exception e) =>
        e is not (StorageException or DbException or SopsException { Reason: Full.Reason });

    private static string OutcomeOf(Exception e, ServerCallContext context) =>
        e switch
        {
            SopsException known => known.Reason,
            RpcException rpc => JsonNamingPolicy.SnakeCaseUpper.ConvertName(rpc.StatusCode.ToString()),
            OperationCanceledException when context.CancellationToken.IsCancellationRequested => "CANCELLED",
            _ => FailureReasons.Internal,
        };

    /// <summary>The caller learns why it was refused, whether or not that could be kept.</summary>
    private async Task KeepAsync(Call call, string outcome)
    {
        if (!call.IsKnown && !strangers.MayLeaveRecord())
        {
            return;
        }
        try
        {
            await operations.AddAsync(call.Operation(outcome, clock.GetUtcNow()));
        }
        catch (Exception e) when (e is StorageException or DbException)
        {
            log.LogError(
                e,
                "No record of {Method} by {User} of {App}, {Outcome}",
                call.Method,
                call.Caller.User,
                call.Caller.AppCode,
                outcome
            );
        }
    }
}
