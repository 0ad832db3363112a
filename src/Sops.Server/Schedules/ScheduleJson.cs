using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Storage;

namespace Sops.Server.Schedules;

/// <summary>Schedules as answers keep them for repeats.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PeriodicTaskRow))]
[JsonSerializable(typeof(ClockedTaskRow))]
[JsonSerializable(typeof(ClockedParameters))]
internal sealed partial class ScheduleJson : JsonSerializerContext;
