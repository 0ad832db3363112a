using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>What a watcher leaves behind: nothing.</summary>
public sealed class ReleaseTests(SopsApp app) : IClassFixture<SopsApp>
{
    [Fact]
    public async Task AThousandWatchers_CancelledAtOnce_FreeTopicsAndRuns()
    {
        var hub = app.Services.GetRequiredService<WatchHub>();
        var news = app.Services.GetRequiredService<BusinessNews>();
        var runs = app.Services.GetRequiredService<LiveRuns>();
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        using var gone = new CancellationTokenSource();
        var watches = Enumerable.Range(0, 500).Select(_ => app.Client.Watch(task, null, gone.Token)).ToList();
        var others = Enumerable
            .Range(0, 500)
            .Select(_ => app.Client.Tasks.WatchTasks(new() { BkBizId = task.Business }, cancellationToken: gone.Token))
            .ToList();
        foreach (var watch in watches)
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
        }
        foreach (var watch in others)
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
        }
        Assert.Equal((1, 1), (hub.Watched, news.Watched));

        await gone.CancelAsync();

        await Eventually.IsAsync(() => (hub.Watched, news.Watched) == (0, 0), "topics are freed");
        await Eventually.IsAsync(() => runs.Count == 0, "a task that only waits is dropped");
        watches.ForEach(w => w.Dispose());
        others.ForEach(w => w.Dispose());
    }

    [Fact]
    public async Task LinesOfManyTasks_WhenTheCallerGoes_FreeTheTopic()
    {
        var news = app.Services.GetRequiredService<BusinessNews>();
        var response = await app.Client.Http.GetAsync(
            "/apigw/watch_tasks/9/",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("synced", await lines.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal(1, news.Watched);

        response.Dispose();

        await Eventually.IsAsync(() => news.Watched == 0, "topics are freed");
    }

    [Fact]
    public async Task Lines_WhenTheCallerGoes_FreeTopicAndRun()
    {
        var hub = app.Services.GetRequiredService<WatchHub>();
        var runs = app.Services.GetRequiredService<LiveRuns>();
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        var response = await app.Client.Http.GetAsync(
            $"/apigw/watch_task_status/{task.Id}/2/",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Contains("snapshot", await lines.ReadLineAsync(), StringComparison.Ordinal);

        response.Dispose();

        await Eventually.IsAsync(() => hub.Watched == 0, "topics are freed");
        await Eventually.IsAsync(() => runs.Count == 0, "a task that only waits is dropped");
    }

    [Fact]
    public async Task Stop_EndsStreams_WithUnavailable()
    {
        await using var stopping = new SopsApp();
        await stopping.InitializeAsync();
        var task = await stopping.Client.StartAsync(Tree(Pause("p")));
        using var watch = stopping.Client.Watch(task, after: 0);
        using var many = stopping.Client.Tasks.WatchTasks(new() { BkBizId = task.Business });
        Assert.True(await watch.ResponseStream.MoveNext(default));
        Assert.True(await many.ResponseStream.MoveNext(default));

        var stop = stopping.StopAsync();

        await RequireStoppingAsync(watch);
        await RequireStoppingAsync(many);
        await stop.WaitAsync(SopsClient.Patience);
    }

    private static async Task RequireStoppingAsync<T>(AsyncServerStreamingCall<T> watch)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(default)) { }
        });
        Assert.True(failure.StatusCode == StatusCode.Unavailable, failure.ToString());
        Assert.Equal("the server is stopping", failure.Status.Detail);
    }
}
