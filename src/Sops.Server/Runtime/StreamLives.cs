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
    private readonly CancellationTokenSource _other;
    private readonly CancellationTokenSource _ends;

    internal StreamLife(TimeSpan? most, TimeProvider clock, CancellationToken caller, CancellationToken stopping)
    {
        _old = new CancellationTokenSource(most ?? Timeout.InfiniteTimeSpan, clock);
        _other = CancellationTokenSource.CreateLinkedTokenSource(caller, stopping);
        _ends = CancellationTokenSource.CreateLinkedTokenSource(_other.Token, _old.Token);
    }

    /// <summary>For what waits and reads. A write of a message takes no token: the stream would be reset, and not told why.</summary>
    public CancellationToken Token => _ends.Token;

    /// <summary>It ends for its age, and for nothing else.</summary>
    public bool IsTooOld => _old.IsCancellationRequested && !_other.IsCancellationRequested;

    /// <param name="goOn">What its reader is to do, for which nothing is lost.</param>
    public static SopsException TooOld(string goOn) =>
        SopsException.Unavailable("STREAM_TOO_OLD", $"the stream has reached its maximum age; {goOn}");

    public void Dispose()
    {
        _ends.Dispose();
        _other.Dispose();
        _old.Dispose();
    }
}
