using System.Text.Json;
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
}
