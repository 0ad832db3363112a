using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>What becomes of the constants that a caller gives as a task is made.</summary>
public sealed class WritesCreateConstantsTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Constants_NobodyNeeds_AreGoneBeforeTheCallersAreTaken()
    {
        var template = await _client.TemplateAsync(
            Tree(Constant("used", 1), Constant("idle", 2), Node("a", "test_echo", ("text", "${used}")))
        );

        var made = await _client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "n", "constants": {"${used}": "${idle}", "${idle}": 3} }"""
        );

        var constants = made.Data.GetProperty("pipeline_tree").GetProperty("constants");
        Assert.Equal(["${used}"], constants.EnumerateObject().Select(c => c.Name));
        Assert.Equal("${idle}", constants.GetProperty("${used}").GetProperty("value").GetString());
    }

    [Fact]
    public async Task MetaConstant_MovesItsSelectorAside()
    {
        const string selector = """
            {"is_meta": true, "custom_type": "select", "value": {"type": "0", "default": "b", "items_text": "[]"} }
            """;
        var plain = Tree(Constant("m", ""), Constant("n", ""), Node("a", "test_echo", ("text", "${m}${n}")));
        var template = await _client.TemplateAsync(Writes.With(Writes.With(plain, "${m}", selector), "${n}", selector));

        var made = await _client.PostOkAsync(
            $"/apigw/create_and_start_task/{template}/2/",
            """{"name": "n", "constants": {"${n}": "given"} }"""
        );

        var tree = made.Data.GetProperty("pipeline_tree");
        Assert.Equal("b", Writes.Constant(tree, "${m}").GetProperty("value").GetString());
        var given = Writes.Constant(tree, "${n}");
        Assert.Equal(
            ("given", true),
            (given.GetProperty("value").GetString(), given.GetProperty("is_meta").GetBoolean())
        );
        Assert.Equal("b", given.GetProperty("meta").GetProperty("value").GetProperty("default").GetString());
        var task = new StartedRun(_client, 2, made.Data.GetProperty("task_id").GetInt64(), tree.GetRawText());
        await task.UntilAsync("FINISHED");
        Assert.Contains("\"bgiven\"", (await task.NodeAsync("a")).Inputs.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SimplifiedConstants_BecomePlainTexts()
    {
        const string selector = """
            {"is_meta": true, "custom_type": "select", "source_tag": "select.select", "value": {"default": "b"} }
            """;
        var plain = Tree(
            Constant("m", ""),
            Constant("hooked", "h"),
            Constant("other", "o"),
            Node("a", "test_echo", ("text", "${m}${hooked}${other}"))
        );
        var template = await _client.TemplateAsync(
            Writes.With(Writes.With(plain, "${m}", selector), "${hooked}", """{"source_type": "component_inputs"}""")
        );

        var made = await _client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "n", "simplify_vars": ["${m}", "${hooked}", "${unknown}"]}"""
        );

        var tree = made.Data.GetProperty("pipeline_tree");
        var simple = Writes.Constant(tree, "${m}");
        Assert.Equal(
            ("b", "textarea", "textarea.textarea", false, "textarea"),
            (
                simple.GetProperty("value").GetString(),
                simple.GetProperty("custom_type").GetString(),
                simple.GetProperty("source_tag").GetString(),
                simple.GetProperty("is_meta").GetBoolean(),
                simple.GetProperty("form_schema").GetProperty("type").GetString()
            )
        );
        Assert.False(simple.TryGetProperty("meta", out _));
        Assert.False(Writes.Constant(tree, "${hooked}").TryGetProperty("custom_type", out _));
        Assert.False(Writes.Constant(tree, "${other}").TryGetProperty("custom_type", out _));
    }
}
