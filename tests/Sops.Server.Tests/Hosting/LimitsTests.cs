using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Sops.Engine.Plugins;
using Sops.Plugins;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Hosting;

/// <summary>Every limit that can be set is the one that counts, and whoever meets it is told its name and value.</summary>
/// <remarks>How long a call of a plugin may take is tried where plugins misbehave.</remarks>
public sealed class LimitsTests(LimitsTests.Small app) : IClassFixture<LimitsTests.Small>
{
    /// <summary>Trees over one limit each, with what the refusal says and the field that it names.</summary>
    public static TheoryData<string, string, string> LargeTrees =>
        new()
        {
            { "limit Nodes is 20.", "", Tree([.. Enumerable.Range(0, 19).Select(i => Echo($"n{i}"))]) },
            { "limit Flows is 19.", "", Tree(Fork("a", 3), Fork("b", 3), Fork("c", 2)) },
            { "limit Branches is 3.", "p", Tree(Fork("p", 4)) },
            { "limit Constants is 2.", "", Tree(Constant("a", 1), Constant("b", 1), Constant("c", 1), Echo("n")) },
            { "limit Nesting of 1.", "inner", Tree(Sub("s", Build("s_", Sub("inner", Build("i_", Echo("n")))))) },
            { "limit Name is 10.", "n", Tree(Act("n", n => n["name"] = "eleven char")) },
            { "limit Id is 12.", "thirteen_char", Tree(Act("thirteen_char", n => n["name"] = "n")) },
            {
                "limit Condition is 15.",
                "x",
                Tree(Exclusive("x", ("123456 == 123456", Echo("a")), ("1 == 2", Echo("b"))))
            },
            { "limit ValueBytes is 5000.", "n", Tree(Node("n", "test_echo", ("text", new string('x', 4999)))) },
            { "limit TreeBytes is 9000.", "", Tree(Act("n", n => n["note"] = new string('x', 9000))) },
            { "limit JsonDepth of 16.", "", Tree(Act("n", n => n["note"] = Nested(16))) },
            { "limit LoopTimes of 2.", "n", Tree(Act("n", n => n["loop_config"] = Looped(3))) },
        };

    /// <summary>Trees whose node "n" meets one limit of a run each, and what it says then.</summary>
    public static TheoryData<string, string> LargeRuns =>
        new()
        {
            { "exceed rerun limit 3", Tree(LoopBack("n", "1 == 1", "n")) },
            { "the values of the node take more than 2000 bytes", Tree(Text("n", Long)) },
            { "take more than 800 steps", Tree(Text("n", "${sum(1 for a in range(40) for b in range(40))}")) },
            { "a text is longer than 500 characters", Tree(Text("n", "${'x' * 501}")) },
            { "a collection has more than 50 items", Tree(Text("n", "${[0] * 51}")) },
            { "nest more than 12 levels deep", Tree(Text("n", "${(lambda f: f(f))(lambda f: f(f))}")) },
            {
                "an expression is longer than 60 characters",
                Tree(Text("n", "${" + string.Join(" + ", Enumerable.Repeat("1", 20)) + "}"))
            },
            { "an integer has more than 64 bits", Tree(Text("n", "${2 ** 65}")) },
        };

    private static string Long => new('x', 2500);

    [Theory]
    [MemberData(nameof(LargeTrees))]
    public async Task Tree_OverALimit_IsRefusedWithItsName(string reason, string subject, string tree)
    {
        var violations = await RefusedAsync(tree);
        Assert.Contains(
            violations,
            v =>
                v.Description.Contains(reason, StringComparison.Ordinal)
                && v.Field.Contains(subject, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Problems_BeyondWhatIsListed_AreCounted()
    {
        var violations = await RefusedAsync(
            Tree([.. Enumerable.Range(0, 6).Select(i => Act($"n{i}", n => n["loop_config"] = Looped(3)))])
        );
        Assert.Equal(4, violations.Count);
        Assert.Equal("There are 3 more problems.", violations[^1].Description);
    }

    [Theory]
    [MemberData(nameof(LargeRuns))]
    public async Task Node_OverALimitOfARun_FailsWithItsValue(string reason, string tree)
    {
        var task = await app.Client.StartAsync(tree);
        await task.UntilNodeAsync("n", "FAILED");
        Assert.Contains(reason, (await task.NodeAsync("n")).ExData.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callbacks_MoreThanAreKept_AreRefused()
    {
        var task = await app.Client.StartAsync(Tree(Pause("a"), Node("n", "test_callback")));
        await task.CallBackAsync("n");
        await task.CallBackAsync("n");
        var failure = await Assert.ThrowsAsync<RpcException>(() => task.CallBackAsync("n"));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Contains("2 callbacks", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plugins_AreCalledNoMoreThanThatManyAtOnce()
    {
        await using var narrow = new Narrow();
        await narrow.InitializeAsync();
        var task = await narrow.Client.StartAsync(
            Tree(Parallel("p", [.. Enumerable.Range(0, 6).Select(i => Node($"n{i}", "gate"))]))
        );
        // All six nodes wait for their call, and two are being called, before any is let through.
        await task.UntilAsync(v => v.Nodes.Values.Count(state => state == "RUNNING") >= 6);
        await Eventually.IsAsync(() => narrow.Gate.Most >= 2, "two calls under way");
        narrow.Gate.Open();
        await task.UntilAsync("FINISHED");
        Assert.Equal(2, narrow.Gate.Most);
    }

    private async Task<IReadOnlyList<BadRequest.Types.FieldViolation>> RefusedAsync(string tree)
    {
        var request = new CreateTemplateRequest
        {
            BkBizId = SopsClient.Business,
            Name = "large",
            PipelineTree = new Sops.V1.JsonValue { Json = tree },
        };
        var failure = await Assert.ThrowsAsync<RpcException>(() =>
            app.Client.Templates.CreateTemplateAsync(request).ResponseAsync
        );
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        return failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations;
    }

    private static Part Fork(string id, int branches) =>
        Parallel(id, [.. Enumerable.Range(0, branches).Select(i => Echo($"{id}{i}"))]);

    private static Part Text(string name, string text) => Node(name, "test_echo", ("text", text));

    private static JsonNode Nested(int levels) => JsonNode.Parse(new string('[', levels) + new string(']', levels))!;

    private static JsonObject Looped(int times) => new() { ["enable"] = true, ["loop_times"] = times };

    public sealed class Small : SopsApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            new (string Key, int Value)[]
            {
                ("Nodes", 20),
                ("Flows", 19),
                ("Branches", 3),
                ("Constants", 2),
                ("Nesting", 1),
                ("Name", 10),
                ("Id", 12),
                ("Condition", 15),
                ("ValueBytes", 5000),
                ("TreeBytes", 9000),
                ("JsonDepth", 16),
                ("Findings", 3),
                ("LoopTimes", 2),
                ("Reruns", 3),
                ("KeptCallbacks", 2),
                ("TurnSteps", 1500),
                ("TurnBytes", 6000),
                ("NodeBytes", 2000),
                ("Evaluation:MaxSteps", 800),
                ("Evaluation:MaxTextLength", 500),
                ("Evaluation:MaxCollection", 50),
                ("Evaluation:MaxDepth", 12),
                ("Evaluation:MaxExpressionLength", 60),
                ("Evaluation:MaxIntegerBits", 64),
            }.Select(limit => ($"Sops:Limits:{limit.Key}", $"{limit.Value}"));
    }

    private sealed class Narrow : SopsApp
    {
        internal Gate Gate { get; } = new();

        protected override IEnumerable<(string Key, string Value)> Settings => [("Sops:Runtime:PluginCalls", "2")];

        protected override IPluginCatalog Plugins => new PluginCatalog([Gate]);
    }

    /// <summary>Holds all calls until it is opened, and counts those under way.</summary>
    private sealed class Gate : IPlugin
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private int _underWay;

        public int Most { get; private set; }

        public PluginInfo Info { get; } = new("gate", ["legacy"], "gate", "test", "", [], []);

        public void Open() => _open.SetResult();

        public async ValueTask<PluginResult> ExecuteAsync(PluginContext context, CancellationToken cancellation)
        {
            lock (_lock)
            {
                Most = Math.Max(Most, ++_underWay);
            }
            await _open.Task.WaitAsync(cancellation);
            lock (_lock)
            {
                _underWay--;
            }
            return PluginResult.Succeed();
        }
    }
}
