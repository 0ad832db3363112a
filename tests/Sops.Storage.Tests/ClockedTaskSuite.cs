namespace Sops.Storage.Tests;

public abstract class ClockedTaskSuite : StorageSuite
{
    private static readonly DateTimeOffset Planned = Given.Noon.AddHours(1);
    private ClockedTaskStore Clocked => Db.ClockedTasks;

    [Fact]
    public async Task Insert_IsFoundAsItWas_ByItsBusinessAlone()
    {
        var id = await MadeAsync();

        Assert.Equal(Row() with { Id = id, Revision = 1 }, await Clocked.FindAsync(2, id));
        Assert.Null(await Clocked.FindAsync(3, id));
    }

    [Fact]
    public async Task Insert_BeyondWhatTheBusinessMayPlan_DoesNothing_AndStartedOnesDoNotCount()
    {
        var id = await MadeAsync();
        Assert.Null(await Clocked.InsertAsync(Row(), 1, _ => Given.Call()));

        await StartAsync((await Clocked.FindAsync(2, id))!);

        Assert.NotNull(await Clocked.InsertAsync(Row(), 1, _ => Given.Call()));
    }

    [Fact]
    public async Task Start_MakesTheTask_AndIsNeverDueAgain()
    {
        var id = await MadeAsync();
        Assert.Equal(Planned, await Clocked.NextDueAsync());
        Assert.Empty(await Clocked.DueAsync(Planned.AddMilliseconds(-1), 10));
        var row = Assert.Single(await Clocked.DueAsync(Planned, 10));

        var task = await StartAsync(row);

        var started = (await Clocked.FindAsync(2, id))!;
        Assert.Equal((ClockedTaskRow.Started, task, null), (started.State, started.TaskId, started.DueAt));
        Assert.Null(await Clocked.NextDueAsync());
    }

    [Fact]
    public async Task Start_OfWhatWasChangedMeanwhile_MakesNothing()
    {
        var id = await MadeAsync();
        var old = (await Clocked.FindAsync(2, id))!;
        await Clocked.ChangeAsync(2, id, row => row with { TaskName = "other" }, _ => Given.Call());

        await Assert.ThrowsAsync<ScheduleChangedException>(() => StartAsync(old));

        Assert.Equal(0, await Tasks.CountAsync(TaskQuery.Of(2)));
        Assert.False(await Clocked.CommitAsync(old with { State = ClockedTaskRow.StartFailed }));
        Assert.Equal(ClockedTaskRow.NotStarted, (await Clocked.FindAsync(2, id))!.State);
    }

    [Fact]
    public async Task List_AndCount_KeepToTheConditions_NewestFirst()
    {
        var first = await MadeAsync(Row() with { TaskName = "Alpha" });
        var second = await MadeAsync(Row() with { Creator = "bob" });
        await MadeAsync(Row() with { BusinessId = 3 });
        var all = new ClockedTaskQuery { BusinessId = 2 };

        Assert.Equal([second, first], await IdsAsync(all));
        Assert.Equal([first], await IdsAsync(all with { NameContains = "alph" }));
        Assert.Equal([second], await IdsAsync(all with { Creator = "bob" }));
        Assert.Equal([first], await IdsAsync(all with { Id = first }));
        Assert.Equal([first], await IdsAsync(all with { BeforeId = second }));
        Assert.Equal([first], await IdsAsync(all with { Limit = 1, Offset = 1 }));
        Assert.Empty(await IdsAsync(all with { State = ClockedTaskRow.Started }));
        Assert.Empty(await IdsAsync(all with { Editor = "ann" }));
        Assert.Equal(2, await Clocked.CountAsync(all with { Limit = 1 }));
    }

    [Fact]
    public async Task Deleted_IsNeitherFoundNorDue()
    {
        var id = await MadeAsync();

        await Clocked.ChangeAsync(2, id, row => row with { IsDeleted = true, DueAt = null }, _ => Given.Call());

        Assert.Null(await Clocked.FindAsync(2, id));
        Assert.Null(await Clocked.NextDueAsync());
        Assert.Null(await Clocked.ChangeAsync(2, id, row => row, _ => Given.Call()));
    }

    private static ClockedTaskRow Row() =>
        new()
        {
            BusinessId = 2,
            TaskName = "deploy",
            TemplateId = 5,
            TemplateName = "template",
            Creator = "ann",
            AppCode = "main",
            CreateTime = Given.Noon,
            EditTime = Given.Noon,
            PlanStartTime = Planned,
            Parameters = """{"constants":{}}""",
            DueAt = Planned,
        };

    private Task<long> MadeAsync() => MadeAsync(Row());

    private async Task<long> MadeAsync(ClockedTaskRow row) =>
        (await Clocked.InsertAsync(row, 10, _ => Given.Call()))!.Value;

    private async Task<IEnumerable<long>> IdsAsync(ClockedTaskQuery query) =>
        (await Clocked.ListAsync(query)).Select(r => r.Id);

    private Task<long> StartAsync(ClockedTaskRow row)
    {
        var turn = Given.Turn(Tasks.NextId(), 1);
        return Tasks.InsertAsync(
            Given.Task(),
            [turn],
            "{}",
            clocked: row with
            {
                State = ClockedTaskRow.Started,
                TaskId = turn.TaskId,
                DueAt = null,
            }
        );
    }
}
