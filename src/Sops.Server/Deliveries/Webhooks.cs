using System.Text.Json;
using System.Text.Json.Serialization;
using Sops.Server.Access;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>Webhooks of a business: made, changed, deleted, and heard of by the next turn.</summary>
public sealed class Webhooks(
    WebhookStore store,
    WebhookRules rules,
    Listeners listeners,
    Requests requests,
    TimeProvider clock
) : IDisposable
{
    public const int MostPerBusiness = 20;

    /// <summary>How long a secret is used beside the one that replaced it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    // One change at a time, so that the view of the listeners is never replaced by an older one.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <exception cref="SopsException">There is none in this business.</exception>
    public async Task<WebhookRow> GetAsync(Call call, CancellationToken cancellation) =>
        await store.FindAsync(call.BusinessId, call.SubjectId, cancellation)
        ?? throw SopsException.NotFound("WEBHOOK_NOT_FOUND", $"webhook[id={call.SubjectId}] does not exist");

    /// <summary>The webhook as it was stored, with its secret; with id 0 where the call only asks what would happen.</summary>
    /// <param name="webhook">Its secret, creator and times are filled in.</param>
    public Task<WebhookRow> CreateAsync(WebhookRow webhook, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                await rules.RequireAsync(webhook, cancellation);
                var now = clock.GetUtcNow();
                var made = webhook with
                {
                    Secret = WebhookSecret.Create(),
                    Creator = call.Caller.User,
                    CreateTime = now,
                    EditTime = now,
                };
                if (call.ValidateOnly)
                {
                    return AnswerOf(made with { Secret = "" });
                }
                var id = await store.InsertAsync(
                    made,
                    MostPerBusiness,
                    id => call.Record(AnswerOf(made with { Id = id }), now),
                    cancellation
                );
                return id is { } given
                    ? AnswerOf(made with { Id = given })
                    : throw new SopsException(
                        FailureKind.ResourceExhausted,
                        "TOO_MANY_WEBHOOKS",
                        $"a business has at most {MostPerBusiness} webhooks"
                    );
            }
        );

    /// <summary>The webhook as the change left it; with id 0 where the call only asks what would happen.</summary>
    /// <param name="etag">Of the state that the change was made for; "" for any.</param>
    public Task<WebhookRow> UpdateAsync(WebhookChange change, string etag, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var before = await GetAsync(call, cancellation);
                RequireEtag(before, etag);
                var after = Changed(change.ApplyTo(before), call);
                await rules.RequireAsync(after, cancellation);
                if (call.ValidateOnly)
                {
                    return AnswerOf(after with { Id = 0, Secret = "" });
                }
                return await StoreAsync(after, after with { Secret = "" }, call, cancellation);
            }
        );

    /// <summary>The webhook with its new secret.</summary>
    public Task<WebhookRow> RotateAsync(string etag, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var before = await GetAsync(call, cancellation);
                RequireEtag(before, etag);
                var after = Changed(before, call) with
                {
                    Secret = WebhookSecret.Create(),
                    FormerSecret = before.Secret,
                    FormerUntil = clock.GetUtcNow() + Grace,
                };
                return await StoreAsync(after, after, call, cancellation);
            }
        );

    /// <param name="etag">Of the state that was meant; "" for any.</param>
    public Task<WebhookRow> DeleteAsync(string etag, Call call, CancellationToken cancellation) =>
        OnceAsync(
            call,
            async () =>
            {
                var before = await GetAsync(call, cancellation);
                RequireEtag(before, etag);
                var answer = AnswerOf(before with { Secret = "" });
                var deleted = await store.DeleteAsync(
                    before.BusinessId,
                    before.Id,
                    etag.Length > 0 ? before.Version : null,
                    call.Record(answer, clock.GetUtcNow()),
                    cancellation
                );
                if (!deleted)
                {
                    // Deleted meanwhile, which is said as such; or changed, which only matters with an etag.
                    await GetAsync(call, cancellation);
                    throw ChangedMeanwhile();
                }
                return answer;
            }
        );

    public void Dispose() => _gate.Dispose();

    private WebhookRow Changed(WebhookRow row, Call call) =>
        row with
        {
            Editor = call.Caller.User,
            EditTime = clock.GetUtcNow(),
            Version = row.Version + 1,
        };

    private async Task<Answer> StoreAsync(WebhookRow after, WebhookRow shown, Call call, CancellationToken cancellation)
    {
        var answer = AnswerOf(shown);
        return await store.UpdateAsync(after, after.Version - 1, call.Record(answer, after.EditTime), cancellation)
            ? answer
            : throw ChangedMeanwhile();
    }

    private async Task<WebhookRow> OnceAsync(Call call, Func<Task<Answer>> effect)
    {
        await _gate.WaitAsync(call.Cancellation);
        var mayBeStored = !call.ValidateOnly;
        try
        {
            var answer = await requests.OnceAsync(call, effect);
            return JsonSerializer.Deserialize(answer.Document!, WebhookJson.Default.WebhookRow)!;
        }
        catch (SopsException)
        {
            mayBeStored = false;
            throw;
        }
        finally
        {
            try
            {
                if (mayBeStored)
                {
                    await listeners.RefreshAsync(call.BusinessId);
                }
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private static Answer AnswerOf(WebhookRow row) =>
        new()
        {
            SubjectId = row.Id,
            Document = JsonSerializer.Serialize(row with { FormerSecret = null }, WebhookJson.Default.WebhookRow),
        };

    private static void RequireEtag(WebhookRow webhook, string etag)
    {
        if (etag.Length > 0 && etag != webhook.Etag)
        {
            throw Conflict("the webhook has changed since it was read");
        }
    }

    private static SopsException ChangedMeanwhile() => Conflict("somebody else changed the webhook meanwhile");

    private static SopsException Conflict(string message) => SopsException.Conflict("WEBHOOK_CHANGED", message);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WebhookRow))]
internal sealed partial class WebhookJson : JsonSerializerContext;
