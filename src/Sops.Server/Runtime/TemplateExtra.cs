using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What is kept with a template and shown, and nothing is searched by.</summary>
/// <param name="NotifyType">{success: [], fail: []}; null for nobody is told.</param>
/// <param name="NotifyReceivers">A JSON object; null for nobody.</param>
/// <param name="ExecutorProxy">Who runs its tasks in place of whoever starts them; "" for nobody.</param>
/// <param name="Timeout">Minutes.</param>
public sealed record TemplateExtra(
    JsonElement? NotifyType = null,
    JsonElement? NotifyReceivers = null,
    string ExecutorProxy = "",
    string DefaultFlowType = "common",
    int Timeout = TemplateExtra.DefaultTimeout
)
{
    public const int DefaultTimeout = 20;

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
