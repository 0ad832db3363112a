using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sops.Server.Access;

/// <summary>What an answer is made of again; kept 24 hours with the effect.</summary>
public sealed record Answer
{
    public long TaskId { get; init; }
    public long TemplateId { get; init; }

    /// <summary>Of what the service is about, where that is neither a task nor a template.</summary>
    public long SubjectId { get; init; }

    /// <summary>How the thing was then, as JSON.</summary>
    public string? Document { get; init; }

    /// <summary>Of what was sent to others.</summary>
    public long DeliveryId { get; init; }
    public long Revision { get; init; }

    /// <summary>Of a callback: the node was waiting for it.</summary>
    public bool Delivered { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, AnswerJson.Default.Answer);

    public static Answer Parse(string json) => JsonSerializer.Deserialize(json, AnswerJson.Default.Answer)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
