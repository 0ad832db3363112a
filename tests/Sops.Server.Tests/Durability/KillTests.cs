using System.Globalization;
using Grpc.Core;
using Sops.Engine.Tests.Runs;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>A process that is killed at any moment loses nothing it acknowledged, and finishes no node twice.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Branches = 5;

    /// <summary>Called back by nobody until the kills are over, so that the task is under way at each of them.</summary>
    private const string Last = "hold43";

    [Fact]
    public async Task Task_OfFiftyNodes_KilledTwentyTimes_FinishesEachNodeOnce()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(FiftyNodes());
        var acknowledged = new Acknowledged();
        for (var kill = 0; kill < Kills; kill++)
        {
            var begun = new TaskCompletionSource();
            var commands = CommandAsync(task, acknowledged, begun);
            await begun.Task.WaitAsync(SopsClient.Patience);
            await Task.Delay(random.Next(60));
            await server.KillAsync();
            await commands;
            await server.StartAsync();
            task = task with { Client = server.Client! };
        }
        output.WriteLine($"{acknowledged.Count} commands acknowledged");

        await ReleaseAsync(task);

        var events = await task.EventsAsync();
        Assert.Equal(Enumerable.Range(1, (int)events[^1].Revision), events.Select(e => (int)e.Revision).Distinct());
        Assert.All(
            events.Where(e => e.Kind == "NODE_FINISHED").GroupBy(e => e.NodeId),
            node => Assert.True(node.Count() == 1, $"{node.Key} finished {node.Count()} times, seed {seed}")
        );
        Assert.All(Names(), name => Assert.Contains(events, e => e.Kind == "NODE_FINISHED" && e.NodeId == task[name]));
        var happened = events.Select(e => (e.Kind, e.Revision)).ToHashSet();
        Assert.True(acknowledged.Count >= Kills);
        Assert.All(acknowledged.All, a => Assert.True(happened.Contains(a), $"{a} is lost, seed {seed}"));
    }

    /// <summary>Calls one waiting node back, then pauses and resumes the task until the server is gone.</summary>
    private static async Task CommandAsync(StartedRun task, Acknowledged acknowledged, TaskCompletionSource begun)
    {
        try
        {
            await ResumeAsync(task);
            var view = await task.StatusAsync();
            if (
                Names()
                    .FirstOrDefault(n =>
                        IsHeld(n) && n != Last && view.Nodes.GetValueOrDefault(task[n]) == "RUNNING"
                    ) is
                { } name
            )
            {
                await CallBackAsync(task, name, acknowledged);
            }
            while (true)
            {
                acknowledged.Add("PIPELINE_PAUSED", await OperateAsync(task, "pause"));
                acknowledged.Add("PIPELINE_RESUMED", await OperateAsync(task, "resume"));
                begun.TrySetResult();
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            begun.TrySetResult();
        }
        catch (Exception e)
        {
            begun.TrySetException(e);
            throw;
        }
    }

    private static async Task CallBackAsync(StartedRun task, string name, Acknowledged acknowledged)
    {
        try
        {
            acknowledged.Add("CALLBACK_RECEIVED", (await task.CallBackAsync(name)).Revision);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            // An earlier one was stored, though its answer was lost, and the node is just being taken up.
        }
    }

    /// <summary>Lets the task run to its end.</summary>
    private static async Task ReleaseAsync(StartedRun task)
    {
        await ResumeAsync(task);
        var called = new HashSet<string>();
        var view = await task.StatusAsync();
        while (view.State != "FINISHED")
        {
            var waiting = Names()
                .Where(n => IsHeld(n) && view.Nodes.GetValueOrDefault(task[n]) == "RUNNING" && called.Add(n))
                .ToList();
            foreach (var name in waiting)
            {
                try
                {
                    await task.CallBackAsync(name);
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
                {
                    // It had its callback and was not done with it yet.
                }
            }
            var seen = view.Revision;
            view = await task.UntilAsync(v => v.Revision > seen || v.State == "FINISHED");
        }
    }

    private static async Task ResumeAsync(StartedRun task)
    {
        try
        {
            await OperateAsync(task, "resume");
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            // It was not paused.
        }
    }

    private static async Task<long> OperateAsync(StartedRun task, string action)
    {
        var request = new OperateTaskRequest
        {
            BkBizId = task.Business,
            TaskId = task.Id,
            Action = action,
        };
        return (await task.Client.Tasks.OperateTaskAsync(request)).Revision;
    }

    private static bool IsHeld(string name) => name.StartsWith("hold", StringComparison.Ordinal);

    private static IEnumerable<string> Names() =>
        Enumerable.Range(0, Branches).SelectMany(b => Branch(b).Select(node => node.Name));

    /// <summary>Five chains side by side.</summary>
    private static string FiftyNodes() =>
        Tree(
            Parallel(
                "fork",
                [.. Enumerable.Range(0, Branches).Select(b => Seq([.. Branch(b).Select(node => node.Part)]))]
            )
        );

    /// <summary>Ten nodes: four that wait for a callback, with short calls, polls and a timer in between.</summary>
    private static IEnumerable<(string Name, Part Part)> Branch(int branch)
    {
        for (var i = 0; i < Kills / Branches; i++)
        {
            if (i == 1)
            {
                yield return ($"poll{branch}", Node($"poll{branch}", "test_poll", ("times", 2)));
                yield return ($"sleep{branch}", Node($"sleep{branch}", "test_sleep", ("seconds", 0.05)));
            }
            var number = string.Create(CultureInfo.InvariantCulture, $"{branch}{i}");
            yield return ($"hold{number}", Node($"hold{number}", "test_callback"));
            yield return ($"echo{number}", Echo($"echo{number}"));
        }
    }

    private sealed class Acknowledged
    {
        private readonly List<(string Kind, long Revision)> _all = [];

        public IReadOnlyList<(string Kind, long Revision)> All => _all;
        public int Count => _all.Count;

        public void Add(string kind, long revision) => _all.Add((kind, revision));
    }
}
