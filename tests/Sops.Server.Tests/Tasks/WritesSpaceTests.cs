using System.Text.Json;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>create_task_without_template, under both of its paths.</summary>
public sealed class WritesSpaceTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/space/2/create_task_without_template/")]
    [InlineData("/space/2/create_task_without_template/")]
    public async Task Task_IsMadeOfTheTreeAsItStands(string path)
    {
        var tree = Tree(Constant("idle", 1), Named("keeps <b>"));

        var made = await _client.PostOkAsync(
            path,
            $$"""{"creator": "ann", "pipeline_tree": {{tree}}, "constants": {"${idle}": 2, "${none}": 3}, "description": ""}"""
        );

        var row = await app.RowAsync(made.Data.GetProperty("id").GetInt64());
        Assert.Equal(("default_taskflow_instance", "ann", """{"${idle}":2}"""), (row.Name, row.Creator, row.Constants));
        var shown = await _client.GetAsync($"/apigw/get_task_detail/{row.Id}/2/");
        Assert.Equal(["keeps <b>"], Writes.Activities(shown.Data.GetProperty("pipeline_tree")));
        Assert.Equal(
            2,
            Writes.Constant(shown.Data.GetProperty("pipeline_tree"), "${idle}").GetProperty("value").GetInt32()
        );
    }

    [Theory]
    [InlineData("\"pipeline_tree\": TREE", "creator: 1 to 32 characters")]
    [InlineData("\"creator\": \"LONG33\", \"pipeline_tree\": TREE", "creator: 1 to 32 characters")]
    [InlineData("\"creator\": \"a\"", "pipeline_tree: is required")]
    [InlineData("\"creator\": \"a\", \"pipeline_tree\": null", "pipeline_tree: is required")]
    [InlineData("\"creator\": \"a\", \"pipeline_tree\": TREE, \"scope_type\": \"\"", "scope_type: 1 to 128 characters")]
    [InlineData(
        "\"creator\": \"a\", \"pipeline_tree\": TREE, \"scope_value\": \"\"",
        "scope_value: 1 to 128 characters"
    )]
    [InlineData(
        "\"creator\": \"a\", \"pipeline_tree\": TREE, \"scope_value\": \"LONG129\"",
        "scope_value: 1 to 128 characters"
    )]
    [InlineData(
        "\"creator\": \"a\", \"pipeline_tree\": TREE, \"name\": \"LONG129\"",
        "task params is invalid: name: 1 to 128 characters"
    )]
    [InlineData(
        "\"creator\": \"a\", \"pipeline_tree\": TREE, \"notify_config\": [1]",
        "notify_config: must be an object"
    )]
    public async Task BadBody_IsRefused(string fields, string message)
    {
        const long space = 77;
        var body = fields
            .Replace("TREE", Tree(Echo("a")), StringComparison.Ordinal)
            .Replace("LONG33", new string('n', 33), StringComparison.Ordinal)
            .Replace("LONG129", new string('n', 129), StringComparison.Ordinal);

        var answer = await _client.PostAsync($"/space/{space}/create_task_without_template/", $$"""{ {{body}} }""");

        Assert.Equal((200, 3540000, message), (answer.Status, answer.Code, answer.Message));
        Assert.Equal(0, await app.CountAsync(space));
    }

    [Fact]
    public async Task ValidateOnly_MakesNothing()
    {
        const long space = 78;

        var answer = await _client.PostOkAsync(
            $"/space/{space}/create_task_without_template/",
            $$"""{"creator": "ann", "name": "n", "pipeline_tree": {{Tree(Echo("a"))}}, "validate_only": true}"""
        );

        Assert.Equal((0, "n"), (answer.Data.GetProperty("id").GetInt64(), answer.Data.GetProperty("name").GetString()));
        Assert.False(answer.Data.GetProperty("is_started").GetBoolean());
        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("start_time").ValueKind);
        Assert.Equal(0, await app.CountAsync(space));
    }

    private static Part Named(string name) =>
        Act(
            "a",
            n =>
            {
                n["component"]!["code"] = "test_echo";
                n["name"] = name;
            }
        );
}
