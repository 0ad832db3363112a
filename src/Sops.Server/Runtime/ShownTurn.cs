using System.Text.Json;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;

namespace Sops.Server.Runtime;

/// <summary>What a committed turn shows, decoded and put in full once for all watchers who know the task by one name.</summary>
/// <param name="shown">As it is stored.</param>
public sealed class ShownTurn(long revision, DateTimeOffset at, string shown)
{
    private Full? _full;

    public long Revision { get; } = revision;
    public DateTimeOffset At { get; } = at;

    /// <summary>Characters of what is stored of it.</summary>
    public int Length => shown.Length;

    public NodeChanges In(PipelineTree tree, TaskIds ids, string taskName)
    {
        var full = Volatile.Read(ref _full);
        if (full?.TaskName != taskName)
        {
            var change = JsonSerializer.Deserialize(shown, ShownJson.Default.ShownChange)!;
            var made = new Full(taskName, change.In(tree, ids, taskName));
            // Of watchers who come at once each may make it: all take what was there first.
            var first = Interlocked.CompareExchange(ref _full, made, full);
            full = first != full && first?.TaskName == taskName ? first : made;
        }
        return full.Changes;
    }

    private sealed record Full(string TaskName, NodeChanges Changes);
}
