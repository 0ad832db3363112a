using Sops.V1;

namespace Sops.Server.Tests.App;

/// <summary>What a watcher knows of a task after the messages it got: exactly what get_task_status would say.</summary>
public sealed class TaskView
{
    public long Revision { get; private set; }
    public string State { get; private set; } = "";

    /// <summary>States by node id.</summary>
    public Dictionary<string, string> Nodes { get; } = [];

    public void Take(WatchTaskStatusResponse message)
    {
        switch (message.EventCase)
        {
            case WatchTaskStatusResponse.EventOneofCase.Snapshot:
                Take(message.Revision, message.Snapshot);
                break;
            case WatchTaskStatusResponse.EventOneofCase.Change:
                Assert.Equal(Revision + 1, message.Revision);
                Revision = message.Revision;
                State = message.Change.State;
                foreach (var node in message.Change.Nodes.Where(n => n.ParentId != n.Id))
                {
                    Nodes[node.Id] = node.State;
                }
                break;
            default:
                Assert.Equal(Revision, message.Revision);
                break;
        }
    }

    public void Take(long revision, StatusNode root)
    {
        Revision = revision;
        State = root.State;
        Nodes.Clear();
        Add(root);
    }

    public override string ToString() =>
        $"{State} at {Revision}: {string.Join(", ", Nodes.Select(n => $"{n.Key} {n.Value}").Order())}";

    private void Add(StatusNode parent)
    {
        foreach (var (id, node) in parent.Children)
        {
            Nodes[id] = node.State;
            Add(node);
        }
    }
}
