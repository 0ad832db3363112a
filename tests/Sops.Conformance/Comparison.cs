using System.Globalization;
using System.Text.Json;

namespace Sops.Conformance;

/// <summary>Holds what a case came to against what was recorded, and tells every difference by its place.</summary>
public sealed class Comparison
{
    private const string ExData = "ex_data";
    private readonly RecordedCase _case;
    private readonly Expectation _expect;
    private readonly Outcome _got;
    private readonly List<string> _differences = [];

    private Comparison(RecordedCase recorded, Outcome got) => (_case, _expect, _got) = (recorded, recorded.Expect, got);

    public static IReadOnlyList<string> Differences(RecordedCase recorded, Outcome got)
    {
        var comparison = new Comparison(recorded, got);
        comparison.Compare();
        return comparison._differences;
    }

    private void Compare()
    {
        Want("op_results", string.Join(' ', _got.OpResults), string.Join(' ', _case.ExpectedResults));
        Want("state", _got.State, _expect.State);
        if (_got.EngineState is { } own)
        {
            Want("engine_state", own, _expect.EngineState);
        }
        foreach (var (id, state) in _expect.Nodes)
        {
            Node(id, state, _got.Nodes.GetValueOrDefault(id));
        }
        Values("outputs", _got.Outputs, _expect.Outputs);
        Order();
        foreach (var (expression, holds) in _got.ExpressionTruth)
        {
            Want($"expression_truth.{expression}", holds, _expect.ExpressionTruth[expression]);
        }
    }

    private void Node(string id, string? state, NodeOutcome? got)
    {
        var shown = _expect.DisplayedStates.GetValueOrDefault(id, state!);
        Want($"displayed_states.{id}", got?.Shown, shown);
        if (got is null)
        {
            return;
        }
        if (got.State is { } own)
        {
            Want($"nodes.{id}", own, state);
        }
        var loop = _expect.Loops.GetValueOrDefault(id, 1);
        Want($"loops.{id}", got.Loop, loop);
        Want($"inner_loops.{id}", got.InnerLoop ?? loop, _expect.InnerLoops.GetValueOrDefault(id, loop));
        Want($"retries.{id}", got.Retry, _expect.Retries.GetValueOrDefault(id));
        Want($"skips.{id}", got.Skipped, _expect.Skips.Contains(id));
        Want($"error_ignored.{id}", got.ErrorIgnored, _expect.ErrorIgnored.Contains(id));
        if (_expect.NodeOutputs.TryGetValue(id, out var outputs))
        {
            Values($"node_outputs.{id}", Public(got.Outputs), Deviating(id, outputs));
            Histories(id, got.Histories);
        }
        if (_expect.SubprocessOutputs.TryGetValue(id, out var inner))
        {
            Values($"subprocess_outputs.{id}", got.Outputs ?? new Dictionary<string, JsonElement>(), inner);
        }
        Reason(id, got.ExData);
    }

    private void Histories(string id, IReadOnlyList<AttemptOutcome> got)
    {
        var place = $"histories.{id}";
        if (!_expect.Histories.TryGetValue(id, out var recorded))
        {
            Want($"{place}.length", got.Count, 0);
            return;
        }
        if (recorded.ValueKind == JsonValueKind.Object)
        {
            Want($"{place}.length", got.Count, recorded.GetProperty("$count").GetInt32());
            return;
        }
        Want($"{place}.length", got.Count, recorded.GetArrayLength());
        foreach (var (i, (attempt, want)) in got.Zip(recorded.EnumerateArray()).Index())
        {
            Want($"{place}.{i}.loop", attempt.Loop, want.GetProperty("loop").GetInt32());
            Want($"{place}.{i}.retry", attempt.Retry, want.GetProperty("retry").GetInt32());
            Want($"{place}.{i}.skip", attempt.Skip, want.GetProperty("skip").GetBoolean());
            var outputs = want.GetProperty("outputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            Values($"{place}.{i}.outputs", Public(attempt.Outputs), outputs);
        }
    }

    private void Reason(string id, JsonElement? got)
    {
        var text = got is { ValueKind: not JsonValueKind.Null } given ? given.ToString() : "";
        if (!_expect.ExData.TryGetValue(id, out var want))
        {
            Want($"ex_data.{id}", text, "");
        }
        else if (want.ValueKind == JsonValueKind.String)
        {
            Want($"ex_data.{id}", text, want.GetString());
        }
        else if (want.TryGetProperty("$contains", out var part))
        {
            Want($"ex_data.{id} has {part}", text.Contains(part.GetString()!, StringComparison.Ordinal), true);
        }
        else
        {
            Want($"ex_data.{id} is there", text.Length > 0, want.GetProperty("$nonempty").GetBoolean());
        }
    }

    private void Order()
    {
        foreach (var (before, after) in _expect.Order.Zip(_expect.Order.Skip(1)))
        {
            var (first, second) = (Began(before), Began(after));
            if (first is null || second is null || second < first)
            {
                _differences.Add($"order: {after} began at {second}, {before} at {first}");
            }
        }
    }

    private long? Began(string id) => _got.Nodes.GetValueOrDefault(id)?.Began;

    private void Values(
        string place,
        IReadOnlyDictionary<string, JsonElement> got,
        Dictionary<string, JsonElement> want
    )
    {
        Want($"{place} names", string.Join(' ', got.Keys.Order()), string.Join(' ', want.Keys.Order()));
        foreach (var (key, recorded) in want.Where(w => got.ContainsKey(w.Key)))
        {
            if (!JsonComparer.Same(got[key], recorded))
            {
                _differences.Add($"{place}.{key}: got {got[key].GetRawText()}, want {recorded.GetRawText()}");
            }
        }
    }

    private Dictionary<string, JsonElement> Deviating(string id, Dictionary<string, JsonElement> recorded)
    {
        var wanted = new Dictionary<string, JsonElement>(recorded);
        foreach (var row in Deviations.All.Where(d => d.Case == _case.Name && d.Node == id))
        {
            wanted[row.Output] = JsonSerializer.SerializeToElement(row.Here);
        }
        return wanted;
    }

    private void Want<T>(string place, T got, T want)
    {
        if (!EqualityComparer<T>.Default.Equals(got, want))
        {
            _differences.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: got {got}, want {want}"));
        }
    }

    private static Dictionary<string, JsonElement> Public(IReadOnlyDictionary<string, JsonElement>? outputs) =>
        (outputs ?? new Dictionary<string, JsonElement>())
            .Where(o => o.Key != ExData && !o.Key.StartsWith('_'))
            .ToDictionary();
}
