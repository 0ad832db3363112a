using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>get_template_info, over gRPC and both REST forms.</summary>
public sealed class DetailTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    private SopsClient Client => app.Client;

    [Fact]
    public async Task Template_HasTheDocumentedFields_AndNothingThatWasNotAskedFor()
    {
        var id = await app.CreateAsync(2);
        foreach (var path in Paths(2, id))
        {
            var data = (await Client.GetAsync(path)).Data;
            Assert.Equal(
                [
                    "bk_biz_id",
                    "bk_biz_name",
                    "category",
                    "create_time",
                    "creator",
                    "default_flow_type",
                    "description",
                    "edit_time",
                    "editor",
                    "etag",
                    "id",
                    "name",
                    "pipeline_tree",
                    "project_id",
                    "project_name",
                    "timeout",
                    "version",
                ],
                data.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal)
            );
            Assert.Matches("^[0-9a-f]{32}$", data.GetProperty("version").GetString());
            Assert.Equal(
                ("common", 20),
                (data.GetProperty("default_flow_type").GetString(), data.GetProperty("timeout").GetInt32())
            );
        }
    }

    [Fact]
    public async Task Tree_OfTheDocuments_LosesItsDrawingAndGainsSchemas()
    {
        var stored = JsonNode.Parse(TestTrees.Seed("000_1"))!.AsObject();
        stored["line"] = new JsonArray();
        stored["location"] = new JsonArray();
        var id = await app.CreateAsync(2, tree: stored.ToJsonString());
        stored.Remove("line");
        stored.Remove("location");
        foreach (var (_, constant) in stored["constants"]!.AsObject())
        {
            constant!.AsObject().Remove("schema");
        }
        foreach (var path in Paths(2, id))
        {
            var tree = JsonNode.Parse((await Client.GetAsync(path)).Data.GetProperty("pipeline_tree").GetRawText())!;
            foreach (var (_, constant) in tree["constants"]!.AsObject())
            {
                Assert.True(constant!.AsObject().Remove("schema"));
            }
            Assert.True(JsonNode.DeepEquals(stored, tree), tree.ToJsonString());
        }
    }

    [Fact]
    public async Task Schema_ComesFromThePluginOrTheType_AndIsNullWhereNeitherIsKnown()
    {
        var tree = JsonNode.Parse(
            Tree(
                TestTrees.Node("n", "sleep_timer", ("bk_timing", "1")),
                Constant("a", "x"),
                Constant("b", "x"),
                Constant("c", "x"),
                Constant("d", "x")
            )
        )!;
        Change("a", "custom", "input", "input.input");
        Change("b", "custom", "no_such_type", "");
        Change("c", "component_inputs", "", "sleep_timer.bk_timing");
        Change("d", "component_inputs", "", "no_such_component.x");
        tree["constants"]!["${b}"]!["schema"] = "stale";
        var id = await app.CreateAsync(2, tree: tree.ToJsonString());

        var constants = JsonElement.Parse((await app.GetAsync(2, id)).PipelineTree.Json).GetProperty("constants");

        Assert.Equal("""{"type":"string","description":"输入框","enum":[]}""", Schema("a").GetRawText());
        Assert.Equal(JsonValueKind.Null, Schema("b").ValueKind);
        Assert.Equal("string", Schema("c").GetProperty("type").GetString());
        Assert.NotEmpty(Schema("c").GetProperty("description").GetString()!);
        Assert.Equal(JsonValueKind.Null, Schema("d").ValueKind);

        JsonElement Schema(string name) => constants.GetProperty($"${{{name}}}").GetProperty("schema");

        void Change(string name, string source, string type, string tag)
        {
            var constant = tree["constants"]![$"${{{name}}}"]!;
            constant["source_type"] = source;
            constant["custom_type"] = type;
            constant["source_tag"] = tag;
        }
    }

    [Fact]
    public async Task Flags_AddWhatTheyName()
    {
        var id = (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest(New(2))
                {
                    ExecutorProxy = "bot",
                    DefaultFlowType = "common_func",
                    Timeout = 5,
                }
            )
        ).TemplateId;
        const string Flags =
            "include_subprocess=1&include_constants=1&include_executor_proxy=1&include_notify=1&include_labels=1";
        foreach (var path in Paths(2, id))
        {
            var data = (await Client.GetAsync(path + Flags)).Data;
            string[] names =
            [
                "has_subprocess",
                "subprocess_has_update",
                "template_constants",
                "executor_proxy",
                "notify_type",
                "notify_receivers",
                "labels",
                "default_flow_type",
                "timeout",
            ];
            Assert.Equal(
                """[false,false,[],"bot",{"success":[],"fail":[]},{"receiver_group":[],"more_receiver":""},[],"common_func",5]""",
                JsonSerializer.Serialize(names.Select(n => data.GetProperty(n)), Plain.Json)
            );
        }
    }

    [Fact]
    public async Task View_Basic_LeavesTheTreeOut()
    {
        var id = await app.CreateAsync(2);
        foreach (var path in Paths(2, id))
        {
            Assert.False((await Client.GetAsync($"{path}view=VIEW_BASIC")).Data.TryGetProperty("pipeline_tree", out _));
            Assert.False((await Client.GetAsync($"{path}view=1")).Data.TryGetProperty("pipeline_tree", out _));
            Assert.True((await Client.GetAsync($"{path}view=VIEW_FULL")).Data.TryGetProperty("pipeline_tree", out _));
            var refused = await Client.GetAsync($"{path}view=SMALL");
            Assert.Equal(3540000, refused.Code);
            Assert.Contains("VIEW_BASIC", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("format=yaml", "format: yaml is not supported")]
    [InlineData("expected_timezone=X", "expected_timezone X is unknown.")]
    public async Task Parameter_ThatIsNotHere_IsRefused(string parameter, string message)
    {
        var id = await app.CreateAsync(2);
        foreach (var path in Paths(2, id))
        {
            var refused = await Client.GetAsync(path + parameter);
            Assert.Equal(3540000, refused.Code);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unknown_Template_IsNotFound()
    {
        foreach (var path in Paths(2, 999999))
        {
            var refused = await Client.GetAsync(path);
            Assert.Equal(
                (3540400, "template[id=999999] of project[project_id=2,biz_id=2] does not exist"),
                (refused.Code, refused.Message)
            );
            refused = await Client.GetAsync($"{path}template_source=common");
            Assert.Equal((3540400, "common template[id=999999] does not exist"), (refused.Code, refused.Message));
        }
    }

    [Fact]
    public async Task Subprocesses_AreUnfoldedAtEveryDepth_OnlyWhenAsked()
    {
        var inner = await app.CreateAsync(2, tree: Simple("deep"));
        var middle = await app.CreateAsync(2, tree: Parent(inner));
        var outer = await app.CreateAsync(2, tree: Parent(middle));
        foreach (var path in Paths(2, outer))
        {
            var folded = (await Client.GetAsync(path)).Data.GetProperty("pipeline_tree");
            var sub = folded.GetProperty("activities").GetProperty("sub");
            Assert.Equal($"\"{middle}\"", sub.GetProperty("template_id").GetRawText());
            Assert.False(sub.TryGetProperty("pipeline", out _));

            var unfolded = (await Client.GetAsync($"{path}unfold_subprocess=true")).Data.GetProperty("pipeline_tree");
            sub = unfolded
                .GetProperty("activities")
                .GetProperty("sub")
                .GetProperty("pipeline")
                .GetProperty("activities")
                .GetProperty("sub");
            Assert.Equal($"\"{inner}\"", sub.GetProperty("template_id").GetRawText());
            Assert.Equal(
                "deep",
                sub.GetProperty("pipeline")
                    .GetProperty("activities")
                    .GetProperty("n")
                    .GetProperty("component")
                    .GetProperty("data")
                    .GetProperty("text")
                    .GetProperty("value")
                    .GetString()
            );
        }
    }

    [Fact]
    public async Task Subprocess_WhoseTemplateIsGone_CanBeReadButNotUnfolded()
    {
        var child = await app.CreateAsync(2);
        var parent = await app.CreateAsync(2, tree: Parent(child));
        await Client.PostOkAsync($"/apigw/delete_template/{child}/2/", "");
        foreach (var path in Paths(2, parent))
        {
            Assert.True((await Client.GetAsync(path)).Result);
            var refused = await Client.GetAsync($"{path}unfold_subprocess=1");
            Assert.Equal(
                (3546100, $"activities.sub.template_id: template {child} does not exist"),
                (refused.Code, refused.Message)
            );
        }
    }

    [Fact]
    public async Task Update_OfASubprocess_IsTold_UnlessItFollowsTheNewest()
    {
        var child = await app.CreateAsync(2, tree: Simple("old"));
        var version = (await app.GetAsync(2, child)).Version;
        var pinned = await app.CreateAsync(2, tree: Parent(child, s => s["version"] = version));
        var following = await app.CreateAsync(
            2,
            tree: Parent(child, s => (s["version"], s["always_use_latest"]) = (version, true))
        );
        Assert.Equal((true, false), await SubprocessesAsync(pinned));

        await Client.Templates.UpdateTemplateAsync(
            new UpdateTemplateRequest
            {
                BkBizId = 2,
                TemplateId = child,
                PipelineTree = Json(Simple("new")),
            }
        );

        Assert.Equal((true, true), await SubprocessesAsync(pinned));
        Assert.Equal((true, false), await SubprocessesAsync(following));

        async Task<(bool, bool)> SubprocessesAsync(long id)
        {
            var request = new GetTemplateRequest
            {
                BkBizId = 2,
                TemplateId = id,
                IncludeSubprocess = true,
            };
            var template = (await Client.Templates.GetTemplateAsync(request)).Template;
            return (template.HasSubprocess, template.SubprocessHasUpdate);
        }
    }

    [Fact]
    public async Task Constants_AreThoseThatTheTreeRefersTo_WithTheirActivities()
    {
        var tree = JsonNode.Parse(
            Tree(
                TestTrees.Node("one", "test_echo", ("text", "${a} and ${a}")),
                TestTrees.Node("two", "test_echo", ("text", "${a.upper()}")),
                Constant("a", "${b}"),
                Constant("b", "x"),
                Constant("unused", "x"),
                Constant("out", "", from: ("one", "text"), output: true)
            )
        )!;
        tree["constants"]!["${a}"]!["custom_type"] = "textarea";
        tree["constants"]!["${b}"]!["source_type"] = "component_inputs";
        var id = await app.CreateAsync(2, tree: tree.ToJsonString());
        foreach (var path in Paths(2, id))
        {
            var constants = (await Client.GetAsync($"{path}include_constants=1")).Data.GetProperty(
                "template_constants"
            );
            Assert.Equal(
                [("${a}", "文本框", 2), ("${b}", "节点输入", 0)],
                constants
                    .EnumerateArray()
                    .Select(c =>
                        (
                            c.GetProperty("key").GetString()!,
                            c.GetProperty("constant_type").GetString()!,
                            c.GetProperty("activity_count").GetInt32()
                        )
                    )
            );
        }
    }

    private static string[] Paths(long business, long id) =>
        [
            $"/apigw/get_template_info/{id}/{business}/?",
            $"/v2/sops/get_template_info/?bk_biz_id={business}&template_id={id}&",
            $"/api/c/compapi/v2/sops/get_template_info/?bk_biz_id={business}&template_id={id}&",
        ];
}
