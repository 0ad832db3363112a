namespace Sops.Server.Access;

/// <summary>
/// Bounds the records that callers leave who are not let in, so that nobody fills the disk, or keeps the database from
/// others, with calls that are refused. What is beyond the bound is counted in the log.
/// </summary>
public sealed class Strangers : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly ILogger<Strangers> _log;
    private readonly int _perMinute;
    private readonly ITimer _report;
    private long _begun;
    private int _kept;
    private long _dropped;

    /// <param name="perMinute">Records of all of them together.</param>
    public Strangers(TimeProvider clock, ILogger<Strangers> log, int perMinute = 60)
    {
        (_clock, _log, _perMinute) = (clock, log, perMinute);
        _begun = clock.GetTimestamp();
        _report = clock.CreateTimer(_ => Report(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool MayLeaveRecord()
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_begun) >= Minute)
            {
                (_begun, _kept) = (_clock.GetTimestamp(), 0);
            }
            if (_kept < _perMinute)
            {
                _kept++;
                return true;
            }
            if (_dropped++ == 0)
            {
                _report.Change(Minute, Timeout.InfiniteTimeSpan);
            }
            return false;
        }
    }

    public void Dispose() => _report.Dispose();

    private void Report()
    {
        long dropped;
        lock (_gate)
        {
            (dropped, _dropped) = (_dropped, 0);
        }
        _log.LogWarning("{Count} calls of callers that were not let in left no record within a minute", dropped);
    }
}
