using System.Data.Common;

namespace Sops.Storage;

/// <summary>Writes what is kept of a call.</summary>
internal sealed class CallWriter(WriteSession session)
{
    private readonly Statement _operation = session.Prepare(
        """
        INSERT INTO operation (at, business_id, task_id, template_id, node_id, subject, method, name, operator,
            app_code, request_id, outcome)
        VALUES (@at, @business_id, @task_id, @template_id, @node_id, @subject, @method, @name, @operator,
            @app_code, @request_id, @outcome)
        """
    );
    private readonly Statement _request = session.Prepare(
        """
        INSERT INTO request_record (scope, request_id, digest, response, at)
        VALUES (@scope, @request_id, @digest, @response, @at)
        """
    );

    /// <exception cref="DuplicateRequestException"/>
    public void Write(CallRecord call)
    {
        if (call.Request is not null)
        {
            Write(call.Request);
        }
        Write(call.Operation);
    }

    public void Write(OperationRecord operation) =>
        _operation.Run(
            operation.At.ToUnixTimeMilliseconds(),
            operation.BusinessId,
            operation.TaskId,
            operation.TemplateId,
            operation.NodeId,
            operation.Subject,
            operation.Method,
            operation.Name,
            operation.Operator,
            operation.AppCode,
            operation.RequestId,
            operation.Outcome
        );

    private void Write(RequestRecord request)
    {
        try
        {
            _request.Run(
                request.Scope,
                request.RequestId,
                request.Digest,
                request.Response,
                request.At.ToUnixTimeMilliseconds()
            );
        }
        catch (DbException e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new DuplicateRequestException(request.Scope, request.RequestId, e);
        }
    }
}
