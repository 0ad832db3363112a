using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Names a request, so that sent again it gets the first answer and has no second effect.</summary>
/// <param name="Scope">Business and method.</param>
/// <param name="Id">The caller's.</param>
/// <param name="Digest">Of what was asked, to tell a repeat from another request under the same id.</param>
public sealed record RequestKey(string Scope, string Id, string Digest);

/// <summary>What an answer is made of again; kept 24 hours with the effect.</summary>
public sealed record Answer
{
    public long TaskId { get; init; }
    public long TemplateId { get; init; }
    public long Revision { get; init; }

    /// <summary>Of a callback: the node was waiting for it.</summary>
    public bool Delivered { get; init; }
}

/// <summary>Remembers answered requests.</summary>
public sealed class Requests(RequestStore store)
{
    public const int MaxIdLength = 64;

    /// <summary>The answer that was given; null for a new request.</summary>
    public async Task<Answer?> AnsweredAsync(RequestKey? key)
    {
        if (key is null || await store.FindAsync(key.Scope, key.Id) is not { } record)
        {
            return null;
        }
        return record.Digest == key.Digest
            ? JsonSerializer.Deserialize(record.Response, AnswerJson.Default.Answer)
            : throw SopsException.Conflict(
                "REQUEST_ID_REUSED",
                $"request_id {key.Id} was used for another request before"
            );
    }

    /// <summary>Null for a request without an id.</summary>
    [return: NotNullIfNotNull(nameof(key))]
    public static RequestRecord? Record(RequestKey? key, Answer answer, DateTimeOffset at) =>
        key is null
            ? null
            : new RequestRecord
            {
                Scope = key.Scope,
                RequestId = key.Id,
                Digest = key.Digest,
                Response = JsonSerializer.Serialize(answer, AnswerJson.Default.Answer),
                At = at,
            };

    /// <summary>Runs an effect that stores its own record; where the same request was quicker, gives that one's answer.</summary>
    public async Task<Answer> OnceAsync(RequestKey? key, Func<Task<Answer>> effect)
    {
        if (await AnsweredAsync(key) is { } before)
        {
            return before;
        }
        try
        {
            return await effect();
        }
        catch (DuplicateRequestException)
        {
            return await RacedAsync(key);
        }
    }

    /// <summary>The answer of the request that was quicker.</summary>
    /// <exception cref="SopsException">It asked for something else.</exception>
    public async Task<Answer> RacedAsync(RequestKey? key) =>
        await AnsweredAsync(key) ?? throw SopsException.Conflict("REQUEST_RACED", "try again");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(Answer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
