using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Sops.Server.Runtime;

/// <summary>
/// Tells the watchers of a business which of its tasks have a newer revision. It carries no content: a watcher reads the
/// tasks itself. Where nobody watches, it costs one look into an empty table.
/// </summary>
/// <param name="most">Changed tasks that are remembered for a watcher that does not take them.</param>
public sealed class BusinessNews(int most = 10_000)
{
    private readonly ConcurrentDictionary<long, ImmutableArray<ChangedTasks>> _watchers = new();
    private readonly Lock _lock = new();

    /// <summary>Businesses that somebody watches.</summary>
    public int Watched => _watchers.Count;

    /// <summary>Called once the revision is durable.</summary>
    /// <param name="ended">When the task ended; null where it has not.</param>
    public void Publish(long businessId, long taskId, long revision, DateTimeOffset? ended)
    {
        if (_watchers.TryGetValue(businessId, out var watchers))
        {
            foreach (var changed in watchers)
            {
                changed.Add(taskId, revision, ended);
            }
        }
    }

    /// <summary>Hears of the tasks of a business from now on, until disposed.</summary>
    public Subscription Subscribe(long businessId)
    {
        var changed = new ChangedTasks(most);
        lock (_lock)
        {
            _watchers.AddOrUpdate(businessId, [changed], (_, others) => others.Add(changed));
        }
        return new Subscription(this, businessId, changed);
    }

    private void Unsubscribe(long businessId, ChangedTasks changed)
    {
        lock (_lock)
        {
            if (!_watchers.TryGetValue(businessId, out var watchers))
            {
                return;
            }
            if (watchers.Remove(changed) is { IsEmpty: false } others)
            {
                _watchers[businessId] = others;
            }
            else
            {
                _watchers.TryRemove(businessId, out _);
            }
        }
    }

    public sealed class Subscription : IDisposable
    {
        private readonly BusinessNews _news;
        private readonly long _businessId;

        internal Subscription(BusinessNews news, long businessId, ChangedTasks changed) =>
            (_news, _businessId, Changed) = (news, businessId, changed);

        /// <summary>What has changed and was not taken yet.</summary>
        public ChangedTasks Changed { get; }

        public void Dispose() => _news.Unsubscribe(_businessId, Changed);
    }
}
