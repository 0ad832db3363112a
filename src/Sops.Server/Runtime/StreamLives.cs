using System.Globalization;
using Grpc.Core;
using Sops.Server.Hosting;

namespace Sops.Server.Runtime;

/// <summary>Ends watch streams that would go on: where the caller has left, the service stops, or they are too old.</summary>
public sealed class StreamLives(StreamAge age, Stopping stopping, TimeProvider clock)
{
    /// <summary>Over when the last byte of the answer is sent.</summary>
    public StreamLife Begin(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var life = new StreamLife(age.Next(), clock, http.Abort, context.CancellationToken, stopping.Token);
        http.Response.RegisterForDispose(life);
        return life;
    }
}

/// <summary>The time of one watch stream.</summary>
public sealed class StreamLife : IDisposable
{
    /// <summary>For the last messages, once it is over: a watcher that reads nothing would never take them.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _clock;
    private readonly Action _abort;
    private readonly CancellationTokenRegistration _over;
    private readonly Lock _lock = new();
    private ITimer? _patience;
    private bool _isSent;
    private readonly CancellationTokenSource _old;
    private readonly CancellationTokenSource _ends;
    private readonly CancellationToken _caller;
    private readonly CancellationToken _stopping;

    internal StreamLife(
        TimeSpan? most,
        TimeProvider clock,
        Action abort,
        CancellationToken caller,
        CancellationToken stopping
    )
    {
        (_clock, _abort, _caller, _stopping) = (clock, abort, caller, stopping);
        _old = new CancellationTokenSource(most ?? Timeout.InfiniteTimeSpan, clock);
        _ends = CancellationTokenSource.CreateLinkedTokenSource(_old.Token, caller, stopping);
        _over = _ends.Token.UnsafeRegister(life => ((StreamLife)life!).AbortSoon(), this);
    }

    /// <summary>For what waits and reads. A write of a message takes no token: the stream would be reset at once, and not told why.</summary>
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
        _over.Dispose();
        _patience?.Dispose();
        lock (_lock)
        {
            _isSent = true;
        }
        _ends.Dispose();
        _old.Dispose();
    }

    private void AbortSoon() => _patience = _clock.CreateTimer(_ => Abort(), null, Grace, Timeout.InfiniteTimeSpan);

    /// <summary>A timer may fire while it is disposed, and what it would abort then is the next request on that stream.</summary>
    private void Abort()
    {
        lock (_lock)
        {
            if (!_isSent)
            {
                _abort();
            }
        }
    }
}
