using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;

namespace Sops.Bench;

/// <summary>Makes one call again and again: as fast as it is answered, or as often as is wanted whatever becomes of it.</summary>
internal sealed class Load : IDisposable
{
    private const int Connections = 4;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly BareConnection[] _connections;
    private int _next;

    private Load(BareConnection[] connections) => _connections = connections;

    public static async Task<Load> OpenAsync(Uri server, string method, IMessage request) =>
        new(
            await Task.WhenAll(
                Enumerable.Range(0, Connections).Select(_ => BareConnection.OpenAsync(server, method, request))
            )
        );

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    /// <summary>So many callers, each of which waits for its answer, and a while after a refusal.</summary>
    public async Task<Seen> ClosedAsync(int callers, TimeSpan time)
    {
        var (seen, watch) = (new Seen(), Stopwatch.StartNew());
        await Task.WhenAll(
            Enumerable
                .Range(0, callers)
                .Select(async _ =>
                {
                    while (watch.Elapsed < time)
                    {
                        if (!await OneAsync(seen))
                        {
                            await Task.Delay(AfterRefusal);
                        }
                    }
                })
        );
        return seen;
    }

    /// <summary>So many calls a second, but for those that would make more than so many under way at once.</summary>
    public async Task<Seen> OpenAsync(double perSecond, int most, TimeSpan time)
    {
        var (seen, watch) = (new Seen(), Stopwatch.StartNew());
        var (due, underWay) = (0L, 0);
        while (watch.Elapsed < time)
        {
            for (var now = (long)(perSecond * watch.Elapsed.TotalSeconds); due < now; due++)
            {
                if (Volatile.Read(ref underWay) >= most)
                {
                    seen.Unsent++;
                    continue;
                }
                Interlocked.Increment(ref underWay);
                _ = CountedAsync();
            }
            await Task.Delay(Tick);
        }
        return seen;

        async Task CountedAsync()
        {
            await OneAsync(seen);
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task<bool> OneAsync(Seen seen)
    {
        var begin = Stopwatch.GetTimestamp();
        var connection = _connections[(uint)Interlocked.Increment(ref _next) % Connections];
        var status = await connection.CallAsync();
        switch (status)
        {
            case StatusCode.OK:
                seen.Latencies.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                return true;
            case StatusCode.ResourceExhausted:
                Interlocked.Increment(ref seen.Refused);
                return false;
            default:
                throw new InvalidOperationException($"a call ended with {status}");
        }
    }
}

/// <summary>What came of the calls.</summary>
internal sealed class Seen
{
    public ConcurrentBag<double> Latencies { get; } = [];
    public long Refused;

    /// <summary>For want of room in the client.</summary>
    public long Unsent;

    public override string ToString()
    {
        var sorted = Latencies.Order().ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  p50 {At(0.5):F1} ms  p99 {At(0.99):F1} ms  refused {Refused:N0}  not sent {Unsent:N0}"
        );

        double At(double part) => sorted.Count == 0 ? double.NaN : sorted[(int)(part * (sorted.Count - 1))];
    }
}
