using Sops.Engine.Pipelines;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Parsed trees by the digest of their text, as many as fit; a tree that was dropped is read and parsed again.</summary>
public sealed class TreeCache(SnapshotStore snapshots)
{
    private const long MaxNodes = 200_000;
    private readonly Dictionary<string, LinkedListNode<Snapshot>> _byDigest = new(StringComparer.Ordinal);
    private readonly LinkedList<Snapshot> _recent = new();
    private readonly Lock _lock = new();
    private long _nodes;

    /// <summary>A tree that was parsed before; null where it is not held.</summary>
    public Snapshot? Find(string digest)
    {
        lock (_lock)
        {
            if (!_byDigest.TryGetValue(digest, out var found))
            {
                return null;
            }
            _recent.Remove(found);
            _recent.AddFirst(found);
            return found.Value;
        }
    }

    /// <summary>The tree of a task, which was accepted once.</summary>
    public async ValueTask<Snapshot> GetAsync(string digest, CancellationToken cancellation = default)
    {
        if (Find(digest) is { } held)
        {
            return held;
        }
        var text =
            await snapshots.FindAsync(digest, cancellation)
            ?? throw new InvalidOperationException($"Snapshot {digest} is missing");
        var parsed = PipelineParser.Parse(text, PipelineLimits.Unlimited);
        var snapshot = new Snapshot(
            text,
            parsed.Tree ?? throw new InvalidOperationException($"Snapshot {digest} cannot be parsed any more")
        );
        Keep(snapshot);
        return snapshot;
    }

    /// <summary>Takes in a tree that is stored, so that it need not be read and parsed again.</summary>
    public void Keep(Snapshot snapshot)
    {
        lock (_lock)
        {
            if (_byDigest.ContainsKey(snapshot.Digest))
            {
                return;
            }
            _byDigest[snapshot.Digest] = _recent.AddFirst(snapshot);
            _nodes += snapshot.Tree.Nodes.Count;
            while (_nodes > MaxNodes && _recent.Last is { } oldest && oldest != _recent.First)
            {
                _recent.RemoveLast();
                _byDigest.Remove(oldest.Value.Digest);
                _nodes -= oldest.Value.Tree.Nodes.Count;
            }
        }
    }
}
