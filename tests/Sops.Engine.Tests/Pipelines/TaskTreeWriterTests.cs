using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>A task's tree is its snapshot with the task's ids and values, and nothing else changed.</summary>
public class TaskTreeWriterTests
{
    private static readonly TaskIds Ids = TaskIds.Create("00000000000000000000abc");
    private static readonly Dictionary<string, JsonElement> None = [];

    public static TheoryData<string, string> Sources =>
        [
            .. Trees.Names("trees").Select(name => ("trees", name)),
            .. Trees
                .Names("cases")
                .Where(name => JsonNode.Parse(Trees.Read("cases", name))!["expect"]!["rejected"] is null)
                .Select(name => ("cases", name)),
        ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void Write_AnyTree_ParsesToTheSameShape(string folder, string name)
    {
        var json = Trees.Read(folder, name);
        if (folder == "cases")
            json = JsonNode.Parse(json)!["tree"]!.ToJsonString();
        var before = Trees.Parse(json);

        var written = TaskTreeWriter.Write(json, before.Tree!, Ids, None);

        var after = Trees.Parse(written);
        Assert.Empty(after.Problems);
        Assert.Equal(before.Warnings.Select(w => w.Code).Order(), after.Warnings.Select(w => w.Code).Order());
        Assert.Equal(Shape(before.Tree!), Shape(after.Tree!));
        Assert.All(after.Tree!.Nodes.Skip(1), node => Assert.Equal(Ids.Node(node!.Index), node.Id));
        Assert.All(after.Tree.Flows.Skip(1), flow => Assert.Equal(Ids.Flow(flow!.Index), flow.Id));
    }

    [Fact]
    public void Write_EveryReference_IsReplacedAndNothingElse()
    {
        var json = """
            {"name": "a", "start_event": {"id": "start", "type": "EmptyStartEvent", "name": "f1", "incoming": "", "outgoing": "f1"},
             "end_event": {"id": "end", "type": "EmptyEndEvent", "name": "", "incoming": "f4", "outgoing": ""},
             "activities": {"a": {"id": "a", "type": "ServiceActivity", "name": "a", "incoming": "f2", "outgoing": ["f3"],
               "stage_name": "f2", "big": 123456789012345678901234567890, "f": 20.0,
               "component": {"code": "k", "data": {"a": {"hook": false, "value": {"a": "a", "id": "f1"}}}}},
               "s": {"id": "s", "type": "SubProcess", "name": "s", "incoming": ["f5"], "outgoing": "f6", "template_node_id": "old",
               "pipeline": {"id": "x", "start_event": {"id": "start", "type": "EmptyStartEvent", "incoming": "", "outgoing": "f1"},
                 "end_event": {"id": "end", "type": "EmptyEndEvent", "incoming": ["f2"], "outgoing": ""},
                 "activities": {"a": {"id": "a", "type": "ServiceActivity", "name": "a", "incoming": "f1", "outgoing": "f2",
                   "component": {"code": "k", "data": {}}}},
                 "gateways": {}, "flows": {"f1": {"id": "f1", "source": "start", "target": "a"}, "f2": {"id": "f2", "source": "a", "target": "end"}},
                 "constants": {"${o}": {"key": "${o}", "source_type": "component_outputs", "source_info": {"a": ["a"]}}}, "outputs": []}}},
             "gateways": {"x": {"id": "x", "type": "ConditionalParallelGateway", "name": "", "incoming": "f1", "outgoing": ["f2", "f5"],
               "conditions": {"f2": {"evaluate": "a == f2", "name": "f2"}}, "default_condition": {"flow_id": "f5", "name": "f5"},
               "converge_gateway_id": "c"},
               "c": {"id": "c", "type": "ConvergeGateway", "name": "", "incoming": ["f3", "f6"], "outgoing": "f4"}},
             "flows": {"f1": {"id": "f1", "source": "start", "target": "x", "is_default": false}, "f2": {"id": "f2", "source": "x", "target": "a"},
               "f3": {"id": "f3", "source": "a", "target": "c"}, "f4": {"id": "f4", "source": "c", "target": "end"},
               "f5": {"id": "f5", "source": "x", "target": "s"}, "f6": {"id": "f6", "source": "s", "target": "c"}},
             "constants": {"${k}": {"key": "${k}", "value": "a", "source_info": {"a": ["a"]}}}, "outputs": ["${k}"],
             "line": [{"id": "f1", "source": {"id": "start", "arrow": "a"}, "target": {"id": "x", "arrow": "Left"}}],
             "location": [{"id": "a", "type": "a", "x": 1.50}]}
            """;
        var expected = """
            {"id": "<id>", "name": "a", "start_event": {"id": "<n1>", "type": "EmptyStartEvent", "name": "f1", "incoming": "", "outgoing": "<l1>"},
             "end_event": {"id": "<n2>", "type": "EmptyEndEvent", "name": "", "incoming": ["<l4>"], "outgoing": ""},
             "activities": {"<n3>": {"id": "<n3>", "type": "ServiceActivity", "name": "a", "incoming": ["<l2>"], "outgoing": ["<l3>"],
               "stage_name": "f2", "big": 123456789012345678901234567890, "f": 20.0,
               "component": {"code": "k", "data": {"a": {"hook": false, "value": {"a": "a", "id": "f1"}}}}, "template_node_id": "a"},
               "<n4>": {"id": "<n4>", "type": "SubProcess", "name": "s", "incoming": ["<l5>"], "outgoing": "<l6>", "template_node_id": "old",
               "pipeline": {"id": "<n4>", "start_event": {"id": "<n7>", "type": "EmptyStartEvent", "incoming": "", "outgoing": "<l7>"},
                 "end_event": {"id": "<n8>", "type": "EmptyEndEvent", "incoming": ["<l8>"], "outgoing": ""},
                 "activities": {"<n9>": {"id": "<n9>", "type": "ServiceActivity", "name": "a", "incoming": ["<l7>"], "outgoing": "<l8>",
                   "component": {"code": "k", "data": {}}, "template_node_id": "a"}},
                 "gateways": {}, "flows": {"<l7>": {"id": "<l7>", "source": "<n7>", "target": "<n9>"}, "<l8>": {"id": "<l8>", "source": "<n9>", "target": "<n8>"}},
                 "constants": {"${o}": {"key": "${o}", "source_type": "component_outputs", "source_info": {"<n9>": ["a"]}}}, "outputs": []}}},
             "gateways": {"<n5>": {"id": "<n5>", "type": "ConditionalParallelGateway", "name": "", "incoming": ["<l1>"], "outgoing": ["<l2>", "<l5>"],
               "conditions": {"<l2>": {"evaluate": "a == f2", "name": "f2"}}, "default_condition": {"flow_id": "<l5>", "name": "f5"},
               "converge_gateway_id": "<n6>"},
               "<n6>": {"id": "<n6>", "type": "ConvergeGateway", "name": "", "incoming": ["<l3>", "<l6>"], "outgoing": "<l4>"}},
             "flows": {"<l1>": {"id": "<l1>", "source": "<n1>", "target": "<n5>", "is_default": false}, "<l2>": {"id": "<l2>", "source": "<n5>", "target": "<n3>"},
               "<l3>": {"id": "<l3>", "source": "<n3>", "target": "<n6>"}, "<l4>": {"id": "<l4>", "source": "<n6>", "target": "<n2>"},
               "<l5>": {"id": "<l5>", "source": "<n5>", "target": "<n4>"}, "<l6>": {"id": "<l6>", "source": "<n4>", "target": "<n6>"}},
             "constants": {"${k}": {"key": "${k}", "value": "a", "source_info": {"<n3>": ["a"]}}}, "outputs": ["${k}"],
             "line": [{"id": "<l1>", "source": {"id": "<n1>", "arrow": "a"}, "target": {"id": "<n5>", "arrow": "Left"}}],
             "location": [{"id": "<n3>", "type": "a", "x": 1.50}]}
            """;
        var parsed = Trees.Parse(json);
        Assert.Empty(parsed.Problems);

        var written = TaskTreeWriter.Write(json, parsed.Tree!, Ids, None);

        expected = expected.Replace("<id>", Ids.InstanceId, StringComparison.Ordinal);
        for (var index = 1; index <= 9; index++)
            expected = expected
                .Replace($"<n{index}>", Ids.Node(index), StringComparison.Ordinal)
                .Replace($"<l{index}>", Ids.Flow(index), StringComparison.Ordinal);
        Assert.Equal(Compact(expected), Compact(written));
    }

    [Theory]
    [InlineData("{}", "\"old\"", "7.0", """{"key":"${k}","name":"constant","value":7.0}""")]
    [InlineData("{}", "\"old\"", null, """{"key":"${k}","name":"constant","value":"old"}""")]
    [InlineData(
        """{"is_meta": true}""",
        """{"default":1}""",
        null,
        """{"is_meta":true,"key":"${k}","name":"constant","value":1,"meta":{"is_meta":true,"key":"${k}","name":"constant","value":{"default":1}}}"""
    )]
    [InlineData(
        """{"is_meta": true, "meta": {}}""",
        """{"default":1}""",
        "[2]",
        """{"is_meta":true,"key":"${k}","name":"constant","value":[2],"meta":{"is_meta":true,"meta":{},"key":"${k}","name":"constant","value":{"default":1}}}"""
    )]
    [InlineData(
        """{"is_meta": true, "meta": {"value": 0}}""",
        """{"default":1}""",
        null,
        """{"is_meta":true,"meta":{"value":0},"key":"${k}","name":"constant","value":{"default":1}}"""
    )]
    public void Write_Constant_TakesItsNewValue(string fields, string value, string? given, string expected)
    {
        var json = TreeSketch.Of("start>a a>end").Constant("${k}", JsonNode.Parse(value), fields).ToJsonString();
        var overrides = new Dictionary<string, JsonElement> { ["${unknown}"] = JsonElement.Parse("1") };
        if (given is not null)
            overrides["${k}"] = JsonElement.Parse(given);

        var written = TaskTreeWriter.Write(json, Trees.Parse(json).Tree!, Ids, overrides);

        using var document = JsonDocument.Parse(written);
        Assert.Equal($$"""{"${k}":{{expected}}}""", document.RootElement.GetProperty("constants").GetRawText());
    }

    [Fact]
    public void Write_ConstantsOfABody_KeepTheirValues()
    {
        var tree = TreeSketch.Of("start>s1 s1>end").Constant("${k}", 1);
        TreeSketch.Node(tree, "s1")["pipeline"]!.AsObject().Constant("${k}", 2);
        var json = tree.ToJsonString();

        var written = TaskTreeWriter.Write(
            json,
            Trees.Parse(json).Tree!,
            Ids,
            new Dictionary<string, JsonElement> { ["${k}"] = JsonElement.Parse("3") }
        );

        var after = Trees.Parse(written).Tree!;
        Assert.Equal("3", after.Root.Constants["${k}"].Value.GetRawText());
        Assert.Equal("2", after.PipelineOf(3).Constants["${k}"].Value.GetRawText());
    }

    private static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            document.RootElement.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<string> Shape(PipelineTree tree) =>
        tree
            .Nodes.Skip(1)
            .Select(node =>
                string.Join(
                    ' ',
                    node!.Type,
                    node.Pipeline.Scope,
                    string.Join(',', node.Outgoing.Select(flow => $"{flow.Index}>{flow.Target.Index}")),
                    string.Join(',', node.OutputBindings),
                    Details(node)
                )
            );

    private static string Details(Node node) =>
        node switch
        {
            ServiceActivity a => $"{a.Component} {a.AutoRetry} {a.Timeout} {a.Loop} {a.Skippable} {Inputs(a.Inputs)}",
            Subprocess s => Inputs(s.Parameters),
            ParallelGateway p => $"{p.Converge.Index}",
            ConditionalParallelGateway p => $"{p.Converge.Index} {p.Default?.Index} {Conditions(p.Conditions)}",
            ExclusiveGateway x => $"{x.Default?.Index} {Conditions(x.Conditions)}",
            _ => "",
        };

    private static string Inputs(IReadOnlyList<NodeInput> inputs) =>
        string.Join(',', inputs.Select(input => $"{input.Key}={input.Value.GetRawText()} {input.NeedRender}"));

    private static string Conditions(IReadOnlyList<BranchCondition> conditions) =>
        string.Join(',', conditions.Select(condition => $"{condition.Flow.Index} {condition.Evaluate}"));
}
