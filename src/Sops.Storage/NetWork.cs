using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>What turns of one task come to, taken together: work that came up and was done among them is no work.</summary>
public sealed class NetWork
{
    private readonly HashSet<WorkItem> _wanted = [];
    private readonly HashSet<WorkItem> _done = [];

    /// <summary>What is to be done now.</summary>
    public IReadOnlyCollection<WorkItem> Wanted => _wanted;

    /// <summary>What was to be done before the first of the turns, and is not wanted any more.</summary>
    public IReadOnlyCollection<WorkItem> Done => _done;

    public static NetWork Of(IEnumerable<TurnCommit> turns)
    {
        var work = new NetWork();
        foreach (var turn in turns)
        {
            work.Add(turn.Changes);
        }
        return work;
    }

    public void Add(RunChanges changes)
    {
        foreach (var done in changes.WorkDone)
        {
            if (!_wanted.Remove(done))
            {
                _done.Add(done);
            }
        }
        _wanted.UnionWith(changes.Work);
    }
}
