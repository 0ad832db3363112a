using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class HistorySuite : StorageSuite
{
    [Fact]
    public async Task Events_AfterARevision_ComeInOrderAndAsTheyWere()
    {
        var id = await Tasks.InsertAsync(Given.Task());
        for (var revision = 2; revision <= 6; revision++)
        {
            await Tasks.CommitAsync(Given.Turn(id, revision));
        }
        await Tasks.InsertAsync(Given.Task());

        var turns = await Tasks.EventsAsync(id, 2, 3);

        Assert.Equal([3L, 4, 5], turns.Select(t => t.Revision));
        Assert.Equal((Given.Noon.AddSeconds(3), "ann", "start_task"), (turns[0].At, turns[0].Actor, turns[0].Command));
        Assert.Equal("""{"revision":3}""", turns[0].Shown);
        Assert.Equal(
            [new NodeFinished(1)],
            JsonSerializer.Deserialize(turns[0].Events, RunJson.Default.IReadOnlyListHistoryEvent)!
        );
        Assert.Empty(await Tasks.EventsAsync(id, 6, 3));
    }

    [Fact]
    public async Task WhatIsShown_ComesInPages_ThatEndWhereTheyAreLarge()
    {
        var id = await Tasks.InsertAsync(Given.Task());
        var large = new string('x', 1000);
        for (var revision = 2; revision <= 6; revision++)
        {
            await Tasks.CommitAsync(Given.Turn(id, revision) with { Shown = large });
        }

        Assert.Equal([2L, 3, 4], await PageAsync(after: 1, turns: 3, characters: 1_000_000));
        Assert.Equal([3L, 4], await PageAsync(after: 2, turns: 100, characters: 1001));
        Assert.Equal([5L], await PageAsync(after: 4, turns: 100, characters: 1));
        Assert.Equal([6L], await PageAsync(after: 5, turns: 100, characters: 1_000_000));
        Assert.Empty(await PageAsync(after: 6, turns: 100, characters: 1_000_000));

        async Task<IEnumerable<long>> PageAsync(long after, int turns, int characters) =>
            (await Tasks.ShownAsync(id, after, turns, characters)).Select(r => r.Revision);
    }

    [Fact]
    public async Task Attempts_OfANode_ComeOldestFirst()
    {
        var id = await Tasks.InsertAsync(Given.Task());
        await Tasks.CommitAsync(
            Given.Turn(
                id,
                2,
                new()
                {
                    Archived =
                    [
                        Given.Node(3, NodeState.Failed, archived: 1),
                        Given.Node(3, NodeState.Finished),
                        Given.Node(4, NodeState.Failed),
                    ],
                }
            )
        );

        var attempts = await Tasks.AttemptsAsync(id, 3);

        Assert.Equal([NodeState.Finished, NodeState.Failed], attempts.Select(a => a.State));
        Assert.Empty(await Tasks.AttemptsAsync(id, 5));
    }

    [Fact]
    public async Task DueWork_Pages_InTheOrderItIsDue()
    {
        var late = await WithWorkAsync(Work(1, 30), Work(2, 10));
        var early = await WithWorkAsync(Work(1, 10), Work(1, 10, WorkKind.Timeout), Work(2, 20), Work(3, 40));

        var found = new List<DueWork>();
        DueWork? after = null;
        do
        {
            var page = await Tasks.DueWorkAsync(Given.Noon.AddSeconds(30), after, 2);
            found.AddRange(page);
            after = page.Count == 0 ? null : page[^1];
        } while (after is not null);

        Assert.Equal(
            [(late, 2, 10), (early, 1, 10), (early, 1, 10), (early, 2, 20), (late, 1, 30)],
            found.Select(w => (w.TaskId, w.Node, (int)(w.DueAt - Given.Noon).TotalSeconds))
        );
        Assert.Equal((WorkKind.Timeout, 5, 8), (found[2].Kind, found[2].Attempt, found[2].Number));
    }

    [Fact]
    public async Task DueWork_ReplacedAndDone_IsGone()
    {
        var id = await WithWorkAsync(Work(1, 10), Work(2, 10));

        await Tasks.CommitAsync(
            Given.Turn(id, 3, new() { WorkDone = [Work(1, 10), Work(2, 10)], Work = [Work(2, 20), Work(3, 5)] })
        );

        var work = await Tasks.DueWorkAsync(DateTimeOffset.MaxValue, null, 10);
        Assert.Equal([3, 2], work.Select(w => w.Node));
    }

    [Fact]
    public async Task DueWork_BetweenMilliseconds_IsNotHandedOutEarly()
    {
        await WithWorkAsync(Work(1, 10) with { Due = Given.Noon.AddTicks(1) });

        Assert.Empty(await Tasks.DueWorkAsync(Given.Noon, null, 10));
        Assert.Single(await Tasks.DueWorkAsync(Given.Noon.AddMilliseconds(1), null, 10));
    }

    [Fact]
    public async Task CallsBegun_AreThoseDue_AndFirstOnes_WhateverTheClockSays()
    {
        var first = new WorkItem(3, WorkKind.Call, 5, 1, Given.Noon.AddSeconds(60));
        await WithWorkAsync(
            Work(1, 10),
            Work(2, 60),
            first,
            Work(4, 10, WorkKind.Timeout),
            first with
            {
                Node = 5,
                Due = WorkItem.Never,
            }
        );

        var begun = await Tasks.CallsBegunAsync(Given.Noon.AddSeconds(30));

        Assert.Equal([1, 3], begun.Select(w => w.Node).Order());
    }

    private async Task<long> WithWorkAsync(params WorkItem[] work)
    {
        var id = await Tasks.InsertAsync(Given.Task());
        await Tasks.CommitAsync(Given.Turn(id, 2, new() { Work = work }));
        return id;
    }

    private static WorkItem Work(int node, int seconds, WorkKind kind = WorkKind.Call) =>
        new(node, kind, 5, 8, Given.Noon.AddSeconds(seconds));
}
