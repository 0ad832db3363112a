using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>What constants, outputs and parameters of sub-processes become.</summary>
public class ConstantTests
{
    private static JsonObject Line => TreeSketch.Of("start>a a>b b>end");

    [Fact]
    public void Parse_Constant_IsRead()
    {
        var fields = """
            {"source_type": "component_inputs", "custom_type": "input", "show_type": "show", "need_render": false}
            """;

        var constant = Trees.Parse(Line.Constant("${k}", 1.50, fields)).Tree!.Root.Constants["${k}"];

        Assert.Equal(
            ("component_inputs", "input", true, false),
            (constant.SourceType, constant.CustomType, constant.Shown, constant.NeedRender)
        );
        Assert.False(constant.IsOutput);
    }

    [Theory]
    [InlineData("""{"is_meta": true}""", """{"default": "x", "items": []}""", "\"x\"")]
    [InlineData("""{"is_meta": true}""", """{"default_text": ["y"]}""", "[\"y\"]")]
    [InlineData("""{"is_meta": true}""", "\"plain\"", "\"plain\"")]
    [InlineData(
        """{"is_meta": true, "meta": {"value": {"default": "x"}}}""",
        """{"default": "kept"}""",
        """{"default":"kept"}"""
    )]
    [InlineData("""{"is_meta": false}""", """{"default": "x"}""", """{"default":"x"}""")]
    public void Parse_MetaConstant_HasItsSelectorsDefault(string fields, string value, string expected)
    {
        var result = Trees.Parse(Line.Constant("${k}", JsonNode.Parse(value), fields));

        Assert.Equal(expected, result.Tree!.Root.Constants["${k}"].Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"b": ["_result", "other"]}""", "b _result")]
    [InlineData("""{"a": [], "b": ["out"]}""", "b out")]
    [InlineData("""{"a": "out"}""", "a out")]
    [InlineData("""{"a": ["first"], "b": ["second"]}""", "a first")]
    public void Parse_OutputConstant_IsBoundToItsFirstSource(string sources, string expected)
    {
        var fields = $$"""{"source_type": "component_outputs", "source_info": {{sources}}}""";

        var result = Trees.Parse(Line.Constant("${o}", "", fields));

        var bound = result.Tree!.Root.Nodes.SelectMany(node =>
            node.OutputBindings.Select(b => $"{node.Id} {b.Output}")
        );
        Assert.Equal(expected, Assert.Single(bound));
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ghost": ["out"]}""")]
    public void Parse_OutputConstantWithoutSource_IsTakenWithAWarning(string sources)
    {
        var fields = $$"""{"source_type": "component_outputs", "source_info": {{sources}}}""";

        var result = Trees.Parse(Line.Constant("${o}", "", fields));

        Assert.NotNull(result.Tree);
        Assert.Equal(("OUTPUT_UNBOUND", "${o}"), result.Warnings.Select(w => (w.Code, w.Subject)).Single());
    }

    [Fact]
    public void Parse_EarlyConstants_AreSortedWithoutOutputs()
    {
        var tree = Line.Constant("${z}", 1, """{"pre_render_mako": true}""")
            .Constant("${a}", 1, """{"pre_render_mako": true}""")
            .Constant("${b}", 1)
            .Constant("${o}", 1, """{"pre_render_mako": true, "source_type": "component_outputs"}""");

        Assert.Equal(["${a}", "${z}"], Trees.Parse(tree).Tree!.Root.RenderedAtStart);
    }

    [Fact]
    public void Parse_Subprocess_HandsInWhatItsBodyShows()
    {
        var body = TreeSketch
            .Of("start>i i>end")
            .Constant("${p}", "inner", """{"show_type": "show"}""")
            .Constant("${q}", "inner", """{"show_type": "show", "need_render": false}""")
            .Constant("${h}", "inner", """{"show_type": "hide"}""");
        var tree = TreeSketch.Of("start>s1 s1>end").Constant("${p}", "outer");
        TreeSketch.Node(tree, "s1")["pipeline"] = body;
        TreeSketch.Node(tree, "s1")["constants"] = JsonNode.Parse(
            """{"${p}": {"key": "${p}", "value": "${p}"}, "${h}": {"value": "no"}, "${gone}": {"value": 1}}"""
        );

        var subprocess = (Subprocess)Trees.Parse(tree).Tree![3];

        Assert.Equal(
            ["${p} ${p} True", "${q} inner False"],
            subprocess.Parameters.Select(p => $"{p.Key} {p.Value} {p.NeedRender}")
        );
    }

    [Theory]
    [InlineData("${a}", "x ${a} y", "", "", "CONSTANT_NEEDS_ITSELF:${a}")]
    [InlineData("${a}", "${a[0]}", "", "", "CONSTANT_NEEDS_ITSELF:${a}")]
    [InlineData("${a}", "${ b }", "${b}", "${int(a) + 1}", "CONSTANT_CIRCLE:${a} CONSTANT_CIRCLE:${b}")]
    [InlineData("${a}", "${'b'}${x.b}", "${b}", "${a}", "")]
    [InlineData("${a}", "${b}", "${b}", "b", "")]
    [InlineData("${a}", "${b", "${b}", "${a}", "")]
    public void Parse_ConstantsThatNeedEachOther_AreNamed(
        string key1,
        string value1,
        string key2,
        string value2,
        string expected
    )
    {
        var tree = Line.Constant(key1, new JsonArray(new JsonObject { ["deep"] = value1 }));
        if (key2.Length > 0)
            tree.Constant(key2, value2);

        var problems = Trees.Parse(tree).Problems;

        Assert.Equal(expected, string.Join(' ', problems.Select(problem => $"{problem.Code}:{problem.Subject}")));
    }

    [Fact]
    public void Parse_ConstantThatLeadsToACircle_IsNotBlamed()
    {
        var tree = Line.Constant("${in}", "${a}")
            .Constant("${a}", "${b}")
            .Constant("${b}", "${a} ${out}")
            .Constant("${out}", "1");

        Assert.Equal(["${a}", "${b}"], Trees.Parse(tree).Problems.Select(problem => problem.Subject));
    }

    [Theory]
    [InlineData("${k}", true)]
    [InlineData("${0k}", true)]
    [InlineData("${_system}", true)]
    [InlineData("${_env_k}", false)]
    [InlineData("${_system.k}", false)]
    [InlineData("${bad key}", false)]
    [InlineData("${}", false)]
    [InlineData("k", false)]
    [InlineData("${k", false)]
    [InlineData("${变量}", false)]
    public void Parse_ConstantKey_HasARule(string key, bool valid)
    {
        var problems = Trees.Parse(Line.Constant(key, 1)).Problems;

        Assert.Equal(valid, problems.Count == 0);
        Assert.All(problems, problem => Assert.Equal(("CONSTANT_KEY_INVALID", key), (problem.Code, problem.Subject)));
    }
}
