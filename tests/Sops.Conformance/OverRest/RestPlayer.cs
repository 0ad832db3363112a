using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sops.Conformance.OverRest;

/// <summary>Plays a case on a server and tells how what it came to differs from what was recorded.</summary>
internal sealed class RestPlayer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly RecordedCase _case;
    private readonly RestTask _task;
    private readonly List<string> _wrong = [];

    private RestPlayer(RecordedCase recorded, RestTask task) => (_case, _task) = (recorded, task);

    public static async Task<IReadOnlyList<string>> PlayAsync(RestClient client, RecordedCase recorded)
    {
        if (recorded.Expect.Rejected is not null)
        {
            var answer = await client.PostAsync(
                $"create_template/{RestClient.Business}",
                new JsonObject
                {
                    ["name"] = recorded.Name,
                    ["pipeline_tree"] = JsonNode.Parse(recorded.Tree.GetRawText()),
                }
            );
            return answer.IsProperRefusal ? [] : [$"the tree was not refused as it should be: {answer.Envelope}"];
        }
        var task = await RestTask.MakeAsync(client, recorded.Name, recorded.Tree);
        return await new RestPlayer(recorded, task).PlayAsync();
    }

    private async Task<IReadOnlyList<string>> PlayAsync()
    {
        // Steps before the first wait are meant for nodes that were not reached: no server is too fast for them yet.
        var ahead = _case.Operations.TakeWhile(s => s.Op is not null).ToList();
        var results = new List<bool>();
        foreach (var step in ahead)
        {
            results.Add(await DoAsync(step));
        }
        await _task.StartAsync();
        foreach (var step in _case.Operations.Skip(ahead.Count))
        {
            results.Add(await DoAsync(step));
        }
        if (!await RestAsync())
        {
            _wrong.Add("it does not come to rest");
        }
        return [.. _wrong, .. Comparison.Differences(_case, await OutcomeAsync(results))];
    }

    private async Task<bool> DoAsync(Step step)
    {
        if (step.WaitState is { } wanted)
        {
            return await _task.WaitAsync(
                async () => Text(_task.Find(await _task.StatusAsync(), wanted.Node), "state") == wanted.State,
                TimeSpan.FromSeconds(wanted.Timeout)
            );
        }
        if (step.WaitRest)
        {
            return await RestAsync();
        }
        if (step.Sleep is { } seconds)
        {
            // The case itself says that time passes here; the server's clock is the real one.
            await Task.Delay(TimeSpan.FromSeconds(seconds));
            return true;
        }
        var answer = await _task.OperateAsync(step);
        if (!answer.Taken && !answer.IsProperRefusal)
        {
            _wrong.Add($"{step.Op} {step.Node} was refused without a proper reason: {answer.Envelope}");
        }
        return answer.Taken;
    }

    private Task<bool> RestAsync() => _task.WaitAsync(_task.RestsAsync, Patience);

    private async Task<Outcome> OutcomeAsync(IReadOnlyList<bool> results)
    {
        var status = await _task.StatusAsync();
        var nodes = new Dictionary<string, NodeOutcome>();
        foreach (var id in _case.Expect.Nodes.Keys)
        {
            if (_task.Find(status, id) is { } node)
            {
                nodes[id] = await NodeAsync(id, node);
            }
        }
        var outputs = await _task.OutputsAsync();
        return new Outcome
        {
            State = Text(status, "state"),
            Nodes = nodes,
            Outputs = outputs.EnumerateArray().ToDictionary(o => Text(o, "key"), o => o.GetProperty("value")),
            OpResults = results,
        };
    }

    private async Task<NodeOutcome> NodeAsync(string id, JsonElement node)
    {
        var shown = new NodeOutcome
        {
            Shown = Text(node, "state"),
            Loop = Number(node, "loop"),
            Retry = Number(node, "retry"),
            Skipped = node.GetProperty("skip").GetBoolean(),
            ErrorIgnored = node.GetProperty("error_ignored").GetBoolean(),
            Began = Text(node, "start_time") is { Length: > 0 } began
                ? DateTimeOffset.Parse(began, CultureInfo.InvariantCulture).ToUnixTimeSeconds()
                : null,
        };
        var expect = _case.Expect;
        var isActivity = expect.NodeOutputs.ContainsKey(id);
        if (!isActivity && !expect.SubprocessOutputs.ContainsKey(id) && !expect.ExData.ContainsKey(id))
        {
            return shown;
        }
        var detail = await _task.DetailAsync(id);
        var outputs = Outputs(id, detail);
        return shown with
        {
            Outputs = outputs,
            InnerLoop = outputs.TryGetValue("_inner_loop", out var inner) ? inner.GetInt32() : null,
            ExData = detail.TryGetProperty("ex_data", out var why) ? why : null,
            Histories = isActivity ? await HistoriesAsync(id, shown.Loop, detail) : [],
        };
    }

    /// <summary>A node's detail lists the former attempts of one loop; the last attempt of a former loop is that detail itself.</summary>
    private async Task<IReadOnlyList<AttemptOutcome>> HistoriesAsync(string id, int loops, JsonElement current)
    {
        var all = new List<AttemptOutcome>();
        for (var loop = 1; loop <= loops; loop++)
        {
            var detail = loop == loops ? current : await _task.DetailAsync(id, loop);
            all.AddRange(
                detail
                    .GetProperty("histories")
                    .EnumerateArray()
                    .Select(h =>
                        Attempt(h, h.GetProperty("outputs").EnumerateObject().ToDictionary(o => o.Name, o => o.Value))
                    )
            );
            if (loop < loops)
            {
                all.Add(Attempt(detail, Outputs(id, detail)));
            }
        }
        return all;
    }

    private static AttemptOutcome Attempt(JsonElement said, IReadOnlyDictionary<string, JsonElement> outputs) =>
        new(Number(said, "loop"), Number(said, "retry"), said.GetProperty("skip").GetBoolean(), outputs);

    /// <summary>Outputs under the component's own keys: one that feeds a constant is shown under the constant's name.</summary>
    private Dictionary<string, JsonElement> Outputs(string id, JsonElement detail)
    {
        var hooked = _task.Tree.HookedOutputs(id);
        return detail
            .GetProperty("outputs")
            .EnumerateArray()
            .ToDictionary(o => hooked.GetValueOrDefault(Text(o, "key"), Text(o, "key")), o => o.GetProperty("value"));
    }

    private static string Text(JsonElement? from, string key) =>
        from?.TryGetProperty(key, out var value) == true ? value.ToString() : "";

    private static int Number(JsonElement from, string key) => from.GetProperty(key).GetInt32();
}
