using System.Text.Json;
using Sops.V1;

namespace Sops.Server.Tests.App;

/// <summary>A task that a test made: its ids by the names in its tree, and what to wait for.</summary>
public sealed record StartedRun(SopsClient Client, long Business, long Id, string Tree)
{
    /// <summary>Id in this task of a node with that name, sub-processes included.</summary>
    public string this[string name] =>
        Named(JsonElement.Parse(Tree), name) ?? throw new ArgumentException($"no node {name} in {Tree}");

    /// <summary>Ids of the flows out of a node.</summary>
    public IReadOnlyList<string> FlowsFrom(string name)
    {
        var from = this[name];
        return
        [
            .. JsonElement
                .Parse(Tree)
                .GetProperty("flows")
                .EnumerateObject()
                .Where(f => f.Value.GetProperty("source").GetString() == from)
                .Select(f => f.Name),
        ];
    }

    public async Task<TaskView> StatusAsync()
    {
        var status = await Client.Tasks.GetTaskStatusAsync(
            new GetTaskStatusRequest { BkBizId = Business, TaskId = Id }
        );
        var view = new TaskView();
        view.Take(status.Revision, status.Status);
        return view;
    }

    public Task<TaskView> UntilAsync(params string[] states) => UntilAsync(v => states.Contains(v.State));

    public Task<TaskView> UntilNodeAsync(string name, params string[] states)
    {
        var id = this[name];
        return UntilAsync(v => v.Nodes.TryGetValue(id, out var state) && states.Contains(state));
    }

    /// <summary>Watches until that holds.</summary>
    public async Task<TaskView> UntilAsync(Func<TaskView, bool> holds)
    {
        var view = new TaskView();
        using var watch = Client.Watch(this);
        while (await watch.ResponseStream.MoveNext(default))
        {
            view.Take(watch.ResponseStream.Current);
            if (holds(view))
            {
                return view;
            }
        }
        Assert.Fail($"task {Id} ended first: {view}");
        return view;
    }

    /// <summary>The whole history, page by page.</summary>
    public async Task<IReadOnlyList<TaskEvent>> EventsAsync(int page = 1000)
    {
        var events = new List<TaskEvent>();
        var token = "";
        do
        {
            var answer = await Client.Tasks.ListTaskEventsAsync(
                new ListTaskEventsRequest
                {
                    BkBizId = Business,
                    TaskId = Id,
                    PageSize = page,
                    PageToken = token,
                }
            );
            events.AddRange(answer.Events);
            token = answer.NextPageToken;
        } while (token.Length > 0);
        return events;
    }

    public async Task<NodeDetail> NodeAsync(string name)
    {
        var request = new GetTaskNodeDetailRequest
        {
            BkBizId = Business,
            TaskId = Id,
            NodeId = this[name],
        };
        return (await Client.Tasks.GetTaskNodeDetailAsync(request)).Node;
    }

    public async Task<NodeCallbackResponse> CallBackAsync(string name, string data = "{}") =>
        await Client.Callbacks.NodeCallbackAsync(
            new NodeCallbackRequest
            {
                BkBizId = Business,
                TaskId = Id,
                NodeId = this[name],
                CallbackData = new JsonValue { Json = data },
            }
        );

    private static string? Named(JsonElement pipeline, string name)
    {
        foreach (var kind in (string[])["activities", "gateways"])
        {
            foreach (var node in pipeline.GetProperty(kind).EnumerateObject())
            {
                if (node.Value.GetProperty("name").GetString() == name)
                {
                    return node.Name;
                }
                if (node.Value.TryGetProperty("pipeline", out var inner) && Named(inner, name) is { } found)
                {
                    return found;
                }
            }
        }
        return null;
    }
}
