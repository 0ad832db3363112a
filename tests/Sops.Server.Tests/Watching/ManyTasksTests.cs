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

/// <summary>All tasks of a business on one stream: those there are, then each that changes. Each test has its own business.</summary>
public sealed class ManyTasksTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Stream_BeginsWithWhatHasNotEnded_AndTellsOfChanges_NewTasksAndEnds()
    {
        var ended = await _client.StartAsync(Tree(Echo("a")), 11);
        await ended.UntilAsync("FINISHED");
        var created = await _client.CreateAsync(Tree(Echo("a")), 11);
        var waiting = await _client.StartAsync(Tree(Pause("p")), 11);
        var seen = await waiting.UntilNodeAsync("p", "RUNNING");
        using var watch = Watch(new() { BkBizId = 11 });

        Assert.Equal(
            [(waiting.Id, seen.Revision, "RUNNING"), (created.Id, 1, "CREATED")],
            await UntilSyncedAsync(watch)
        );

        await waiting.CallBackAsync("p");
        var told = await UntilAsync(watch, waiting, "FINISHED");
        Assert.Equal((await waiting.StatusAsync()).Revision, told[^1].Revision);
        var later = await _client.StartAsync(Tree(Echo("a")), 11);
        await UntilAsync(watch, later, "FINISHED");
        var added = await _client.CreateAsync(Tree(Echo("a")), 11);
        Assert.Equal(1, (await UntilAsync(watch, added, "CREATED"))[^1].Revision);
        await _client.Tasks.StartTaskAsync(new() { BkBizId = 11, TaskId = created.Id });
        await UntilAsync(watch, created, "FINISHED");
    }

    [Fact]
    public async Task Message_IsWhatAListSays()
    {
        await _client.CreateAsync(Tree(Echo("a")), 12);
        var listed = await _client.Tasks.ListTasksAsync(new() { BkBizId = 12, ExpectedTimezone = "Asia/Tokyo" });
        using var watch = Watch(new() { BkBizId = 12, ExpectedTimezone = "Asia/Tokyo" });

        Assert.True(await watch.ResponseStream.MoveNext(default));

        Assert.Equal(Assert.Single(listed.Tasks), watch.ResponseStream.Current.Task);
    }

    [Fact]
    public async Task Filter_IsThatOfLists_AndOtherBusinessesAreNotTold()
    {
        var mine = await _client.StartAsync(Tree(Pause("p")), 13);
        var other = await _client.StartAsync(Tree(Pause("p")), 13);
        await _client.StartAsync(Tree(Pause("p")), 14);
        await mine.UntilNodeAsync("p", "RUNNING");
        await other.UntilNodeAsync("p", "RUNNING");
        var tasks = (await _client.Tasks.ListTasksAsync(new() { BkBizId = 13 })).Tasks;
        var template = tasks.Single(t => t.Id == mine.Id).TemplateId;
        using var watch = Watch(new() { BkBizId = 13, TemplateId = template });

        Assert.Equal([mine.Id], (await UntilSyncedAsync(watch)).Select(t => t.Id));

        await other.CallBackAsync("p");
        await other.UntilAsync("FINISHED");
        await mine.CallBackAsync("p");
        Assert.All(await UntilAsync(watch, mine, "FINISHED"), t => Assert.Equal(mine.Id, t.Id));
    }

    [Fact]
    public async Task EveryCondition_NarrowsTheStreamAsItDoesTheList()
    {
        var task = await _client.StartAsync(Tree(Pause("p")), 15);
        await task.UntilNodeAsync("p", "RUNNING");
        foreach (
            var (request, matches) in (List<(WatchTasksRequest, bool)>)
                [
                    (new() { Keyword = "task" }, true),
                    (new() { Keyword = "other" }, false),
                    (new() { Executor = "admin" }, true),
                    (new() { Executor = "bob" }, false),
                    (new() { CreateMethod = "api" }, true),
                    (new() { CreateMethod = "periodic" }, false),
                    (new() { TemplateIds = "987654" }, false),
                    (new() { IsStarted = true }, true),
                    (new() { IsStarted = false }, false),
                    (new() { IsFinished = false }, true),
                    (new() { IsFinished = true }, false),
                    (new() { IsChildTaskflow = false }, true),
                    (new() { IsChildTaskflow = true }, false),
                    (new() { CreateTimeStart = "2020-01-01" }, true),
                    (new() { CreateTimeEnd = "2020-01-01" }, false),
                ]
        )
        {
            request.BkBizId = 15;
            using var watch = Watch(request);

            Assert.True((await UntilSyncedAsync(watch)).Count == (matches ? 1 : 0), request.ToString());
        }
    }

    [Fact]
    public async Task TaskThatCeasesToMatch_IsToldOfToItsEnd()
    {
        var task = await _client.CreateAsync(Tree(Pause("p")), 16);
        using var unstarted = Watch(new() { BkBizId = 16, IsStarted = false });
        using var unfinished = Watch(new() { BkBizId = 16, IsFinished = false });
        using var finished = Watch(new() { BkBizId = 16, IsFinished = true });
        using var children = Watch(new() { BkBizId = 16, IsChildTaskflow = true });
        Assert.Single(await UntilSyncedAsync(unstarted));
        Assert.Single(await UntilSyncedAsync(unfinished));
        Assert.Empty(await UntilSyncedAsync(finished));
        Assert.Empty(await UntilSyncedAsync(children));

        await _client.Tasks.StartTaskAsync(new() { BkBizId = 16, TaskId = task.Id });
        await UntilAsync(unstarted, task, "RUNNING");
        await task.UntilNodeAsync("p", "RUNNING");
        await task.CallBackAsync("p");

        await UntilAsync(unstarted, task, "FINISHED");
        await UntilAsync(unfinished, task, "FINISHED");
        Assert.Single(await UntilAsync(finished, task, "FINISHED"));
        Assert.False(children.ResponseStream.MoveNext(default).IsCompleted);
    }

    [Fact]
    public async Task ManyTasks_OnSeveralPages_AreEachToldToTheirEnd()
    {
        var first = await _client.StartAsync(Tree(Pause("p")), 17);
        var template = long.Parse(
            (await _client.Tasks.ListTasksAsync(new() { BkBizId = 17 })).Tasks[0].TemplateId,
            null
        );
        var tasks = new List<StartedRun> { first };
        for (var i = 0; i < 230; i++)
        {
            var made = await _client.Tasks.CreateAndStartTaskAsync(
                new()
                {
                    BkBizId = 17,
                    TemplateId = template,
                    Name = "many",
                }
            );
            tasks.Add(new StartedRun(_client, 17, made.TaskId, made.PipelineTree.Json));
        }
        using var watch = Watch(new() { BkBizId = 17 });
        var begin = await UntilSyncedAsync(watch);
        Assert.Equal(tasks.Select(t => t.Id).Reverse(), begin.Select(t => t.Id));
        var last = begin.ToDictionary(t => t.Id, t => t);

        foreach (var task in tasks)
        {
            await _client.Tasks.OperateTaskAsync(
                new()
                {
                    BkBizId = 17,
                    TaskId = task.Id,
                    Action = "revoke",
                }
            );
        }

        while (last.Values.Any(t => t.State != "REVOKED"))
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            var told = Told(watch.ResponseStream.Current);
            Assert.True(told.Revision >= last[told.Id].Revision);
            last[told.Id] = told;
        }
    }

    [Fact]
    public async Task UnderLoad_EveryWatcher_GetsEachTaskToItsEnd_AndNeverSomethingOlder()
    {
        const int Tasks = 60;
        var first = await _client.StartAsync(Tree(Echo("a"), Parallel("g", Echo("b"), Echo("c")), Echo("d")), 20);
        await first.UntilAsync("FINISHED");
        var template = long.Parse(
            (await _client.Tasks.ListTasksAsync(new() { BkBizId = 20 })).Tasks[0].TemplateId,
            null
        );
        var watchers = Enumerable.Range(0, 20).Select(_ => Watch(new() { BkBizId = 20 })).ToList();
        var ends = watchers.Select(EndsAsync).ToList();

        var made = await Task.WhenAll(
            Enumerable
                .Range(0, Tasks)
                .Select(_ =>
                    _client
                        .Tasks.CreateAndStartTaskAsync(
                            new()
                            {
                                BkBizId = 20,
                                TemplateId = template,
                                Name = "load",
                            }
                        )
                        .ResponseAsync
                )
        );

        foreach (var told in await Task.WhenAll(ends))
        {
            Assert.Equal(made.Select(m => m.TaskId).Order(), told.Keys.Order());
            Assert.All(told.Values, t => Assert.Equal("FINISHED", t.State));
        }
        var one = (await ends[0]).Values.First();
        var status = await _client.Tasks.GetTaskStatusAsync(new() { BkBizId = 20, TaskId = one.Id });
        Assert.Equal(status.Revision, one.Revision);
        watchers.ForEach(w => w.Dispose());

        static async Task<Dictionary<long, (long Id, long Revision, string State)>> EndsAsync(
            AsyncServerStreamingCall<WatchTasksResponse> watch
        )
        {
            var last = new Dictionary<long, (long Id, long Revision, string State)>();
            while (last.Count < Tasks || last.Values.Any(t => t.State != "FINISHED"))
            {
                Assert.True(await watch.ResponseStream.MoveNext(default));
                if (watch.ResponseStream.Current.EventCase == WatchTasksResponse.EventOneofCase.Task)
                {
                    var told = Told(watch.ResponseStream.Current);
                    Assert.True(told.Revision >= last.GetValueOrDefault(told.Id).Revision);
                    last[told.Id] = told;
                }
            }
            return last;
        }
    }

    [Fact]
    public async Task Lines_AndGrpcWeb_AreTheSameMessages()
    {
        await _client.CreateAsync(Tree(Echo("a")), 18);
        using var watch = Watch(new() { BkBizId = 18 });
        var messages = await UntilSyncedAsync(watch);
        using var channel = GrpcChannel.ForAddress(
            _client.Http.BaseAddress!,
            new GrpcChannelOptions
            {
                HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWeb, new HttpClientHandler()),
                HttpVersion = HttpVersion.Version11,
            }
        );
        using var web = new TaskService.TaskServiceClient(channel).WatchTasks(new() { BkBizId = 18 });
        using var answer = await _client.Http.GetAsync(
            "/apigw/watch_tasks/18/?heartbeat_interval=60",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());

        Assert.Equal(messages, await UntilSyncedAsync(web));
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var line = JsonElement.Parse((await lines.ReadLineAsync())!);
        var task = line.GetProperty("task");
        Assert.Equal(
            Assert.Single(messages),
            (
                task.GetProperty("id").GetInt64(),
                line.GetProperty("revision").GetInt64(),
                task.GetProperty("state").GetString()!
            )
        );
        Assert.True(JsonElement.Parse((await lines.ReadLineAsync())!).TryGetProperty("synced", out _));
    }

    [Theory]
    [InlineData("heartbeat_interval")]
    [InlineData("template_id")]
    [InlineData("template_ids")]
    [InlineData("create_time_start")]
    [InlineData("create_time_end")]
    [InlineData("expected_timezone")]
    [InlineData("bk_biz_id")]
    public async Task Request_ThatCannotBeMeant_IsRefused_AndTheFieldNamed(string field)
    {
        var request = new WatchTasksRequest { BkBizId = 19 };
        var wrong = WatchTasksRequest.Descriptor.FindFieldByName(field);
        wrong.Accessor.SetValue(
            request,
            field switch
            {
                "heartbeat_interval" => 61,
                "bk_biz_id" => (object)0L,
                _ => "nonsense",
            }
        );
        using var watch = Watch(request);

        var failure = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(default));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(field, Assert.Single(failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations).Field);
    }

    private AsyncServerStreamingCall<WatchTasksResponse> Watch(WatchTasksRequest request) =>
        _client.Tasks.WatchTasks(request, deadline: DateTime.UtcNow + SopsClient.Patience);

    private static async Task<List<(long Id, long Revision, string State)>> UntilSyncedAsync(
        AsyncServerStreamingCall<WatchTasksResponse> watch
    )
    {
        var told = new List<(long, long, string)>();
        while (true)
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            if (watch.ResponseStream.Current.EventCase == WatchTasksResponse.EventOneofCase.Synced)
            {
                return told;
            }
            told.Add(Told(watch.ResponseStream.Current));
        }
    }

    /// <summary>What is told until that task has come to that state.</summary>
    private static async Task<List<(long Id, long Revision, string State)>> UntilAsync(
        AsyncServerStreamingCall<WatchTasksResponse> watch,
        StartedRun task,
        string state
    )
    {
        var told = new List<(long Id, long Revision, string State)>();
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            told.Add(Told(watch.ResponseStream.Current));
        } while (told[^1].Id != task.Id || told[^1].State != state);
        return told;
    }

    private static (long Id, long Revision, string State) Told(WatchTasksResponse message)
    {
        Assert.Equal(WatchTasksResponse.EventOneofCase.Task, message.EventCase);
        return (message.Task.Id, message.Revision, message.Task.State);
    }
}
