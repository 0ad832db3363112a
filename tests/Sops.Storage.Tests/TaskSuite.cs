using System.Text.Json;
using Dapper;
using Sops.Engine.Runs;

namespace Sops.Storage.Tests;

public abstract class TaskSuite : StorageSuite
{
    [Fact]
    public async Task Insert_WithFirstTurn_IsFoundAtRevisionOne()
    {
        var row = Given.Task() with
        {
            Space = true,
            TemplateId = 5,
            Constants = """{"${a}":20.0}""",
            Extra = """{"k":[1]}""",
            ScopeType = "cmdb",
            StartTime = null,
        };

        var id = await Tasks.InsertAsync(row, """{"tree":1}""");

        var found = await Tasks.FindAsync(2, id);
        Assert.Equal(
            row with
            {
                Id = id,
                Revision = 1,
                State = NodeState.Running,
                ShownState = NodeState.NodeSuspended,
                NextToken = 7,
                Operator = "bob",
                SnapshotDigest = SnapshotStore.Digest("""{"tree":1}"""),
            },
            found
        );
        Assert.Equal("""{"tree":1}""", await Db.Snapshots.FindAsync(found!.SnapshotDigest));
    }

    [Fact]
    public async Task Commit_OfSeveralTurns_KeepsEachInTheHistory_AndTheRowsAsTheLastLeavesThem()
    {
        var id = await Tasks.InsertAsync(Given.Task());
        var (call, timeout) = (Given.Work(3, WorkKind.Call), Given.Work(3, WorkKind.Timeout));
        await Tasks.CommitAsync(Given.Turn(id, 2, new RunChanges { Work = [timeout] }));

        await Tasks.CommitAsync([
            Given.Turn(
                id,
                3,
                new RunChanges
                {
                    Nodes = [Given.Node(3, NodeState.Running), Given.Node(4, NodeState.Running)],
                    Tokens = [new Token { Id = 1, Node = 3 }, new Token { Id = 2, Node = 4 }],
                    Variables = [new Variable(0, "${a}", JsonElement.Parse("1"))],
                    Work = [call],
                }
            ),
            Given.Turn(
                id,
                4,
                new RunChanges
                {
                    Nodes = [Given.Node(3, NodeState.Finished)],
                    Tokens = [new Token { Id = 1, Node = 5 }],
                    EndedTokens = [2],
                    Variables = [new Variable(0, "${a}", JsonElement.Parse("2.0"))],
                    Work = [call with { Node = 4, Number = 2 }],
                    WorkDone = [call, timeout],
                }
            ) with
            {
                Operator = "eve",
            },
        ]);

        var run = (await Tasks.LoadRunAsync(id))!;
        Assert.Equal((4, "eve"), (run.Task.Revision, run.Task.Operator));
        Assert.Equal(
            [(0, NodeState.Created), (3, NodeState.Finished), (4, NodeState.Running)],
            run.Nodes.Select(n => (n.Node, n.State))
        );
        Assert.Equal([(1, 5)], run.Tokens.Select(t => (t.Id, t.Node)));
        Assert.Equal(["2.0"], run.Variables.Select(v => v.Value.GetRawText()));
        Assert.Equal([1L, 2, 3, 4], (await Tasks.EventsAsync(id, 0, 10)).Select(e => e.Revision));
        Assert.Equal(
            [(4, WorkKind.Call, 2)],
            (await Tasks.DueWorkAsync(DateTimeOffset.MaxValue, null, 10)).Select(w => (w.Node, w.Kind, w.Number))
        );
    }

    [Fact]
    public async Task Commit_OfSeveralTurns_FromAnotherRevision_StoresNone()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        var conflict = await Assert.ThrowsAsync<RevisionConflictException>(() =>
            Tasks.CommitAsync([Given.Turn(id, 3), Given.Turn(id, 4)])
        );

        Assert.Equal(3, conflict.Revision);
        Assert.Equal([1L], (await Tasks.EventsAsync(id, 0, 10)).Select(e => e.Revision));
    }

    [Fact]
    public async Task Commit_OfTurnsThatDoNotFollowEachOther_IsRefused()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        await Assert.ThrowsAsync<ArgumentException>(() => Tasks.CommitAsync([Given.Turn(id, 2), Given.Turn(id, 4)]));
    }

    [Fact]
    public async Task Commit_OfARun_IsLoadedWhole()
    {
        var id = await Tasks.InsertAsync(Given.Task());
        await Tasks.CommitAsync(
            Given.Turn(
                id,
                2,
                new RunChanges
                {
                    Nodes = [Given.Node(0, NodeState.Running), Given.Node(3, NodeState.Failed)],
                    Tokens =
                    [
                        new Token { Id = 1, Node = 3 },
                        new Token
                        {
                            Id = 2,
                            Node = 4,
                            HeldBy = 0,
                        },
                    ],
                    Variables = [new Variable(0, "${a}", JsonElement.Parse("20.0"))],
                }
            ) with
            {
                Constants = Given.Values("${c}", "\"v\""),
                StartTime = Given.Noon,
            }
        );
        await Tasks.CommitAsync(
            Given.Turn(
                id,
                3,
                new RunChanges
                {
                    Nodes = [Given.Node(3, NodeState.Finished, archived: 1)],
                    Archived = [Given.Node(3, NodeState.Failed)],
                    EndedTokens = [1],
                    Variables =
                    [
                        new Variable(0, "${a}", JsonElement.Parse("[1]")),
                        new(3, "${a}", JsonElement.Parse("1")),
                    ],
                }
            ) with
            {
                StartTime = Given.Noon,
                FinishTime = Given.Noon.AddMinutes(1),
            }
        );

        await ReopenAsync();
        var run = await Tasks.LoadRunAsync(id);

        Assert.NotNull(run);
        Assert.Equal(3, run.Task.Revision);
        Assert.Equal(Given.Noon, run.Task.StartTime);
        Assert.Equal(Given.Noon.AddMinutes(1), run.Task.FinishTime);
        Assert.Equal("""{"${c}":"v"}""", run.Task.Constants);
        Assert.Equal(
            [(0, NodeState.Running, 0), (3, NodeState.Finished, 1)],
            run.Nodes.Select(n => (n.Node, n.State, n.Archived))
        );
        Assert.Equal(["20.0", "20.0"], run.Nodes.Select(n => n.Outputs!.Single().Value.GetRawText()));
        Assert.Equal(
            [
                new Token
                {
                    Id = 2,
                    Node = 4,
                    HeldBy = 0,
                },
            ],
            run.Tokens
        );
        Assert.Equal(
            [(0, "${a}", "[1]"), (3, "${a}", "1")],
            run.Variables.Select(v => (v.Scope, v.Key, v.Value.GetRawText()))
        );
    }

    [Fact]
    public async Task Commit_WithoutConstants_KeepsThoseItHas()
    {
        var id = await Tasks.InsertAsync(Given.Task() with { Constants = """{"${a}":1}""" });

        await Tasks.CommitAsync(Given.Turn(id, 2));

        Assert.Equal("""{"${a}":1}""", (await Tasks.FindAsync(2, id))!.Constants);
    }

    [Fact]
    public async Task Commit_OfAClaim_ChangesTheTaskOnce()
    {
        var row = Given.Task() with { FlowType = TaskRow.FunctionalType, CurrentFlow = TaskRow.ClaimFlow };
        var id = await Tasks.InsertAsync(row);

        await Tasks.CommitAsync(Given.Turn(id, 2) with { Claim = new TaskClaim("bob", "renamed") });

        var claimed = (await Tasks.FindAsync(2, id))!;
        Assert.Equal(
            ("renamed", TaskRow.ExecuteFlow, "bob", Given.Noon.AddSeconds(2)),
            (claimed.Name, claimed.CurrentFlow, claimed.Claimant, claimed.ClaimTime)
        );
        await Assert.ThrowsAsync<RevisionConflictException>(() =>
            Tasks.CommitAsync(Given.Turn(id, 3) with { Claim = new TaskClaim("eve", "stolen") })
        );
        Assert.Equal(claimed, await Tasks.FindAsync(2, id));
    }

    [Theory]
    [InlineData(NodeState.Created, TaskRow.ClaimFlow)]
    [InlineData(NodeState.Finished, TaskRow.FinishedFlow)]
    [InlineData(NodeState.Revoked, TaskRow.FinishedFlow)]
    public void ShownFlow_KnowsTheEnd(NodeState state, string flow) =>
        Assert.Equal(flow, (Given.Task() with { State = state, CurrentFlow = TaskRow.ClaimFlow }).ShownFlow);

    [Fact]
    public async Task Commit_SkippingARevision_IsAConflict()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        var error = await Assert.ThrowsAsync<RevisionConflictException>(() => Tasks.CommitAsync(Given.Turn(id, 3)));

        Assert.Equal((id, 3), (error.TaskId, error.Revision));
        Assert.Single(await Tasks.EventsAsync(id, 0, 10));
    }

    [Fact]
    public async Task Commit_AtAFractionOfAMillisecond_IsRefused()
    {
        var id = await Tasks.InsertAsync(Given.Task());

        await Assert.ThrowsAsync<ArgumentException>(() =>
            Tasks.CommitAsync(Given.Turn(id, 2) with { At = Given.Noon.AddTicks(1) })
        );
    }

    [Fact]
    public async Task Insert_WhoseFirstTurnFails_LeavesNothing()
    {
        // A first turn that is not revision 1 conflicts with the task that was just inserted.
        await Assert.ThrowsAsync<RevisionConflictException>(() =>
            Tasks.InsertAsync(Given.Task(), [Given.Turn(Tasks.NextId(), 2)], "{\"kept\":0}")
        );

        Assert.Equal(0, await Tasks.CountAsync(TaskQuery.Of(2)));
        Assert.Null(await Db.Snapshots.FindAsync(SnapshotStore.Digest("{\"kept\":0}")));
    }

    [Fact]
    public async Task Insert_OfOnePipelineTwice_KeepsItOnce()
    {
        var first = await Tasks.InsertAsync(Given.Task(), "{\"tree\":1}");
        var second = await Tasks.InsertAsync(Given.Task(), "{\"tree\":1}");

        await using var connection = await Db.OpenReadAsync();
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM pipeline_snapshot"));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Find_OfAnotherBusiness_IsNull()
    {
        var id = await Tasks.InsertAsync(Given.Task(business: 2));

        Assert.Null(await Tasks.FindAsync(3, id));
        Assert.Equal(id, (await Tasks.FindForEngineAsync(id))!.Id);
        Assert.Null(await Tasks.FindForEngineAsync(id + 1));
        Assert.Null(await Tasks.LoadRunAsync(id + 1));
    }
}
