using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>
/// The variables that every pipeline of a task sees: <c>_system</c>, and <c>_env_KEY</c> for each variable of its business
/// (setting Sops:Variables:BUSINESS:KEY).
/// </summary>
public sealed class SharedVariables(IOptions<RuntimeOptions> options, IConfiguration configuration)
{
    private readonly Dictionary<long, ValueMap> _ofBusiness = configuration
        .GetSection("Sops:Variables")
        .GetChildren()
        .Where(business => long.TryParse(business.Key, CultureInfo.InvariantCulture, out _))
        .ToDictionary(
            business => long.Parse(business.Key, CultureInfo.InvariantCulture),
            business =>
                ValueMap.From(
                    business.GetChildren().Select(v => KeyValuePair.Create($"_env_{v.Key}", Json.Of(v.Value ?? "")))
                )
        );

    public ValueMap Of(TaskFacts task, Run run)
    {
        var started = run.Node(0)?.StartedAt;
        var system = new JsonObject
        {
            ["task_id"] = task.Id,
            ["task_name"] = task.Name,
            ["task_start_time"] = started is { } at
                ? TimeZoneInfo
                    .ConvertTime(at, options.Value.Zone)
                    .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
                : "",
            ["operator"] = run.Operator,
            ["executor"] = run.Operator,
            ["bk_biz_id"] = task.BusinessId,
            ["biz_cc_id"] = task.BusinessId,
            ["project_id"] = task.BusinessId,
            ["language"] = "zh-cn",
        };
        return ValueMap
            .Empty.With("_system", JsonSerializer.SerializeToElement(system))
            .With(_ofBusiness.GetValueOrDefault(task.BusinessId));
    }
}
