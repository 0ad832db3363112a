using Sops.Engine.Pipelines;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>Parsed trees by the digest of their text, as many as fit; a tree that was dropped is read and parsed again.</summary>
/// <param name="read">The text of a digest; null where there is none.</param>
public sealed class TreeCache(Func<string, CancellationToken, Task<string?>> read)
{
    private const long MaxNodes = 200_000;
    private readonly RecentlyUsed<string, Snapshot> _trees = new(MaxNodes, snapshot => snapshot.Tree.Nodes.Count);

    /// <summary>A tree that was parsed before; null where it is not held.</summary>
    public Snapshot? Find(string digest) => _trees.TryGet(digest, out var held) ? held : null;

    /// <summary>The tree of a task, which was accepted once.</summary>
    public async ValueTask<Snapshot> GetAsync(string digest, CancellationToken cancellation = default)
    {
        if (Find(digest) is { } held)
        {
            return held;
        }
        var text =
            await read(digest, cancellation) ?? throw new InvalidOperationException($"Snapshot {digest} is missing");
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
        // The one that is held has its pruned form made already.
        if (Find(snapshot.Digest) is null)
        {
            _trees.Keep(snapshot.Digest, snapshot);
        }
    }
}
