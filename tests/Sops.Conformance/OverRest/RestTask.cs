using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sops.Conformance.OverRest;

/// <summary>A task that was made of a case's tree, looked at and operated by the case's own ids.</summary>
internal sealed class RestTask
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);
    private static readonly string[] GoesOnByItself = ["CALL", "TIMER", "TIMEOUT", "AUTO_RETRY", "START"];
    private readonly RestClient _client;
    private readonly string _address;
    private readonly Dictionary<string, string> _nodes;
    private readonly Dictionary<string, string> _flows;

    private RestTask(RestClient client, LabelledTree tree, JsonElement made)
    {
        var theirs = JsonNode.Parse(made.GetProperty("pipeline_tree").GetRawText())!.AsObject();
        _client = client;
        _address = $"{made.GetProperty("task_id")}/{RestClient.Business}";
        Id = made.GetProperty("task_id").GetInt64();
        Tree = tree;
        _nodes = tree.NodesOf(theirs);
        _flows = tree.FlowsOf(theirs);
    }

    public long Id { get; }
    public LabelledTree Tree { get; }

    public static async Task<RestTask> MakeAsync(RestClient client, string name, JsonElement tree)
    {
        var labelled = new LabelledTree(tree);
        var template = await client.PostAsync(
            $"create_template/{RestClient.Business}",
            new JsonObject { ["name"] = name, ["pipeline_tree"] = labelled.Json.DeepClone() }
        );
        var made = await client.PostAsync(
            $"create_task/{template.Required().GetProperty("template_id")}/{RestClient.Business}",
            new JsonObject { ["name"] = name, ["pipeline_tree"] = labelled.Json.DeepClone() }
        );
        return new RestTask(client, labelled, made.Required());
    }

    public async Task StartAsync() => (await _client.PostAsync($"start_task/{_address}", [])).Required();

    public Task<Answer> OperateAsync(Step step)
    {
        if (step.Node is not { } named)
        {
            return _client.PostAsync($"operate_task/{_address}", new JsonObject { ["action"] = step.Op });
        }
        var body = new JsonObject { ["node_id"] = _nodes.GetValueOrDefault(named, named) };
        if (step.Op == "callback")
        {
            body["callback_data"] = Node(step.Data);
            body["version"] = step.Version;
            return _client.PostAsync($"node_callback/{_address}", body);
        }
        body["action"] = step.Subprocess ? $"{step.Op}_subproc" : step.Op;
        body["inputs"] = Node(step.Data);
        body["ex_data"] = step.Message;
        body["flow_id"] = step.Flow is { } flow ? _flows[flow] : null;
        body["flow_ids"] = new JsonArray([.. step.Flows.Select(f => (JsonNode)_flows[f])]);
        body["converge_gateway_id"] = step.Converge is { } converge ? _nodes[converge] : null;
        foreach (var (key, _) in body.Where(f => f.Value is null or JsonArray { Count: 0 }).ToList())
        {
            body.Remove(key);
        }
        return _client.PostAsync($"operate_node/{RestClient.Business}/{Id}", body);
    }

    /// <summary>Looks until it is so, or until nothing goes on by itself any more.</summary>
    public async Task<bool> WaitAsync(Func<Task<bool>> enough, TimeSpan patience)
    {
        using var timer = new PeriodicTimer(Pace);
        using var limit = new CancellationTokenSource(patience);
        try
        {
            do
            {
                var rests = await RestsAsync();
                if (await enough())
                {
                    return true;
                }
                if (rests)
                {
                    return false;
                }
            } while (await timer.WaitForNextTickAsync(limit.Token));
        }
        catch (OperationCanceledException) { }
        return false;
    }

    public async Task<bool> RestsAsync()
    {
        var explained = await _client.GetAsync($"explain_task/{_address}");
        return !explained
            .GetProperty("nodes")
            .EnumerateArray()
            .SelectMany(n => n.GetProperty("waits").EnumerateArray())
            .Any(w => GoesOnByItself.Contains(w.GetProperty("reason").GetString()));
    }

    public Task<JsonElement> StatusAsync() => _client.GetAsync($"get_task_status/{_address}");

    public async Task<JsonElement> OutputsAsync() =>
        (await _client.GetAsync($"get_task_detail/{_address}")).GetProperty("outputs");

    /// <summary>The node in a status, at its place below its sub-processes; null: not reached.</summary>
    public JsonElement? Find(JsonElement status, string node)
    {
        foreach (var id in node == "<root>" ? [] : Tree.Paths[node].Append(node))
        {
            if (!status.GetProperty("children").TryGetProperty(_nodes[id], out status))
            {
                return null;
            }
        }
        return status;
    }

    public Task<JsonElement> DetailAsync(string node, int? loop = null)
    {
        var stack = new JsonArray([.. Tree.Paths[node].Select(id => (JsonNode)_nodes[id])]).ToJsonString();
        var query = $"?node_id={_nodes[node]}&subprocess_stack={Uri.EscapeDataString(stack)}";
        return _client.GetAsync($"get_task_node_detail/{_address}", loop is null ? query : $"{query}&loop={loop}");
    }

    private static JsonNode? Node(JsonElement? value) => value is { } given ? JsonNode.Parse(given.GetRawText()) : null;
}
