using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Hosting;
using Sops.Server.Runtime;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Watching;

/// <summary>Streams that go on are ended at an age, none of them all at once, and nothing is lost by it.</summary>
public sealed class StreamAgeTests(StreamAgeTests.AgeingApp app) : IClassFixture<StreamAgeTests.AgeingApp>
{
    [Fact]
    public async Task OldWatch_EndsWithTheRevisionToResumeAfter_AndNothingIsLost()
    {
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        using var watch = app.Client.Watch(task, after: 0);

        var (seen, failure) = await app.UntilOldAsync(watch, m => m.Revision);

        Assert.Equal(
            $"the stream has reached its maximum age; resume after revision {seen[^1]}",
            failure.Status.Detail
        );
        var info = failure.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal(("STREAM_TOO_OLD", $"{seen[^1]}"), (info.Reason, info.Metadata["after_revision"]));
        using var resumed = app.Client.Watch(task, seen[^1]);
        await task.CallBackAsync("p");
        Assert.True(await resumed.ResponseStream.MoveNext(default));
        Assert.Equal(seen[^1] + 1, resumed.ResponseStream.Current.Revision);
    }

    [Fact]
    public async Task OldWatch_OfManyTasks_SaysToWatchAgain()
    {
        var task = await app.Client.CreateAsync(Tree(Echo("a")), business: 5);
        using var watch = app.Client.Tasks.WatchTasks(new WatchTasksRequest { BkBizId = 5 });

        var (seen, failure) = await app.UntilOldAsync(watch, m => m.EventCase);

        Assert.Equal("the stream has reached its maximum age; watch again", failure.Status.Detail);
        Assert.Equal([WatchTasksResponse.EventOneofCase.Task, WatchTasksResponse.EventOneofCase.Synced], seen.Take(2));
        Assert.Equal(1, (await task.StatusAsync()).Revision);
    }

    [Fact]
    public async Task OldLines_EndWithAnEnvelopeThatSaysSo()
    {
        var task = await app.Client.CreateAsync(Tree(Echo("a")));
        var path = $"/apigw/watch_task_status/{task.Id}/2/?heartbeat_interval=60";
        using var answer = await app.Client.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

        var text = answer.Content.ReadAsStringAsync();
        await app.PassAsync(() => text.IsCompleted);

        Assert.Contains(
            "\"code\":3555000,\"message\":\"the stream has reached its maximum age; resume after revision 1\"",
            (await text).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Ages_AreSpread_OverTheLastQuarter()
    {
        var age = Read(("MaxStreamAgeMinutes", "100"));

        var ages = Enumerable.Range(0, 1000).Select(_ => age.Next()!.Value.TotalMinutes).ToList();

        Assert.All(ages, a => Assert.InRange(a, 75, 100));
        Assert.True(ages.Max() - ages.Min() > 20);
        Assert.InRange(Read().Next()!.Value.TotalMinutes, 90, 120);
        Assert.Null(Read(("MaxStreamAgeMinutes", "0")).Next());
    }

    [Theory]
    [InlineData("MaxStreamAgeMinutes", "-1")]
    [InlineData("MaxStreamAgeMinutes", "10081")]
    [InlineData("MaxStreamAgeMinutes", "an hour")]
    [InlineData("MaxStreamAge", "60")]
    public void Setting_ThatMakesNoSense_StopsTheStart_AndIsNamed(string key, string value)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read((key, value)));

        Assert.Contains($"Sops:Watch:{key}", refused.Message, StringComparison.Ordinal);
    }

    private static StreamAge Read(params (string Key, string Value)[] settings) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings.Select(s => KeyValuePair.Create($"Sops:Watch:{s.Key}", (string?)s.Value))
                )
                .Build()
        );

    /// <summary>A server whose clock stands until a test moves it, and whose streams live an hour.</summary>
    public sealed class AgeingApp : SopsApp
    {
        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

        protected override TimeProvider Clock => _time;
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [("Sops:Watch:MaxStreamAgeMinutes", "60")];

        public Task PassAsync(Func<bool> holds) =>
            Eventually.IsAsync(
                () =>
                {
                    if (!holds())
                    {
                        _time.Advance(TimeSpan.FromMinutes(1));
                    }
                    return holds();
                },
                "time passes"
            );

        /// <summary>Reads what comes until the stream is ended for its age.</summary>
        public async Task<(List<TSeen> Seen, RpcException Failure)> UntilOldAsync<T, TSeen>(
            AsyncServerStreamingCall<T> watch,
            Func<T, TSeen> see
        )
        {
            var seen = new List<TSeen>();
            while (true)
            {
                var next = watch.ResponseStream.MoveNext(default);
                await PassAsync(() => next.IsCompleted);
                try
                {
                    Assert.True(await next);
                    seen.Add(see(watch.ResponseStream.Current));
                }
                catch (RpcException e)
                {
                    Assert.Equal(StatusCode.Unavailable, e.StatusCode);
                    return (seen, e);
                }
            }
        }
    }
}
