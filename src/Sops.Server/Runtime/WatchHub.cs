using System.Collections.Concurrent;

namespace Sops.Server.Runtime;

/// <summary>Tells watchers that a task has a newer revision. It carries no content: a watcher reads the history itself.</summary>
public sealed class WatchHub
{
    private readonly ConcurrentDictionary<long, Topic> _topics = new();

    /// <summary>Tasks that somebody watches.</summary>
    public int Watched => _topics.Count;

    /// <summary>Called once the revision is durable.</summary>
    public void Publish(long taskId, long revision)
    {
        if (_topics.TryGetValue(taskId, out var topic))
        {
            topic.Publish(revision);
        }
    }

    /// <summary>Hears of a task from now on, until disposed.</summary>
    public Subscription Subscribe(long taskId)
    {
        while (true)
        {
            var topic = _topics.GetOrAdd(taskId, static _ => new Topic());
            if (topic.TryEnter())
            {
                return new Subscription(this, taskId, topic);
            }
            _topics.TryRemove(KeyValuePair.Create(taskId, topic));
        }
    }

    public sealed class Subscription : IDisposable
    {
        private readonly WatchHub _hub;
        private readonly long _taskId;
        private readonly Topic _topic;

        internal Subscription(WatchHub hub, long taskId, Topic topic) => (_hub, _taskId, _topic) = (hub, taskId, topic);

        /// <summary>Ends when a revision after that one was published since the subscription began.</summary>
        public Task BeyondAsync(long revision, CancellationToken cancellation) =>
            _topic.Beyond(revision).WaitAsync(cancellation);

        /// <summary>The last one published since the subscription began; 0 for none.</summary>
        public long Revision => _topic.Revision;

        public void Dispose()
        {
            if (_topic.Leave())
            {
                _hub._topics.TryRemove(KeyValuePair.Create(_taskId, _topic));
            }
        }
    }

    internal sealed class Topic
    {
        private readonly Lock _lock = new();
        private long _revision;
        private int _subscribers;
        private TaskCompletionSource _next = Signal();

        private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Revision => Interlocked.Read(ref _revision);

        public bool TryEnter()
        {
            lock (_lock)
            {
                if (_subscribers < 0)
                {
                    return false;
                }
                _subscribers++;
                return true;
            }
        }

        /// <summary>True for the last one, after which nobody can enter any more.</summary>
        public bool Leave()
        {
            lock (_lock)
            {
                if (--_subscribers > 0)
                {
                    return false;
                }
                _subscribers = -1;
                return true;
            }
        }

        public void Publish(long revision)
        {
            lock (_lock)
            {
                if (revision <= _revision)
                {
                    return;
                }
                _revision = revision;
                _next.TrySetResult();
                _next = Signal();
            }
        }

        public Task Beyond(long revision)
        {
            lock (_lock)
            {
                return _revision > revision ? Task.CompletedTask : _next.Task;
            }
        }
    }
}
