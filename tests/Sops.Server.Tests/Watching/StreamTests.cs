using System.Net;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>What a watcher gets, and when the stream ends.</summary>
public sealed class StreamTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Stream_BeginsWithASnapshot_GoesOnRevisionByRevision_AndEndsAfterFinished()
    {
        var task = await _client.CreateAsync(Tree(Echo("a"), Node("p", "test_poll"), Echo("b")));
        using var watch = _client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(default));
        var snapshot = watch.ResponseStream.Current;
        Assert.Equal((1, "CREATED"), (snapshot.Revision, snapshot.Snapshot.State));
        await _client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = task.Business, TaskId = task.Id });

        var changes = await ReadAsync(watch);

        var last = changes[^1];
        Assert.Equal("FINISHED", last.Change.State);
        Assert.Equal(Revisions(2, last.Revision), changes.Select(c => c.Revision));
        Assert.Equal(StatusCode.OK, watch.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Watch_OfAQuietTask_HasItsHeadersAtOnce()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        using var watch = _client.Watch(task, after: 1);
        var path = $"/apigw/watch_task_status/{task.Id}/2/?after_revision=1&heartbeat_interval=60";

        await watch.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(10));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await _client
            .Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
            .WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(
            (HttpStatusCode.OK, "application/x-ndjson"),
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
        );
        await _client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = task.Business, TaskId = task.Id });
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Contains(
            "\"revision\":2",
            (await lines.ReadLineAsync())!.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal(2, watch.ResponseStream.Current.Revision);
    }

    [Fact]
    public async Task AfterRevision_OfEachRevision_GivesExactlyTheRest()
    {
        var task = await _client.StartAsync(
            Tree(Echo("a"), Parallel("g", Echo("b"), Node("p", "test_poll")), Echo("c"))
        );
        await task.UntilAsync("FINISHED");
        var events = await task.EventsAsync();
        var last = events[^1].Revision;

        for (var after = 0L; after <= last; after++)
        {
            using var watch = _client.Watch(task, after);
            var changes = await ReadAsync(watch);

            Assert.Equal(
                events.Select(e => e.Revision).Where(r => r > after).Distinct(),
                changes.Select(c => c.Revision)
            );
            Assert.All(
                changes,
                c => Assert.Equal(events.First(e => e.Revision == c.Revision).Time, c.Change.CommitTime)
            );
        }
    }

    [Fact]
    public async Task Changes_FoldedOverASnapshot_AreTheStatus()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Sub("s", Build("in", Echo("b"), Pause("p"))), Echo("c")));
        await task.UntilNodeAsync("p", "RUNNING");
        var view = new TaskView();
        using var watch = _client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(default));
        view.Take(watch.ResponseStream.Current);
        await task.CallBackAsync("p");

        (await ReadAsync(watch)).ForEach(view.Take);

        Assert.Equal((await task.StatusAsync()).ToString(), view.ToString());
    }

    [Fact]
    public async Task Stream_OfAFailedOrPausedTask_GoesOn_UntilItIsRevoked()
    {
        var task = await _client.StartAsync(Tree(Fail("f")));
        await task.UntilNodeAsync("f", "FAILED");
        using var watch = _client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.Equal("FAILED", watch.ResponseStream.Current.Snapshot.State);

        foreach (var action in (string[])["pause", "resume", "revoke"])
        {
            await OperateAsync(task, action);
        }

        var changes = await ReadAsync(watch);
        Assert.Equal(["REVOKED"], changes.Select(c => c.Change.State).TakeLast(1));
        Assert.Equal(3, changes.Count);
        Assert.Equal(StatusCode.OK, watch.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Stream_OfAnEndedTask_IsItsSnapshot()
    {
        var task = await _client.StartAsync(Tree(Echo("a")));
        var end = await task.UntilAsync("FINISHED");

        using var watch = _client.Watch(task);

        Assert.Equal([end.Revision], (await ReadAsync(watch)).Select(m => m.Revision));
        using var nothing = _client.Watch(task, end.Revision);
        Assert.Empty(await ReadAsync(nothing));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task AfterRevision_ThatIsNotThereYet_IsRefused(long after)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        using var watch = _client.Watch(task, after);

        var failure = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            "after_revision",
            Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations).Field
        );
    }

    [Fact]
    public async Task Task_OfAnotherBusiness_IsNotFound()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        using var watch = _client.Watch(task with { Business = 3 });

        var failure = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task SlowWatcher_GetsEverythingInOrder()
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        using var watch = _client.Watch(task, after: 0);
        for (var i = 0; i < 150; i++)
        {
            await OperateAsync(task, "pause");
            await OperateAsync(task, "resume");
        }
        await OperateAsync(task, "revoke");

        var changes = await ReadAsync(watch);

        Assert.Equal(Revisions(1, changes[^1].Revision), changes.Select(c => c.Revision));
        Assert.True(changes.Count > 300);
    }

    [Fact]
    public async Task Watchers_TwoHundredOnOneConnection_AllGetTheSame()
    {
        var task = await _client.StartAsync(Tree(Pause("p"), Echo("a"), Echo("b")));
        await task.UntilNodeAsync("p", "RUNNING");
        var watches = Enumerable.Range(0, 200).Select(_ => _client.Watch(task, after: 0)).ToList();
        await Task.WhenAll(watches.Select(w => w.ResponseHeadersAsync)).WaitAsync(SopsClient.Patience);
        await task.CallBackAsync("p");

        var all = await Task.WhenAll(watches.Select(ReadAsync));

        var last = (await task.EventsAsync())[^1].Revision;
        Assert.All(all, changes => Assert.Equal(Revisions(1, last), changes.Select(c => c.Revision)));
        watches.ForEach(w => w.Dispose());
    }

    [Fact]
    public async Task Lines_AreTheSameMessages_AndEndWithTheStream()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Echo("b")));
        await task.UntilAsync("FINISHED");
        using var watch = _client.Watch(task, after: 0);
        var messages = await ReadAsync(watch);

        var answer = await _client.GetAsync($"/apigw/watch_task_status/{task.Id}/2/?after_revision=0");

        var lines = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l));
        Assert.Equal(
            messages.Select(m => (m.Revision, m.Change.State)),
            lines.Select(l =>
                (l.GetProperty("revision").GetInt64(), l.GetProperty("change").GetProperty("state").GetString()!)
            )
        );
    }

    [Fact]
    public async Task GrpcWeb_GetsTheSameMessages()
    {
        var task = await _client.StartAsync(Tree(Echo("a"), Echo("b")));
        await task.UntilAsync("FINISHED");
        using var channel = GrpcChannel.ForAddress(
            _client.Http.BaseAddress!,
            new GrpcChannelOptions
            {
                HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()),
                HttpVersion = HttpVersion.Version11,
            }
        );
        using var watch = _client.Watch(task, after: 0);
        using var web = new TaskService.TaskServiceClient(channel).WatchTaskStatus(
            new WatchTaskStatusRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                AfterRevision = 0,
            }
        );

        Assert.Equal(await ReadAsync(watch), await ReadAsync(web));
    }

    private static async Task<List<WatchTaskStatusResponse>> ReadAsync(
        AsyncServerStreamingCall<WatchTaskStatusResponse> watch
    )
    {
        var messages = new List<WatchTaskStatusResponse>();
        while (await watch.ResponseStream.MoveNext(default))
        {
            messages.Add(watch.ResponseStream.Current);
        }
        return messages;
    }

    private static IEnumerable<long> Revisions(long first, long last)
    {
        for (var revision = first; revision <= last; revision++)
        {
            yield return revision;
        }
    }

    private async Task OperateAsync(StartedRun task, string action) =>
        await _client.Tasks.OperateTaskAsync(
            new OperateTaskRequest
            {
                BkBizId = task.Business,
                TaskId = task.Id,
                Action = action,
            }
        );
}
