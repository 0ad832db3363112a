using Microsoft.Extensions.Options;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Api;

/// <summary>Where a person looks at a task.</summary>
public sealed class TaskUrls(IOptions<RuntimeOptions> options)
{
    public string Of(TaskRow task) => Of(task.BusinessId, task.Id);

    public string Of(long businessId, long taskId) =>
        $"{options.Value.PublicUrl}/taskflow/execute/{businessId}/?instance_id={taskId}";

    /// <summary>Where a person takes a functional task over; null for any other task.</summary>
    public string? ToClaim(TaskRow task) =>
        task.FlowType == TaskRow.FunctionalType
            ? $"{options.Value.PublicUrl}/function/home/?instance_id={task.Id}"
            : null;
}
