using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Engine.Runs;

namespace Sops.Engine;

/// <summary>How runs are written down: short, without what has its usual value.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true,
    MaxDepth = 512
)]
[JsonSerializable(typeof(IReadOnlyList<HistoryEvent>))]
[JsonSerializable(typeof(NodeRun))]
[JsonSerializable(typeof(Token))]
[JsonSerializable(typeof(ValueMap))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
public sealed partial class RunJson : JsonSerializerContext;
