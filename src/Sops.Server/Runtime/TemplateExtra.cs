using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What is kept with a template and shown, and nothing is searched by.</summary>
public sealed record TemplateExtra
{
    public const int DefaultTimeout = 20;

    /// <summary>{success: [], fail: []}; null for nobody is told.</summary>
    public JsonElement? NotifyType { get; init; }

    /// <summary>A JSON object; null for nobody.</summary>
    public JsonElement? NotifyReceivers { get; init; }

    /// <summary>Who runs its tasks in place of whoever starts them; "" for nobody.</summary>
    public string ExecutorProxy { get; init; } = "";
    public string DefaultFlowType { get; init; } = "common";

    /// <summary>Minutes.</summary>
    public int Timeout { get; init; } = DefaultTimeout;

    public static TemplateExtra Of(TemplateRow template) =>
        JsonSerializer.Deserialize(template.Extra, TemplateJson.Default.TemplateExtra)!;

    public string ToJson() => JsonSerializer.Serialize(this, TemplateJson.Default.TemplateExtra);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TemplateExtra))]
[JsonSerializable(typeof(TemplateRow))]
internal sealed partial class TemplateJson : JsonSerializerContext;
