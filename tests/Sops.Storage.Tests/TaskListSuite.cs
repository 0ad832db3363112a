using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class TaskListSuite : StorageSuite
{
    [Fact]
    public async Task List_Pages_NewestFirstWithoutGaps()
    {
        var ids = new List<long>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await Tasks.InsertAsync(Given.Task()));
        }
        await Tasks.InsertAsync(Given.Task(business: 3));

        var paged = new List<long>();
        var query = TaskQuery.Of(2) with { Limit = 3 };
        for (var page = await Tasks.ListAsync(query); page.Count > 0; page = await Tasks.ListAsync(query))
        {
            paged.AddRange(page.Select(t => t.Id));
            query = query with { BeforeId = paged[^1] };
        }

        ids.Reverse();
        Assert.Equal(ids, paged);
        Assert.Equal(ids[2..4], await IdsAsync(TaskQuery.Of(2) with { Limit = 2, Offset = 2 }));
        Assert.Equal(ids[3..], await IdsAsync(TaskQuery.Of(2) with { BeforeId = ids[1], Offset = 1 }));
    }

    [Fact]
    public async Task List_OfATaskCommittedLate_ShowsItWhereThePagesHaveYetToCome()
    {
        var late = Tasks.NextId();
        var ids = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await Tasks.InsertAsync(Given.Task()));
        }
        var first = await IdsAsync(TaskQuery.Of(2) with { Limit = 2 });
        await Tasks.InsertAsync(Given.Task(), [Given.Turn(late, 1)], "{}");

        var rest = await IdsAsync(TaskQuery.Of(2) with { BeforeId = first[^1] });

        Assert.Equal([ids[3], ids[2], ids[1], ids[0], late], [.. first, .. rest]);
    }

    [Fact]
    public async Task List_OfBusinesses_IsOfThoseOnly()
    {
        var a = await Tasks.InsertAsync(Given.Task(business: 2));
        var b = await Tasks.InsertAsync(Given.Task(business: 3));
        var c = await Tasks.InsertAsync(Given.Task(business: 4));

        await Finds(new TaskQuery { Businesses = null }, c, b, a);
        await Finds(new TaskQuery { Businesses = [4, 2] }, c, a);
        await Finds(new TaskQuery { Businesses = [] });
        await Finds(TaskQuery.Of(3, Where(TaskField.Id, Lookup.In, new long[] { a, b })), b);
    }

    [Fact]
    public async Task List_OfTheUnended_OrOfGivenIds_IsOfThoseThatMatch()
    {
        var a = await Tasks.InsertAsync(Given.Task());
        var ended = await Tasks.InsertAsync(Given.Task());
        var other = await Tasks.InsertAsync(Given.Task(business: 3));
        var b = await Tasks.InsertAsync(Given.Task());
        await Tasks.CommitAsync(Given.Turn(ended, 2) with { State = NodeState.Finished, FinishTime = Given.Noon });

        await Finds(TaskQuery.Of(2) with { Unended = true }, b, a);
        await Finds(TaskQuery.Of(2) with { Ids = [a, ended, other, 999] }, ended, a);
        await Finds(TaskQuery.Of(2) with { Ids = [a, ended], Unended = true }, a);
        await Finds(TaskQuery.Of(2) with { Ids = [] });
    }

    [Fact]
    public async Task List_ByEachField_FindsWhatMatches()
    {
        var a = await Tasks.InsertAsync(
            Given.Task(name: "50% Deploy") with
            {
                TemplateId = 4,
                Category = "OpsTools",
                FlowType = "common_func",
                CreateMethod = "app",
            }
        );
        var b = await Tasks.InsertAsync(
            Given.Task(name: "rollback") with
            {
                Creator = "carl",
                CreateMethod = "api",
                Category = "Other",
                FlowType = "common",
                CreateTime = Given.Noon.AddHours(1),
            }
        );
        await Tasks.CommitAsync(
            Given.Turn(b, 2) with
            {
                State = NodeState.Finished,
                ShownState = NodeState.Finished,
                Operator = "eve",
                StartTime = Given.Noon.AddHours(2),
                FinishTime = Given.Noon.AddHours(3),
            }
        );

        await Finds(Where(TaskField.Id, Lookup.In, new long[] { a, 99 }), a);
        await Finds(Where(TaskField.Id, Lookup.In, Array.Empty<long>()));
        await Finds(Where(TaskField.TemplateId, Lookup.Is, 4L), a);
        await Finds(Where(TaskField.Name, Lookup.Contains, "0% D"), a);
        await Finds(Where(TaskField.Name, Lookup.Contains, "_"));
        await Finds(Where(TaskField.Name, Lookup.Contains, "deploy"));
        await Finds(Where(TaskField.Name, Lookup.ContainsIgnoringCase, "deploy"), a);
        await Finds(Where(TaskField.Name, Lookup.In, new[] { "rollback", "o'\"', 1) --" }), b);
        await Finds(Where(TaskField.Name, Lookup.Is, "' OR 1=1 --"));
        await Finds(Where(TaskField.Creator, Lookup.Is, "carl"), b);
        await Finds(Where(TaskField.Executor, Lookup.Is, "eve"), b);
        await Finds(Where(TaskField.CreateMethod, Lookup.Is, "api"), b);
        await Finds(Where(TaskField.Category, Lookup.Is, "OpsTools"), a);
        await Finds(Where(TaskField.FlowType, Lookup.Is, "common_func"), a);
        await Finds(Where(TaskField.CreateTime, Lookup.AtLeast, Given.Noon), b, a);
        await Finds(Where(TaskField.CreateTime, Lookup.Above, Given.Noon), b);
        await Finds(Where(TaskField.CreateTime, Lookup.AtMost, Given.Noon), a);
        await Finds(Where(TaskField.CreateTime, Lookup.Below, Given.Noon));
        await Finds(Where(TaskField.StartTime, Lookup.Is, Given.Noon.AddHours(2)), b);
        await Finds(Where(TaskField.FinishTime, Lookup.AtMost, Given.Noon.AddHours(3)), b);
        await Finds(Where(TaskField.IsStarted, Lookup.Is, false), a);
        await Finds(Where(TaskField.IsFinished, Lookup.Is, true), b);
        await Finds(Where(TaskField.HasEnded, Lookup.Is, false), a);
        await Finds(Where(TaskField.IsClaimed, Lookup.Is, true));
        await Finds(
            TaskQuery.Of(2, Where(TaskField.IsStarted, Lookup.Is, true), Where(TaskField.TemplateId, Lookup.Is, 4L))
        );
        Assert.Equal(
            (1, 1, 0),
            (
                await Tasks.CountUnfinishedAsync(),
                await Tasks.CountUnfinishedAsync(2),
                await Tasks.CountUnfinishedAsync(3)
            )
        );
    }

    [Fact]
    public async Task Count_ByEachGrouping_TellsEachGroup()
    {
        foreach (
            var (state, category) in ((NodeState, string)[])
                [
                    (NodeState.Created, "Other"),
                    (NodeState.Running, "Other"),
                    (NodeState.Running, "OpsTools"),
                    (NodeState.Finished, "Other"),
                    (NodeState.Revoked, "Other"),
                ]
        )
        {
            var id = await Tasks.InsertAsync(
                Given.Task() with
                {
                    Category = category,
                    FlowType = "common",
                    CreateMethod = "api",
                }
            );
            var ended = state is NodeState.Finished or NodeState.Revoked;
            await Tasks.CommitAsync(
                Given.Turn(id, 2) with
                {
                    State = state,
                    StartTime = state == NodeState.Created ? null : Given.Noon,
                    FinishTime = ended ? Given.Noon : null,
                }
            );
        }
        await Tasks.InsertAsync(Given.Task(business: 3));

        await Counts(TaskGrouping.Category, ("OpsTools", 1), ("Other", 4));
        await Counts(TaskGrouping.FlowType, ("common", 5));
        await Counts(TaskGrouping.CreateMethod, ("api", 5));
        await Counts(TaskGrouping.Standing, ("CREATED", 1), ("EXECUTING", 2), ("FINISHED", 1), ("REVOKED", 1));
    }

    [Fact]
    public async Task Roots_OfIds_AreThoseOfTheBusiness()
    {
        var a = await Tasks.InsertAsync(Given.Task());
        var b = await Tasks.InsertAsync(Given.Task());
        var other = await Tasks.InsertAsync(Given.Task(business: 3));

        var roots = await Tasks.RootsAsync(2, [a, other, b, 99, a]);

        Assert.Equal([(b, 0), (a, 0)], roots.Select(r => (r.Task.Id, r.Root.Node)));
        Assert.All(roots, r => Assert.Equal((NodeState.Created, 1), (r.Root.State, r.Root.Outputs!.Count)));
    }

    private async Task Counts(TaskGrouping grouping, params (string, long)[] groups)
    {
        var counted = await Tasks.CountByAsync(grouping, TaskQuery.Of(2));
        Assert.Equal(groups, counted.Select(c => (c.Key, c.Value)).Order());
    }

    private async Task Finds(TaskCondition condition, params long[] ids)
    {
        await Finds(TaskQuery.Of(2, condition), ids);
        if (condition.Lookup != Lookup.ContainsIgnoringCase)
        {
            var all = await Tasks.ListAsync(TaskQuery.Of(2));
            Assert.Equal(ids, all.Where(condition.Holds).Select(t => t.Id));
        }
    }

    private async Task Finds(TaskQuery query, params long[] ids)
    {
        Assert.Equal(ids, await IdsAsync(query));
        Assert.Equal(ids.Length, await Tasks.CountAsync(query));
    }

    private async Task<List<long>> IdsAsync(TaskQuery query) => [.. (await Tasks.ListAsync(query)).Select(t => t.Id)];

    private static TaskCondition Where(TaskField field, Lookup lookup, object value) => new(field, lookup, value);
}
