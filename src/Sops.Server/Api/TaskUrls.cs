using Microsoft.Extensions.Options;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Api;

/// <summary>Where a person looks at a task.</summary>
public sealed class TaskUrls(IOptions<RuntimeOptions> options)
{
    public string Of(TaskRow task) =>
        $"{options.Value.PublicUrl}/taskflow/execute/{task.BusinessId}/?instance_id={task.Id}";

    /// <summary>Where a person takes a functional task over; null for any other task.</summary>
    public string? ToClaim(TaskRow task) =>
        task.FlowType == TaskRow.FunctionalType
            ? $"{options.Value.PublicUrl}/function/home/?instance_id={task.Id}"
            : null;
}
