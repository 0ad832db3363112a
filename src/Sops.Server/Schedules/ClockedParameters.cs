using System.Text.Json;

namespace Sops.Server.Schedules;

/// <summary>What a clocked task is to run, as it is stored and shown.</summary>
public sealed record ClockedParameters
{
    public IReadOnlyDictionary<string, JsonElement> Constants { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Null where none were given.</summary>
    public IReadOnlyList<string>? ExcludeTaskNodesId { get; init; }

    /// <summary>Null where none were given.</summary>
    public IReadOnlyList<string>? AppointTaskNodesId { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, ScheduleJson.Default.ClockedParameters);

    public static ClockedParameters Parse(string json) =>
        JsonSerializer.Deserialize(json, ScheduleJson.Default.ClockedParameters)!;
}
