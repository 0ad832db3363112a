using System.Collections.Concurrent;
using System.Threading.Channels;
using Polly;
using Polly.Retry;
using Sops.Storage;

namespace Sops.Server.Deliveries;

/// <summary>
/// Brings deliveries to their targets: woken by the turns that made them and by the time of the next attempt. What one host
/// does not take in time keeps back nobody but that host.
/// </summary>
public sealed class Courier(
    DeliveryStore store,
    Sender sender,
    Listeners listeners,
    DeliveryOptions options,
    TimeProvider clock,
    ILogger<Courier> log
) : BackgroundService
{
    private const int MostAtOnce = 64;

    /// <summary>A timer counts elapsed time, and a clock may be set: at least this often it is looked at again.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly Hosts _hosts = new(MostAtOnce);
    private readonly ConcurrentDictionary<long, Task> _attempts = new();

    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Reading and noting go on as soon as the database does.</summary>
    private readonly Lazy<ResiliencePipeline> _untilStored = new(() =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder()
                        .Handle<StorageException>()
                        .Handle<System.Data.Common.DbException>(),
                    MaxRetryAttempts = int.MaxValue,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(200),
                    MaxDelay = TimeSpan.FromSeconds(30),
                    UseJitter = true,
                    OnRetry = retry =>
                    {
                        log.LogError(retry.Outcome.Exception, "The outbox cannot be read or written; trying again");
                        return default;
                    },
                }
            )
            .Build()
    );

    /// <summary>There is something new for that host.</summary>
    public void Wake(string host)
    {
        _hosts.Wake(host);
        _woken.Writer.TryWrite(true);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before any turn is taken, those of the recovery included.
        await listeners.LoadAsync(cancellationToken);
        foreach (var host in await store.HostsAsync(cancellationToken))
        {
            Wake(host);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.CreateTimer(
            _ => _woken.Writer.TryWrite(true),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            while (true)
            {
                await _woken.Reader.ReadAsync(stoppingToken);
                while (_hosts.Ready(clock.GetUtcNow()) is { } host)
                {
                    await BeginAsync(host, stoppingToken);
                }
                if (_hosts.NextAt() is { } next)
                {
                    timer.Change(Sleep(next - clock.GetUtcNow()), Timeout.InfiniteTimeSpan);
                    // A clock that was set in between would have the timer wait from there on.
                    if (next <= clock.GetUtcNow())
                    {
                        _woken.Writer.TryWrite(true);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        finally
        {
            await Task.WhenAll(_attempts.Values);
        }
    }

    private async Task BeginAsync(Hosts.Host host, CancellationToken stopping)
    {
        var rows = await _untilStored.Value.ExecuteAsync(
            async token => await store.NextAsync(host.Name, Hosts.RowsToRead, token),
            stopping
        );
        foreach (var delivery in _hosts.Begin(host, rows, clock.GetUtcNow()))
        {
            var attempt = new TaskCompletionSource();
            _attempts[delivery.Id] = attempt.Task;
            _ = Task.Run(() => AttemptAsync(host, delivery, attempt, stopping), CancellationToken.None);
        }
    }

    private async Task AttemptAsync(
        Hosts.Host host,
        DeliveryRow delivery,
        TaskCompletionSource attempt,
        CancellationToken stopping
    )
    {
        try
        {
            var outcome = Outcome(delivery, await SendAsync(delivery, stopping));
            if (await KeepAsync(outcome, stopping) is { } promoted)
            {
                _hosts.Wake(promoted);
            }
        }
        // Not counted: it is made again at the next start.
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
        catch (Exception e)
        {
            log.LogError(e, "What became of delivery {Delivery} could not be noted", delivery.Id);
        }
        finally
        {
            _attempts.TryRemove(delivery.Id, out _);
            attempt.SetResult();
            _hosts.End(host, delivery.Id);
            _woken.Writer.TryWrite(true);
        }
    }

    /// <summary>Also when the service is stopping, as long as the database takes it: else it would be sent once more.</summary>
    private async Task<string?> KeepAsync(DeliveryOutcome outcome, CancellationToken stopping)
    {
        try
        {
            return await store.KeepAsync(outcome, CancellationToken.None);
        }
        catch (StorageException)
        {
            return await _untilStored.Value.ExecuteAsync(
                async token => await store.KeepAsync(outcome, token),
                stopping
            );
        }
    }

    private async Task<Sent> SendAsync(DeliveryRow delivery, CancellationToken stopping)
    {
        try
        {
            return await sender.SendAsync(delivery, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogError(e, "Delivery {Delivery} could not be sent", delivery.Id);
            return new Sent(delivery.Url, null, "it could not be sent");
        }
    }

    private DeliveryOutcome Outcome(DeliveryRow delivery, Sent sent)
    {
        var now = clock.GetUtcNow();
        var attempts = delivery.Attempts + 1;
        var outcome = new DeliveryOutcome
        {
            Delivery = delivery,
            State = DeliveryState.Delivered,
            Attempts = attempts,
            Url = sent.Url,
            Status = sent.Status,
            Error = sent.Error,
            At = now,
        };
        if (sent.IsTaken)
        {
            return outcome;
        }
        if (sent.IsForGood || attempts >= options.MaxAttempts)
        {
            log.LogWarning(
                "Delivery {Delivery} of {Kind} is dead after {Attempts} attempts: {Error}",
                delivery.Id,
                delivery.Kind,
                attempts,
                sent.Error
            );
            return outcome with { State = DeliveryState.Dead };
        }
        return outcome with
        {
            State = DeliveryState.Pending,
            NextAt = now + Backoff.After(attempts, Random.Shared.NextDouble()),
        };
    }

    /// <summary>Timers count whole milliseconds, and none may fire before its time.</summary>
    private static TimeSpan Sleep(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero
        : wait >= LongestSleep ? LongestSleep
        : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
