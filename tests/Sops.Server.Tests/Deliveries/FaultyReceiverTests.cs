using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Deliveries;
using Sops.Server.Keeping;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>Receivers that do not take what they are sent, on a clock that the test moves.</summary>
public sealed class FaultyReceiverTests(ClockedDeliveriesApp app) : IClassFixture<ClockedDeliveriesApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Receiver_ThatFailsInEveryWay_GetsEachEventOnceMore_InOrderPerTask()
    {
        await using var receiver = await Receiver.BeginAsync();
        var tries = new Tries();
        // Each event is met with another fault three times over before it is taken.
        receiver.Answer = async (context, got) =>
        {
            switch (tries.Next(got.Id) + (got.Id[5] % 3))
            {
                case 1 or 4:
                    context.Response.StatusCode = 500;
                    break;
                case 2 or 5:
                    context.Abort();
                    break;
                case 3 when tries.Of(got.Id) < 4:
                    // Nothing comes, until the caller has lost its patience.
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
                    break;
            }
        };
        var business = app.NewBusiness();
        var secret = (await app.HookAsync(business, receiver.Url)).Secret;

        var tasks = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => _client.StartAsync(Tree(Pause("p"), Echo("a")), business))
        );
        foreach (var task in tasks)
        {
            await task.UntilNodeAsync("p", "RUNNING");
            await task.CallBackAsync("p");
        }
        await PassUntilSettledAsync(business);

        Assert.All(receiver.All, r => Assert.Equal(r.Expected(secret), Assert.Single(r.Signatures)));
        foreach (var task in tasks)
        {
            var came = receiver.All.Where(r => r.TaskId == task.Id).ToList();
            // One is not begun before the one before it was taken.
            Assert.Equal(came.Select(r => r.Revision).Order(), came.Select(r => r.Revision));
            Assert.Equal(
                ["sops.task.started", "sops.node.waiting", "sops.task.finished"],
                came.DistinctBy(r => r.Id).Select(r => r.Kind)
            );
            Assert.All(came.GroupBy(r => r.Id), attempts => Assert.True(attempts.Count() > 1));
        }
        Assert.All(await app.DeliveriesAsync(business), d => Assert.Equal(("DELIVERED", 200), (d.State, d.LastStatus)));
    }

    [Fact]
    public async Task Receiver_ThatNeverAnswers_HoldsUpNoTurn_AndNoOtherReceiver()
    {
        await using var stuck = await Receiver.BeginAsync();
        await using var well = await Receiver.BeginAsync();
        stuck.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        var business = app.NewBusiness();
        await app.HookAsync(business, stuck.Url);
        await app.HookAsync(business, well.Url);

        var tasks = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => _client.StartAsync(Tree(Echo("a")), business))
        );
        foreach (var task in tasks)
        {
            await task.UntilAsync("FINISHED");
        }
        await well.UntilAsync(200);

        // Nothing of the other was answered, and no more is begun than one receiver may be sent at once.
        Assert.InRange(stuck.All.Count, 1, 8);
        var waiting = await app.DeliveriesAsync(business, "PENDING");
        Assert.Equal(100, waiting.Count);
        Assert.All(waiting, d => Assert.Equal(0, d.Attempts));

        stuck.Answer = (_, _) => Task.CompletedTask;
        await PassUntilSettledAsync(business);
        Assert.Equal(200, stuck.All.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public async Task Receiver_ThatIsDown_GetsItWhenItIsUpAgain()
    {
        await using var receiver = await Receiver.BeginAsync();
        await receiver.GoDownAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url, "sops.task.finished");
        await _client.StartAsync(Tree(Echo("a")), business);
        await app.UntilAsync(business, d => d.Attempts == 1);

        var failed = Assert.Single(await app.DeliveriesAsync(business, "PENDING"));
        await receiver.ComeUpAsync();
        await PassUntilSettledAsync(business);

        Assert.Equal(("ConnectionError", 0), (failed.LastError, failed.LastStatus));
        Assert.Equal(failed.EventId, Assert.Single(receiver.All).Id);
        var taken = Assert.Single(await app.DeliveriesAsync(business, "DELIVERED"));
        Assert.Equal((2, ""), (taken.Attempts, taken.LastError));
    }

    [Fact]
    public async Task Attempts_ComeLaterAndLater_UntilTheDeliveryIsDead()
    {
        await using var receiver = await Receiver.BeginAsync();
        receiver.Answer = Refuse;
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url, "sops.task.finished");
        await _client.StartAsync(Tree(Echo("a")), business);

        double[] waits = [1, 5, 30, 120, 600, 3600, 21600];
        for (var attempt = 1; attempt <= waits.Length; attempt++)
        {
            await app.UntilAsync(business, d => d.Attempts == attempt);
            var row = Assert.Single(await RowsAsync(business));
            var wait = row.NextAt!.Value - app.Time.GetUtcNow();
            Assert.InRange(wait.TotalSeconds, 0.79 * waits[attempt - 1], 1.21 * waits[attempt - 1]);
            app.Time.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.Equal(attempt, receiver.All.Count);
            app.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await app.SettledAsync(business);

        var dead = Assert.Single(await app.DeliveriesAsync(business, "DEAD"));
        Assert.Equal((8, 503, "answered with 503"), (dead.Attempts, dead.LastStatus, dead.LastError));
        Assert.Equal("null", dead.NextAttemptTime.Json);
        Assert.NotEqual("null", dead.FinishTime.Json);
        Assert.Equal(8, receiver.All.Count);
        // Each attempt has a time and a signature of its own, under one id.
        Assert.Single(receiver.All.Select(r => r.Id).Distinct());
        // The first two may fall into one second.
        Assert.InRange(receiver.All.Select(r => r.Header("webhook-timestamp")).Distinct().Count(), 7, 8);
    }

    [Fact]
    public async Task DeadDelivery_LetsTheNextGo_AndCanBeSentAgain()
    {
        await using var receiver = await Receiver.BeginAsync();
        receiver.Answer = (context, got) => got.Kind == "sops.task.started" ? Refuse(context, got) : Task.CompletedTask;
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url);
        await _client.StartAsync(Tree(Echo("a")), business);
        await SkipWaitsUntilSettledAsync(business);

        var (dead, delivered) = (
            Assert.Single(await app.DeliveriesAsync(business, "DEAD")),
            Assert.Single(await app.DeliveriesAsync(business, "DELIVERED"))
        );
        receiver.Answer = (_, _) => Task.CompletedTask;
        await ResendAsync(business, dead.Id);
        await ResendAsync(business, delivered.Id);
        var settled = await app.SettledAsync(business);

        Assert.All(settled, d => Assert.Equal(("DELIVERED", 1), (d.State, d.Attempts)));
        Assert.Equal(
            [.. Enumerable.Repeat(dead.EventId, 8), delivered.EventId, dead.EventId, delivered.EventId],
            receiver.All.Select(r => r.Id)
        );
    }

    [Fact]
    public async Task Redirect_IsAFailure_AndFollowedNowhere()
    {
        await using var receiver = await Receiver.BeginAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data/");
            return Task.CompletedTask;
        };
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url, "sops.task.finished");

        await _client.StartAsync(Tree(Echo("a")), business);
        await app.UntilAsync(business, d => d.Attempts == 1);

        var failed = Assert.Single(await app.DeliveriesAsync(business, "PENDING"));
        Assert.Equal((302, "answered with 302"), (failed.LastStatus, failed.LastError));
    }

    [Fact]
    public async Task Answer_ThatNeverEnds_CountsByItsStatus()
    {
        await using var receiver = await Receiver.BeginAsync();
        receiver.Answer = async (context, _) =>
        {
            var nothing = new byte[1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(nothing);
                await context.Response.Body.FlushAsync();
            }
        };
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url, "sops.task.finished");

        await _client.StartAsync(Tree(Echo("a")), business);

        await app.UntilAsync(business, d => d.State == "DELIVERED");
    }

    [Fact]
    public async Task WhatEnded_IsForgottenAfterAWhile()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url);
        receiver.Answer = (context, got) => got.Kind == "sops.task.started" ? Refuse(context, got) : Task.CompletedTask;
        await _client.StartAsync(Tree(Echo("a")), business);
        await SkipWaitsUntilSettledAsync(business);
        Assert.Equal(2, (await app.DeliveriesAsync(business)).Count);

        await PurgeAsync(TimeSpan.FromDays(8), left: 1);
        Assert.Equal("DEAD", Assert.Single(await app.DeliveriesAsync(business)).State);
        await PurgeAsync(TimeSpan.FromDays(31), left: 0);

        async Task PurgeAsync(TimeSpan after, int left)
        {
            // Its own clock: with the service's, everything else in it would live through a month too.
            var then = new FakeTimeProvider(app.Time.GetUtcNow() + after);
            using var purge = new DeliveryPurge(
                app.Services.GetRequiredService<DeliveryStore>(),
                then,
                NullLogger<DeliveryPurge>.Instance
            );
            await purge.StartAsync(default);
            await Eventually.IsAsync(
                async () => (await app.DeliveriesAsync(business)).Count == left,
                $"{left} deliveries are left"
            );
            await purge.StopAsync(default);
        }
    }

    private static Task Refuse(HttpContext context, Received got)
    {
        context.Response.StatusCode = 503;
        return Task.CompletedTask;
    }

    private async Task ResendAsync(long business, long delivery) =>
        await _client.Webhooks.ResendDeliveryAsync(
            new ResendDeliveryRequest { BkBizId = business, DeliveryId = delivery }
        );

    private Task<IReadOnlyList<DeliveryRow>> RowsAsync(long business) =>
        app.Services.GetRequiredService<DeliveryStore>().ListAsync(new DeliveryQuery { BusinessId = business });

    /// <summary>Goes from one attempt to the next, and lets each of them come to its end.</summary>
    private Task SkipWaitsUntilSettledAsync(long business) =>
        Eventually.IsAsync(
            async () =>
            {
                var pending = (await RowsAsync(business)).Where(d => d.State == DeliveryState.Pending).ToList();
                var wait = pending.Max(d => d.NextAt) - app.Time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    app.Time.Advance(wait.Value);
                }
                return pending.Count == 0;
            },
            "no delivery is pending"
        );

    /// <summary>
    /// Goes from one attempt to the next, and lets time pass over those under way: the slower the longer it takes, for on a
    /// busy machine an answer takes its time as well.
    /// </summary>
    private Task PassUntilSettledAsync(long business)
    {
        var (watch, next) = (Stopwatch.StartNew(), TimeSpan.Zero);
        return Eventually.IsAsync(
            async () =>
            {
                var pending = (await RowsAsync(business)).Where(d => d.State == DeliveryState.Pending).ToList();
                var wait = pending.Min(d => d.NextAt) - app.Time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    app.Time.Advance(wait.Value);
                }
                else if (watch.Elapsed >= next)
                {
                    app.Time.Advance(TimeSpan.FromSeconds(1));
                    next = TimeSpan.FromMilliseconds(10) + watch.Elapsed * 1.02;
                }
                return pending.Count == 0;
            },
            "no delivery is pending",
            3 * SopsClient.Patience
        );
    }

    /// <summary>How often each event came.</summary>
    private sealed class Tries
    {
        private readonly Dictionary<string, int> _tries = [];

        public int Next(string id)
        {
            lock (_tries)
            {
                return _tries[id] = _tries.GetValueOrDefault(id) + 1;
            }
        }

        public int Of(string id)
        {
            lock (_tries)
            {
                return _tries[id];
            }
        }
    }
}
