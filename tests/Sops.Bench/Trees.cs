using System.Globalization;

namespace Sops.Bench;

/// <summary>Trees in the web form, as callers send them.</summary>
internal static class Trees
{
    /// <summary>That many activities in a row; the first is of the component given, the others echo.</summary>
    public static string Chain(int activities, string first) =>
        Row(activities, i => $$"""{"code": "{{(i == 0 ? first : "test_echo")}}", "data": {} }""");

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
    public static string Wide(int activities)
    {
        var nodes = Enumerable
            .Range(0, activities)
            .Select(i =>
                $$$"""
                    "n{{{i}}}": {"id": "n{{{i}}}", "name": "n{{{i}}}", "type": "ServiceActivity", "incoming": ["in{{{i}}}"],
                    "outgoing": "out{{{i}}}", "component": {"code": "test_echo", "data": {} } }
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
