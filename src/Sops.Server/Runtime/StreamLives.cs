using System.Globalization;
using Sops.Server.Hosting;

namespace Sops.Server.Runtime;

/// <summary>Ends watch streams that would go on: where the caller has left, the service stops, or they are too old.</summary>
public sealed class StreamLives(StreamAge age, Stopping stopping, TimeProvider clock)
{
    public StreamLife Begin(CancellationToken caller) => new(age.Next(), clock, caller, stopping.Token);
}

/// <summary>The time of one watch stream.</summary>
public sealed class StreamLife : IDisposable
{
    private readonly CancellationTokenSource _old;
    private readonly CancellationTokenSource _ends;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _stopping;

    internal StreamLife(TimeSpan? most, TimeProvider clock, CancellationToken caller, CancellationToken stopping)
    {
        (_caller, _stopping) = (caller, stopping);
        _old = new CancellationTokenSource(most ?? Timeout.InfiniteTimeSpan, clock);
        _ends = CancellationTokenSource.CreateLinkedTokenSource(_old.Token, caller, stopping);
    }

    /// <summary>For what waits and reads. A write of a message takes no token: the stream would be reset, and not told why.</summary>
    public CancellationToken Token => _ends.Token;

    /// <summary>It ends for its age, and for nothing else.</summary>
    public bool IsTooOld =>
        _old.IsCancellationRequested && !_caller.IsCancellationRequested && !_stopping.IsCancellationRequested;

    /// <param name="last">The revision that its reader has come to; null where that is no revision.</param>
    public static SopsException TooOld(long? last) =>
        new(
            FailureKind.Unavailable,
            "STREAM_TOO_OLD",
            "the stream has reached its maximum age; "
                + (last is null ? "watch again" : $"resume after revision {last}")
        )
        {
            Metadata = last is null
                ? new Dictionary<string, string>()
                : new() { ["after_revision"] = last.Value.ToString(CultureInfo.InvariantCulture) },
        };

    public void Dispose()
    {
        _ends.Dispose();
        _old.Dispose();
    }
}
