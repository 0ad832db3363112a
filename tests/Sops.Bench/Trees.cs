using System.Globalization;

namespace Sops.Bench;

/// <summary>Trees in the web form, as callers send them.</summary>
internal static class Trees
{
    /// <summary>Does nothing, and says that it has no effects: its turns need no transaction of their own.</summary>
    public const string Echo = """{"code": "test_echo", "data": {} }""";

    /// <summary>Does nothing, and does not say so: it is called only once the turn before is durable.</summary>
    public const string Call = """{"code": "test_fail_times", "data": {"times": {"value": 0, "hook": false} } }""";

    /// <summary>Waits for a callback.</summary>
    public const string Pause = """{"code": "pause_node", "data": {} }""";

    /// <summary>That many activities in a row.</summary>
    public static string Chain(int activities, string component) => Row(activities, _ => component);

    /// <summary>That many activities in a row that take so long each.</summary>
    public static string Sleeps(int activities, double seconds) =>
        Row(
            activities,
            _ =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$$"""{"code": "test_sleep", "data": {"seconds": {"value": {{{seconds}}}, "hook": false} } }"""
                )
        );

    private static string Row(int activities, Func<int, string> component)
    {
        var nodes = Enumerable
            .Range(0, activities)
            .Select(i =>
                $$$"""
                    "n{{{i}}}": {"id": "n{{{i}}}", "name": "n{{{i}}}", "type": "ServiceActivity", "incoming": ["f{{{i}}}"],
                    "outgoing": "f{{{i + 1}}}", "component": {{{component(i)}}} }
                    """
            );
        var flows = Enumerable
            .Range(0, activities + 1)
            .Select(i =>
                $$"""
                    "f{{i}}": {"id": "f{{i}}", "source": "{{(i == 0 ? "start" : $"n{i - 1}")}}",
                    "target": "{{(i == activities ? "end" : $"n{i}")}}", "is_default": false}
                    """
            );
        return $$"""
            {"start_event": {"id": "start", "type": "EmptyStartEvent", "incoming": "", "outgoing": "f0"},
             "end_event": {"id": "end", "type": "EmptyEndEvent", "incoming": ["f{{activities}}"], "outgoing": ""},
             "activities": { {{string.Join(",", nodes)}} }, "flows": { {{string.Join(",", flows)}} },
             "gateways": {}, "constants": {}, "outputs": []}
            """;
    }

    /// <summary>A parallel gateway with that many activities between it and its converge gateway.</summary>
    public static string Wide(int activities, string component)
    {
        var nodes = Enumerable
            .Range(0, activities)
            .Select(i =>
                $$$"""
                    "n{{{i}}}": {"id": "n{{{i}}}", "name": "n{{{i}}}", "type": "ServiceActivity", "incoming": ["in{{{i}}}"],
                    "outgoing": "out{{{i}}}", "component": {{{component}}} }
                    """
            );
        var flows = Enumerable
            .Range(0, activities)
            .SelectMany(i => new[] { Flow($"in{i}", "fork", $"n{i}"), Flow($"out{i}", $"n{i}", "join") })
            .Append(Flow("first", "start", "fork"))
            .Append(Flow("last", "join", "end"));
        var (ins, outs) = (Flows("in"), Flows("out"));
        return $$"""
            {"start_event": {"id": "start", "type": "EmptyStartEvent", "incoming": "", "outgoing": "first"},
             "end_event": {"id": "end", "type": "EmptyEndEvent", "incoming": ["last"], "outgoing": ""},
             "activities": { {{string.Join(",", nodes)}} }, "flows": { {{string.Join(",", flows)}} },
             "gateways": {
                "fork": {"id": "fork", "type": "ParallelGateway", "incoming": ["first"], "outgoing": [{{ins}}],
                    "converge_gateway_id": "join"},
                "join": {"id": "join", "type": "ConvergeGateway", "incoming": [{{outs}}], "outgoing": "last"} },
             "constants": {}, "outputs": []}
            """;

        string Flows(string side) => string.Join(",", Enumerable.Range(0, activities).Select(i => $"\"{side}{i}\""));
    }

    private static string Flow(string id, string source, string target) =>
        $$"""
            "{{id}}": {"id": "{{id}}", "source": "{{source}}", "target": "{{target}}", "is_default": false}
            """;
}
