using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class PeriodicTaskSuite : StorageSuite
{
    private static readonly DateTimeOffset Tick = Given.Noon.AddMinutes(5);
    private PeriodicTaskStore Periodic => Db.PeriodicTasks;

    [Fact]
    public async Task Insert_IsFoundAsItWas_ByItsBusinessAlone()
    {
        var id = await MadeAsync();

        var found = await Periodic.FindAsync(2, id);

        Assert.Equal(Row() with { Id = id, Revision = 1, SnapshotDigest = SnapshotStore.Digest("{}") }, found);
        Assert.Null(await Periodic.FindAsync(3, id));
        Assert.Empty(await Periodic.ListAsync(3, null, 10));
        Assert.Equal(id, Assert.Single(await Periodic.ListAsync(2, null, 10)).Id);
        Assert.Equal([id], await Periodic.OfTemplateAsync(5));
    }

    [Fact]
    public async Task Insert_BeyondTheLimitOfTheBusiness_DoesNothing()
    {
        await MadeAsync();

        Assert.Null(await Periodic.InsertAsync(Row(), "{}", 1, _ => Given.Call()));
        Assert.NotNull(await Periodic.InsertAsync(Row() with { BusinessId = 3 }, "{}", 1, _ => Given.Call()));
        Assert.Equal(1, await Periodic.CountAsync(2));
    }

    [Fact]
    public async Task Change_ThatThrows_ChangesNothing()
    {
        var id = await MadeAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Periodic.ChangeAsync(2, id, _ => throw new InvalidOperationException(), _ => Given.Call())
        );

        Assert.Equal(1, (await Periodic.FindAsync(2, id))!.Revision);
        Assert.Null(await Periodic.ChangeAsync(3, id, row => row with { Name = "stolen" }, _ => Given.Call()));
        Assert.Null(await Periodic.ChangeAsync(2, id + 1, row => row, _ => Given.Call()));
    }

    [Fact]
    public async Task Due_AreThoseWhoseMomentHasCome_MostUrgentFirst()
    {
        var late = await MadeAsync(Row() with { DueAt = Given.Noon.AddMinutes(2) });
        var first = await MadeAsync(Row() with { DueAt = Given.Noon.AddMinutes(1) });
        await MadeAsync(Row() with { DueAt = Given.Noon.AddMinutes(3) });
        await MadeAsync(Row() with { DueAt = null });

        var due = await Periodic.DueAsync(Given.Noon.AddMinutes(2), 10);

        Assert.Equal([first, late], due.Select(d => d.Row.Id));
        Assert.All(due, d => Assert.False(d.PreviousIsOpen));
        Assert.Equal(Given.Noon.AddMinutes(1), await Periodic.NextDueAsync());
        Assert.True(await Periodic.PostponeAsync(first, Given.Noon.AddHours(1)));
        Assert.Equal(Given.Noon.AddMinutes(2), await Periodic.NextDueAsync());
    }

    [Fact]
    public async Task Runs_OfOldTicks_AreForgotten()
    {
        var id = await MadeAsync();
        await FireAsync(await RowAsync(id), Tick);
        var run = Assert.Single(await Periodic.RunsAsync(id, null, 10));

        Assert.Equal(0, await Periodic.PurgeRunsAsync(run.CreateTime, 10));
        Assert.Equal(1, await Periodic.PurgeRunsAsync(run.CreateTime.AddMilliseconds(1), 10));

        Assert.Empty(await Periodic.RunsAsync(id, null, 10));
        Assert.Equal(2, (await RowAsync(id)).Revision);
    }

    [Fact]
    public async Task Fire_MakesTheTask_TheRun_AndTheNextTick_AtOnce()
    {
        var id = await MadeAsync();

        var task = await FireAsync(await RowAsync(id), Tick);

        var row = await RowAsync(id);
        Assert.Equal((2, 1, task), (row.Revision, row.TotalRunCount, row.LastTaskId));
        var run = Assert.Single(await Periodic.RunsAsync(id, null, 10));
        Assert.Equal((Tick, PeriodicRunRow.Started, task, ""), (run.Tick, run.Outcome, run.TaskId, run.TaskState));
        Assert.Equal(id, (await Tasks.FindForEngineAsync(task))!.PeriodicTaskId);
        Assert.True(Assert.Single(await Periodic.DueAsync(DateTimeOffset.MaxValue, 10)).PreviousIsOpen);
    }

    [Fact]
    public async Task Fire_OverAnOlderRevision_MakesNothing()
    {
        var id = await MadeAsync();
        var old = await RowAsync(id);
        await Periodic.ChangeAsync(2, id, row => row with { Name = "new" }, _ => Given.Call());

        await Assert.ThrowsAsync<ScheduleChangedException>(() => FireAsync(old, Tick));

        Assert.Equal(0, await Tasks.CountAsync(TaskQuery.Of(2)));
        Assert.Empty(await Periodic.RunsAsync(id, null, 10));
        Assert.False(await Periodic.CommitAsync(new TickCommit { After = old, Run = Run(old, Tick, "skipped") }));
        Assert.False(await Periodic.RearmAsync(old));
        Assert.Equal("new", (await RowAsync(id)).Name);
    }

    [Fact]
    public async Task Fire_OfATickThatMadeItsTask_MakesNothing()
    {
        var id = await MadeAsync();
        await FireAsync(await RowAsync(id), Tick);
        var before = await RowAsync(id);

        await Assert.ThrowsAsync<TickTakenException>(() => FireAsync(before, Tick));

        Assert.Equal(1, await Tasks.CountAsync(TaskQuery.Of(2)));
        Assert.Equal(before, await RowAsync(id));
    }

    [Fact]
    public async Task Failure_IsCountedOnce_InTheTurnOfTheTask_AndDisablesAfterSoMany()
    {
        var id = await MadeAsync(Row() with { PauseAfterFailures = 2 });
        var first = await FireAsync(await RowAsync(id), Tick);
        await TurnAsync(id, first, 2, NodeState.Running, NodeState.Failed);
        await TurnAsync(id, first, 3, NodeState.Running, NodeState.Failed);
        Assert.Equal((1, true), ((await RowAsync(id)).Failures, (await RowAsync(id)).Enabled));

        var second = await FireAsync(await RowAsync(id), Tick.AddMinutes(5));
        await TurnAsync(id, second, 2, NodeState.Running, NodeState.Failed);

        var row = await RowAsync(id);
        Assert.Equal(
            (2, false, null, "2 runs in a row failed"),
            (row.Failures, row.Enabled, row.DueAt, row.PauseReason)
        );
        Assert.All(await Periodic.RunsAsync(id, null, 10), r => Assert.Equal("FAILED", r.TaskState));
    }

    [Fact]
    public async Task Success_EndsARowOfFailures()
    {
        var id = await MadeAsync();
        var task = await FireAsync(await RowAsync(id), Tick);
        await TurnAsync(id, task, 2, NodeState.Running, NodeState.Failed);

        await TurnAsync(id, task, 3, NodeState.Finished, NodeState.Finished);

        Assert.Equal(0, (await RowAsync(id)).Failures);
        Assert.Equal("FINISHED", Assert.Single(await Periodic.RunsAsync(id, null, 10)).TaskState);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Buffered_IsDueAsSoonAsTheFormerTaskEnds_WhicheverIsStoredFirst(bool endsFirst)
    {
        var id = await MadeAsync();
        var task = await FireAsync(await RowAsync(id), Tick);
        if (endsFirst)
        {
            await TurnAsync(id, task, 2, NodeState.Finished, NodeState.Finished);
        }
        var row = await RowAsync(id);
        var later = Tick.AddMinutes(5);
        var buffered = row with { BufferedTick = later, DueAt = later.AddMinutes(5) };
        Assert.True(await Periodic.CommitAsync(new TickCommit { After = buffered, Run = Run(row, later, "buffered") }));
        if (!endsFirst)
        {
            Assert.Equal(later.AddMinutes(5), (await RowAsync(id)).DueAt);
            await TurnAsync(id, task, 2, NodeState.Revoked, NodeState.Revoked);
        }

        var due = Assert.Single(await Periodic.DueAsync(Given.Noon, 10));
        Assert.Equal((id, later, false), (due.Row.Id, due.Row.BufferedTick, due.PreviousIsOpen));

        var made = await FireAsync(due.Row with { BufferedTick = null, DueAt = Tick.AddHours(1) }, later, true);
        var run = (await Periodic.RunsAsync(id, null, 10))[0];
        Assert.Equal((later, PeriodicRunRow.Started, made), (run.Tick, run.Outcome, run.TaskId));
    }

    [Fact]
    public async Task Buffered_IsSkipped_WhenThePeriodicTaskIsDisabled()
    {
        var id = await MadeAsync();
        await FireAsync(await RowAsync(id), Tick);
        var row = await RowAsync(id);
        var buffered = row with { BufferedTick = Tick.AddMinutes(5) };
        await Periodic.CommitAsync(new TickCommit { After = buffered, Run = Run(row, Tick.AddMinutes(5), "buffered") });

        await Periodic.ChangeAsync(
            2,
            id,
            r => r with { Enabled = false, BufferedTick = null, DueAt = null },
            _ => Given.Call()
        );

        Assert.Equal("skipped", (await Periodic.RunsAsync(id, null, 10))[0].Outcome);
    }

    [Fact]
    public async Task Template_ThatPeriodicTasksWereMadeFrom_IsNotDeleted()
    {
        var template = await Db.Templates.InsertAsync(Given.Template(), "{}");
        var id = await MadeAsync(Row() with { TemplateId = template });

        Assert.False(await Db.Templates.DeleteAsync(2, TemplateSource.Project, template));

        await Periodic.ChangeAsync(2, id, row => row with { IsDeleted = true }, _ => Given.Call());
        Assert.True(await Db.Templates.DeleteAsync(2, TemplateSource.Project, template));
    }

    private static PeriodicTaskRow Row() =>
        new()
        {
            BusinessId = 2,
            Name = "nightly",
            TemplateId = 5,
            TemplateSource = TemplateSource.Project,
            TemplateVersion = "v1",
            Category = "Default",
            Constants = """{"${a}":20.0}""",
            InstanceId = "i1",
            Creator = "ann",
            AppCode = "main",
            CreateTime = Given.Noon,
            EditTime = Given.Noon,
            Cron = "*/5 * * * *",
            Zone = "Asia/Shanghai",
            Enabled = true,
            Overlap = "buffer_one",
            CatchUpWindow = 60,
            Jitter = 5,
            StartAt = Given.Noon,
            EndAt = Given.Noon.AddYears(1),
            NextTick = Tick,
            DueAt = Tick,
        };

    private static PeriodicRunRow Run(PeriodicTaskRow row, DateTimeOffset tick, string outcome) =>
        new()
        {
            PeriodicTaskId = row.Id,
            Tick = tick,
            Outcome = outcome,
            CreateTime = Given.Noon,
        };

    private Task<long> MadeAsync() => MadeAsync(Row());

    private async Task<long> MadeAsync(PeriodicTaskRow row) =>
        (await Periodic.InsertAsync(row, "{}", 10, _ => Given.Call()))!.Value;

    private async Task<PeriodicTaskRow> RowAsync(long id) => (await Periodic.FindAsync(2, id))!;

    /// <summary>Makes the task of a tick as the scheduler does; gives back its id.</summary>
    private Task<long> FireAsync(PeriodicTaskRow row, DateTimeOffset tick, bool wasBuffered = false)
    {
        var turn = Given.Turn(Tasks.NextId(), 1) with { PeriodicTaskId = row.Id, ShownState = NodeState.Running };
        var after = row with { TotalRunCount = row.TotalRunCount + 1, LastTick = tick, LastTaskId = turn.TaskId };
        return Tasks.InsertAsync(
            Given.Task() with
            {
                PeriodicTaskId = row.Id,
            },
            [turn],
            "{}",
            new TickCommit
            {
                After = after,
                Run = Run(row, tick, PeriodicRunRow.Started) with { TaskId = turn.TaskId },
                WasBuffered = wasBuffered,
            }
        );
    }

    private Task TurnAsync(long id, long task, long revision, NodeState state, NodeState shown) =>
        Tasks.CommitAsync(
            Given.Turn(task, revision) with
            {
                PeriodicTaskId = id,
                State = state,
                ShownState = shown,
                FinishTime = state is NodeState.Finished or NodeState.Revoked ? Given.Noon : null,
            }
        );
}
