using System.Collections.Concurrent;

namespace Sops.Server.Runtime;

/// <summary>
/// Tells watchers of the turns of their task. A task that somebody watches has its last few here until all its watchers
/// have taken them; whoever is further behind reads the history, so that a slow watcher costs no more than those few.
/// </summary>
/// <param name="mostTurns">Kept of a task.</param>
/// <param name="mostCharacters">Of all that is kept of a task, as it is stored.</param>
public sealed class WatchHub(int mostTurns = WatchHub.KeptTurns, int mostCharacters = WatchHub.KeptCharacters)
{
    /// <summary>Twice of what one transaction may have of a task.</summary>
    private const int KeptTurns = 128;
    private const int KeptCharacters = 32 * 1024;

    private readonly ConcurrentDictionary<long, WatchTopic> _topics = new();

    /// <summary>Tasks that somebody watches.</summary>
    public int Watched => _topics.Count;

    /// <summary>Called once the turn is durable, turn by turn.</summary>
    /// <param name="shown">What it shows, as it is stored.</param>
    public void Publish(long taskId, long revision, DateTimeOffset at, string shown)
    {
        if (_topics.TryGetValue(taskId, out var topic))
        {
            topic.Publish(new ShownTurn(revision, at, shown));
        }
    }

    /// <summary>Drops what is kept of a task: who has not taken it has to read the history.</summary>
    public void Forget(long taskId)
    {
        if (_topics.TryGetValue(taskId, out var topic))
        {
            topic.Forget();
        }
    }

    /// <summary>Hears of a task from now on, until disposed.</summary>
    public Subscription Subscribe(long taskId)
    {
        while (true)
        {
            var topic = _topics.GetOrAdd(taskId, _ => new WatchTopic(mostTurns, mostCharacters));
            if (topic.TryEnter())
            {
                return new Subscription(this, taskId, topic);
            }
            _topics.TryRemove(KeyValuePair.Create(taskId, topic));
        }
    }

    /// <summary>One watcher of a task.</summary>
    public sealed class Subscription : IDisposable
    {
        private readonly WatchHub _hub;
        private readonly long _taskId;
        private readonly WatchTopic _topic;
        private long? _awaitedAfter;

        internal Subscription(WatchHub hub, long taskId, WatchTopic topic) =>
            (_hub, _taskId, _topic) = (hub, taskId, topic);

        /// <summary>The last one published since somebody watches; 0 for none.</summary>
        public long Revision => _topic.Revision;

        /// <summary>All turns after that revision; none where they are not all kept, or not there yet.</summary>
        public IReadOnlyList<ShownTurn> After(long revision) => _topic.After(revision);

        /// <summary>Ends when there are turns after that revision, up to which the watcher has taken all.</summary>
        public Task BeyondAsync(long revision) => _topic.Beyond(revision, ref _awaitedAfter);

        public void Dispose()
        {
            if (_topic.Leave(_awaitedAfter))
            {
                _hub._topics.TryRemove(KeyValuePair.Create(_taskId, _topic));
            }
        }
    }
}
