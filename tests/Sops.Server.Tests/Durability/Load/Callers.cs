using System.Collections.Concurrent;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>
/// Callers that take one task after the other through its script until the service is gone, and go on where they were
/// once it is there again.
/// </summary>
internal sealed class Callers(params IReadOnlyList<Script> scripts)
{
    private const int AtOnce = 8;

    private readonly ConcurrentQueue<Errand> _errands = [];
    private int _made = -1;

    /// <summary>How long they wait for an answer before they ask again.</summary>
    public TimeSpan Patience { get; init; } = SopsClient.Patience;

    public Tally Tally { get; } = new();

    /// <summary>Ends with the service.</summary>
    public async Task CallAsync(SopsClient client)
    {
        var left = new ConcurrentQueue<Errand>(_errands.Where(e => !e.IsOver && !e.IsHeld));
        foreach (var held in _errands.Where(e => e.IsHeld))
        {
            held.Follow(client);
        }
        try
        {
            var session = await Session.BeginAsync(client, Patience, scripts);
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => CallUntilGoneAsync(session, left)));
        }
        catch (Exception e) when (Gone.Is(e)) { }
        await Task.WhenAll(_errands.Select(e => e.FollowedAsync()));
    }

    /// <summary>Waits until they have got that many more answers, or have ended.</summary>
    public Task AnsweredAsync(int more, Task calls)
    {
        var before = Tally.Answered;
        return Eventually.IsAsync(() => calls.IsCompleted || Tally.Answered >= before + more, "answers");
    }

    /// <summary>Holds the file of a service that is gone against what its callers know.</summary>
    public async Task RequireStoredAsync(string connectionString)
    {
        await Histories.RequireEqualToRowsAsync(connectionString);
        Tally.Add(await StoredCheck.RequireAsync(connectionString, [.. _errands]));
    }

    /// <summary>Takes every task to its end, and then looks at all that became of it.</summary>
    public async Task FinishAsync(SopsClient client, string connectionString)
    {
        var session = await Session.BeginAsync(client, SopsClient.Patience, scripts);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(
            _errands.Where(e => !e.IsOver),
            parallel,
            async (errand, _) => await errand.RunAsync(session, toTheEnd: true)
        );
        await Parallel.ForEachAsync(
            _errands,
            parallel,
            async (errand, _) => await EndCheck.RequireAsync(client, errand)
        );
        await StoredCheck.RequireNoOthersAsync(connectionString, scripts, [.. _errands]);
    }

    private async Task CallUntilGoneAsync(Session session, ConcurrentQueue<Errand> left)
    {
        try
        {
            while (true)
            {
                var errand = left.TryDequeue(out var cut) ? cut : New();
                await errand.RunAsync(session);
            }
        }
        catch (Exception e) when (Gone.Is(e)) { }
    }

    private Errand New()
    {
        var number = Interlocked.Increment(ref _made);
        var errand = new Errand(scripts[number % scripts.Count], number, Tally);
        _errands.Enqueue(errand);
        return errand;
    }
}
