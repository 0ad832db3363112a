using System.Text.Json.Nodes;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Each violation is reported by its code, its subject and its place.</summary>
public class ProblemTests
{
    [Theory]
    [InlineData("activities.a.id", "\"b\"", "ID_MISMATCH", "a")]
    [InlineData("activities.a.name", "null", "MISSING_FIELD", "a")]
    [InlineData("activities.a.name", "\"\"", "NAME_EMPTY", "a")]
    [InlineData("activities.a.name", "7", "WRONG_TYPE", "a")]
    [InlineData("activities.a.type", "\"Mystery\"", "NODE_TYPE_UNKNOWN", "a")]
    [InlineData("activities.a.incoming", "{}", "WRONG_TYPE", "a")]
    [InlineData("activities.a.outgoing", "\"f9\"", "FLOW_UNKNOWN", "a")]
    [InlineData("activities.a.outgoing", "\"f3\"", "FLOW_NOT_FROM_NODE", "a")]
    [InlineData("activities.a.outgoing", "[\"f2\", \"f2\"]", "DUPLICATE_FLOW", "a")]
    [InlineData("activities.a.outgoing", "[1]", "WRONG_TYPE", "a")]
    [InlineData("activities.a.component", "null", "MISSING_FIELD", "a")]
    [InlineData("activities.a.component", "[]", "WRONG_TYPE", "a")]
    [InlineData("activities.a.component.code", "null", "MISSING_FIELD", "a")]
    [InlineData("activities.a.component.code", "\"\"", "COMPONENT_CODE_EMPTY", "a")]
    [InlineData("activities.a.component.version", "1", "WRONG_TYPE", "a")]
    [InlineData("activities.a.component.data", "null", "MISSING_FIELD", "a")]
    [InlineData("activities.a.component.data.k", "1", "WRONG_TYPE", "a")]
    [InlineData("activities.a.component.data.k", "{\"value\": 1}", "MISSING_FIELD", "a")]
    [InlineData("activities.a.component.data.k", "{\"hook\": false}", "MISSING_FIELD", "a")]
    [InlineData("activities.a.error_ignorable", "\"yes\"", "WRONG_TYPE", "a")]
    [InlineData("activities.a.optional", "1", "WRONG_TYPE", "a")]
    [InlineData("activities.a.auto_retry", "3", "WRONG_TYPE", "a")]
    [InlineData(
        "activities.a.timeout_config",
        "{\"enable\": true, \"seconds\": 1, \"action\": \"boom\"}",
        "TIMEOUT_ACTION_UNKNOWN",
        "a"
    )]
    [InlineData("activities.a.loop_config", "{\"enable\": true}", "LOOP_TIMES_INVALID", "a")]
    [InlineData("activities.s1.pipeline", "null", "SUBPROCESS_NOT_UNFOLDED", "s1")]
    [InlineData("activities.s1.pipeline", "\"x\"", "WRONG_TYPE", "s1")]
    [InlineData("activities.s1.pipeline.activities.i.name", "\"\"", "NAME_EMPTY", "i")]
    [InlineData("activities", "[]", "WRONG_TYPE", "")]
    [InlineData("activities.a", "[]", "WRONG_TYPE", "")]
    [InlineData("gateways", "null", "MISSING_FIELD", "")]
    [InlineData("gateways.x1.type", "\"Mystery\"", "NODE_TYPE_UNKNOWN", "x1")]
    [InlineData("gateways.x1.conditions", "null", "MISSING_FIELD", "x1")]
    [InlineData("gateways.x1.conditions.f9", "{\"evaluate\": \"1 == 1\"}", "CONDITION_FLOW_UNKNOWN", "x1")]
    [InlineData("gateways.x1.conditions.f4", "{}", "MISSING_FIELD", "x1")]
    [InlineData("gateways.x1.conditions.f4", "null", "WRONG_TYPE", "x1")]
    [InlineData("gateways.x1.conditions.f4", "{\"evaluate\": true}", "WRONG_TYPE", "x1")]
    [InlineData("gateways.x1.extra_info", "{\"parse_lang\": \"perl\"}", "UNKNOWN_LANGUAGE", "x1")]
    [InlineData("gateways.x1.default_condition", "{\"flow_id\": \"f9\"}", "CONDITION_FLOW_UNKNOWN", "x1")]
    [InlineData("flows", "null", "MISSING_FIELD", "")]
    [InlineData("flows.f2", "null", "WRONG_TYPE", "")]
    [InlineData("flows.f2.id", "\"f3\"", "ID_MISMATCH", "f2")]
    [InlineData("flows.f2.target", "\"ghost\"", "FLOW_END_UNKNOWN", "f2")]
    [InlineData("flows.f2.source", "\"ghost\"", "FLOW_END_UNKNOWN", "f2")]
    [InlineData("flows.f2.source", "null", "MISSING_FIELD", "f2")]
    [InlineData("start_event", "null", "MISSING_FIELD", "")]
    [InlineData("end_event.id", "\"start\"", "DUPLICATE_ID", "start")]
    [InlineData("start_event.type", "\"TimerStartEvent\"", "NODE_TYPE_UNKNOWN", "start")]
    [InlineData("end_event.outgoing", "\"f1\"", "FLOW_NOT_FROM_NODE", "end")]
    [InlineData("constants", "[]", "WRONG_TYPE", "")]
    [InlineData("constants.${k}", "1", "WRONG_TYPE", "")]
    [InlineData("constants.${k}", "{\"key\": \"${other}\", \"value\": 1}", "KEY_MISMATCH", "${k}")]
    [InlineData("constants.${k}", "{\"value\": 1, \"source_type\": \"magic\"}", "WORD_UNKNOWN", "${k}")]
    [InlineData(
        "constants.${k}",
        "{\"value\": 1, \"source_info\": [], \"source_type\": \"component_outputs\"}",
        "WRONG_TYPE",
        "${k}"
    )]
    [InlineData(
        "constants.${k}",
        "{\"source_info\": {\"a\": [\"x\"], \"b\": 1}, \"source_type\": \"component_outputs\"}",
        "WRONG_TYPE",
        "${k}"
    )]
    [InlineData("outputs", "null", "MISSING_FIELD", "")]
    [InlineData("outputs", "[1]", "WRONG_TYPE", "")]
    [InlineData("outputs", "[\"k\"]", "CONSTANT_KEY_INVALID", "k")]
    public void Parse_OneFault_IsReportedWhereItIs(string place, string value, string code, string subject)
    {
        var tree = TreeSketch.Of("start>a a>s1 s1>x1 x1>b x1>end b>end");
        Put(tree, place, JsonNode.Parse(value));

        var result = Trees.Parse(tree);

        Assert.Null(result.Tree);
        var problem = result.Problems.First(problem => problem.Code == code && problem.Subject == subject);
        Assert.StartsWith(place.Split('.')[0], problem.Path, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ManyFaults_AreAllReportedAtOnce()
    {
        var tree = TreeSketch.Of("start>p1 p1>a p1>s1 a>end s1>end").Constant("${a}", "${a}");
        Put(tree, "activities.a.name", "");
        Put(tree, "activities.s1.pipeline.activities.i.component.code", 5);
        tree["outputs"]!.AsArray().Add("bad");

        var problems = Trees.Parse(tree).Problems;

        string[] expected =
        [
            "CONSTANT_KEY_INVALID bad outputs",
            "CONSTANT_NEEDS_ITSELF ${a} constants.${a}.value",
            "CONVERGE_MISSING p1 gateways.p1.outgoing",
            "NAME_EMPTY a activities.a.name",
            "WRONG_TYPE i activities.s1.pipeline.activities.i.component.code",
        ];
        Assert.Equal(expected, problems.Select(p => $"{p.Code} {p.Subject} {p.Path}").Order(StringComparer.Ordinal));
    }

    private static void Put(JsonObject tree, string place, JsonNode? value)
    {
        var names = place.Split('.');
        JsonNode at = tree;
        foreach (var name in names[..^1])
            at = at[name]!;
        at[names[^1]] = value;
    }
}
