using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

public class PlainConstantsTests
{
    [Fact]
    public void Simplify_ACustomConstant_KeepsItsValueToTheLetter()
    {
        var after = Simplify("${k}", """{"custom_type": "int", "source_type": "custom"}""", "20.0");

        Assert.Equal("20.0", after["value"]!.ToJsonString());
        Assert.Equal(("textarea", "textarea.textarea"), ($"{after["custom_type"]}", $"{after["source_tag"]}"));
    }

    [Fact]
    public void Simplify_ASelector_TakesWhatItWouldChoose()
    {
        var after = Simplify("${k}", """{"is_meta": true}""", """{"default": ["a"], "type": "1"}""");

        Assert.Equal("""["a"]""", after["value"]!.ToJsonString());
        Assert.False(after["is_meta"]!.GetValue<bool>());
    }

    [Fact]
    public void Simplify_DeepValue_IsKept()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));

        Assert.Equal(deep, Simplify("${k}", "{}", deep)["value"]!.ToJsonString(new() { MaxDepth = 500 }));
    }

    [Theory]
    [InlineData("${none}", "custom")]
    [InlineData("${k}", "component_inputs")]
    [InlineData("${k}", "component_outputs")]
    [InlineData("${k}", "system")]
    public void Simplify_AnythingElse_IsTheSameText(string key, string type)
    {
        var json = Json("${k}", $$"""{"source_type": "{{type}}"}""", "1");

        Assert.Same(json, PlainConstants.Simplify(json, [key]));
    }

    private static JsonObject Simplify(string key, string fields, string value)
    {
        var after = PlainConstants.Simplify(Json(key, fields, value), [key]);
        return JsonNode.Parse(after, documentOptions: new() { MaxDepth = 500 })!["constants"]![key]!.AsObject();
    }

    private static string Json(string key, string fields, string value) =>
        TreeSketch
            .Of("start>a a>end")
            .Constant(key, "VALUE", fields)
            .ToJsonString()
            .Replace("\"VALUE\"", value, StringComparison.Ordinal);
}
