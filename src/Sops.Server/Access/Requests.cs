using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>Remembers answered requests.</summary>
public sealed class Requests(RequestStore store)
{
    /// <summary>The answer that was given; null for a new request.</summary>
    public async Task<Answer?> AnsweredAsync(Call? call)
    {
        if (call?.Key is not { } key || await store.FindAsync(key.Scope, key.Id) is not { } record)
        {
            return null;
        }
        if (record.Digest != key.Digest)
        {
            throw SopsException.Conflict(
                "REQUEST_ID_REUSED",
                $"request_id {key.Id} was used for another request before"
            );
        }
        var answer = Answer.Parse(record.Response);
        call.Repeats(answer);
        return answer;
    }

    /// <summary>Runs an effect that stores the call's record; where the same request was quicker, gives that one's answer.</summary>
    public async Task<Answer> OnceAsync(Call call, Func<Task<Answer>> effect)
    {
        if (await AnsweredAsync(call) is { } before)
        {
            return before;
        }
        try
        {
            return await effect();
        }
        catch (DuplicateRequestException)
        {
            return await RacedAsync(call);
        }
        catch (SopsException)
        {
            // Refused perhaps for what the same request, being quicker, has changed.
            if (await AnsweredAsync(call) is { } quicker)
            {
                return quicker;
            }
            throw;
        }
    }

    /// <summary>The answer of the request that was quicker.</summary>
    /// <exception cref="SopsException">It asked for something else.</exception>
    public async Task<Answer> RacedAsync(Call? call) =>
        await AnsweredAsync(call) ?? throw SopsException.Conflict("REQUEST_RACED", "try again");
}
