using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Keeping;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>A stream that goes on where another broke off is what was left of it, wherever that was.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task AtEachOfTwoHundredRevisions_TheRestIsTheTailOfTheWhole()
    {
        await using var app = new SopsApp();
        await app.InitializeAsync();
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        for (var revision = 0; revision < 196; revision += 2)
        {
            await OperateAsync(task, "pause");
            await OperateAsync(task, "resume");
        }
        await OperateAsync(task, "revoke");
        using var all = app.Client.Watch(task, after: 0);
        var (whole, _) = await ReadAsync(all);
        Assert.InRange(whole.Count, 200, int.MaxValue);

        for (var after = 0; after <= whole.Count; after++)
        {
            using var watch = app.Client.Watch(task, after);
            var (rest, status) = await ReadAsync(watch);

            Assert.Equal(whole.Skip(after), rest);
            Assert.Equal(StatusCode.OK, status);
        }
        using var future = app.Client.Watch(task, whole.Count + 1);
        Assert.Equal(StatusCode.InvalidArgument, (await ReadAsync(future)).Status);
    }

    [Fact]
    public async Task BrokenOffByARestart_NothingIsMissing_AndNothingComesTwice()
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(Tree(Pause("p"), Echo("a"), Pause("q"), Echo("b")));
        using var watch = server.Client!.Watch(task, after: 0);
        var before = new List<WatchTaskStatusResponse>();
        while (!before.Any(m => m.Change.Nodes.Any(n => n.Id == task["p"] && n.State == "RUNNING")))
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            before.Add(watch.ResponseStream.Current);
        }
        await task.CallBackAsync("p");
        await task.UntilNodeAsync("q", "RUNNING");
        await server.KillAsync();

        await server.StartAsync();

        task = task with { Client = server.Client! };
        using var resumed = server.Client!.Watch(task, before[^1].Revision);
        await task.CallBackAsync("q");
        var (after, status) = await ReadAsync(resumed);
        Assert.Equal(StatusCode.OK, status);
        using var all = server.Client!.Watch(task, after: 0);
        Assert.Equal((await ReadAsync(all)).Messages, [.. before, .. after]);
    }

    [Fact]
    public async Task ManyTasks_AfterARestart_BeginAgain()
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(Tree(Pause("p"), Echo("a")));
        await task.UntilNodeAsync("p", "RUNNING");
        using var watch = server.Client!.Tasks.WatchTasks(new() { BkBizId = task.Business });
        Assert.True(await watch.ResponseStream.MoveNext(default));
        var told = watch.ResponseStream.Current;
        await server.KillAsync();

        await server.StartAsync();

        task = task with { Client = server.Client! };
        using var again = server.Client!.Tasks.WatchTasks(new() { BkBizId = task.Business });
        Assert.True(await again.ResponseStream.MoveNext(default));
        Assert.Equal(told.Task.Id, again.ResponseStream.Current.Task.Id);
        Assert.True(again.ResponseStream.Current.Revision >= told.Revision);
        await task.CallBackAsync("p");
        while (again.ResponseStream.Current.Task?.State != "FINISHED")
        {
            Assert.True(await again.ResponseStream.MoveNext(default));
        }
        Assert.Equal((await task.StatusAsync()).Revision, again.ResponseStream.Current.Revision);
    }

    [Fact]
    public async Task OfATaskThatIsNotKeptAnyMore_IsNotFound()
    {
        await using var app = new TaskPurgeTests.PurgedApp(("Sops:Keeping:FinishedTasks", "0"));
        await app.InitializeAsync();
        var task = await app.Client.StartAsync(Tree(Echo("a")));
        await task.UntilAsync("FINISHED");
        await app.UntilGoneAsync(task);

        foreach (var after in (long?[])[null, 0, 1, 1000])
        {
            using var watch = app.Client.Watch(task, after);
            Assert.Equal(StatusCode.NotFound, (await ReadAsync(watch)).Status);
        }
        using var many = app.Client.Tasks.WatchTasks(new() { BkBizId = task.Business });
        Assert.True(await many.ResponseStream.MoveNext(default));
        Assert.Equal(WatchTasksResponse.EventOneofCase.Synced, many.ResponseStream.Current.EventCase);
    }

    [Fact]
    public async Task TaskRemoved_BeforeASlowReaderCameToItsEnd_IsNotFound()
    {
        await using var app = new TaskPurgeTests.PurgedApp(("Sops:Keeping:FinishedTasks", "0"));
        await app.InitializeAsync();
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        await using var watch = await PulledWatch.BeginAsync(app, task);
        await task.CallBackAsync("p");
        await app.UntilGoneAsync(task);

        var failure = await Assert.ThrowsAsync<SopsException>(async () => await watch.MoveNextAsync());

        Assert.Equal(FailureKind.NotFound, failure.Kind);
    }

    /// <summary>Everything that comes, and how it ended.</summary>
    private static async Task<(List<WatchTaskStatusResponse> Messages, StatusCode Status)> ReadAsync(
        AsyncServerStreamingCall<WatchTaskStatusResponse> watch
    )
    {
        var messages = new List<WatchTaskStatusResponse>();
        try
        {
            while (await watch.ResponseStream.MoveNext(default))
            {
                messages.Add(watch.ResponseStream.Current);
            }
            return (messages, StatusCode.OK);
        }
        catch (RpcException e)
        {
            return (messages, e.StatusCode);
        }
    }

    private static async Task OperateAsync(StartedRun task, string action) =>
        await task.Client.Tasks.OperateTaskAsync(
            new()
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = action,
            }
        );
}
