namespace Sops.Server.Overload;

/// <summary>
/// A number of calls that may be under way at once. While most calls take too long it gets smaller, though never so small
/// that the machine would have nothing to do, so that those let in do not wait for each other; while they do not, it grows
/// again, and after a rest it is whole.
/// </summary>
/// <param name="patience">How long a call may take; infinite: the number stays.</param>
public sealed class Places(Full whenAllTaken, int most, TimeSpan patience, TimeProvider clock)
{
    /// <summary>Enough to fill transactions.</summary>
    public const int Least = 128;
    private const double Step = 0.1;

    private readonly Lock _lock = new();
    private readonly int _most = most;
    private readonly int _least = Math.Min(most, Least);
    private int _taken;
    private int _allowed = most;

    // Since the number was last looked at.
    private long _looked = clock.GetTimestamp();
    private int _slow;
    private int _quick;

    public Full WhenAllTaken => whenAllTaken;

    public bool TryTake(out Place place)
    {
        place = new Place(this, clock.GetTimestamp());
        lock (_lock)
        {
            if (_taken >= _allowed)
            {
                return false;
            }
            _taken++;
            return true;
        }
    }

    private void Leave(long since)
    {
        var isSlow = patience != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(since) > patience;
        lock (_lock)
        {
            _taken--;
            _ = isSlow ? _slow++ : _quick++;
            // What was changed shows only after as long as a call takes.
            if (_taken > 0 && clock.GetElapsedTime(_looked) <= patience)
            {
                return;
            }
            _allowed =
                _taken == 0 ? _most
                : _slow > _quick ? Math.Max(_least, (int)((1 - Step) * Math.Min(_allowed, _taken + 1)))
                : Math.Min(_most, (int)((1 + Step) * _allowed) + 1);
            (_looked, _slow, _quick) = (clock.GetTimestamp(), 0, 0);
        }
    }

    /// <summary>One that is taken, until it is disposed.</summary>
    public readonly struct Place(Places places, long since) : IDisposable
    {
        public void Dispose() => places.Leave(since);
    }
}
