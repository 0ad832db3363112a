using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>create_template, over gRPC and both REST forms.</summary>
public sealed class CreateTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    private SopsClient Client => app.Client;

    [Fact]
    public async Task Tree_AsAnObjectOrAsAText_IsTheSameTemplate()
    {
        var asText = JsonSerializer.Serialize(Simple());
        foreach (var tree in new[] { Simple(), asText })
        {
            foreach (var (path, fields) in Paths(2))
            {
                var made = await Client.PostOkAsync(path, Body(fields, $"\"name\": \"t\", \"pipeline_tree\": {tree}"));
                var id = made.Data.GetProperty("template_id").GetInt64();
                Assert.Equal($"n{id:x31}", made.Data.GetProperty("pipeline_template_id").GetString());
                var stored = await app.GetAsync(2, id);
                Assert.Equal(
                    JsonElement.Parse(Simple()).GetProperty("activities").GetRawText(),
                    JsonElement.Parse(stored.PipelineTree.Json).GetProperty("activities").GetRawText()
                );
            }
        }
    }

    [Fact]
    public async Task Name_LeftOut_IsNewAndTheTime()
    {
        foreach (var (path, fields) in Paths(2))
        {
            var made = await Client.PostOkAsync(path, Body(fields, $"\"pipeline_tree\": {Simple()}"));
            var name = made.Data.GetProperty("template_name").GetString()!;
            Assert.Matches(new Regex(@"^new20\d{12}$"), name);
            Assert.Equal(name, (await app.GetAsync(2, made.Data.GetProperty("template_id").GetInt64())).Name);
        }
    }

    [Theory]
    [InlineData("""{}""", "pipeline_tree is required")]
    [InlineData("""{"pipeline_tree": null}""", "pipeline_tree is required")]
    [InlineData("""{"pipeline_tree": "{"}""", "pipeline_tree is not a valid JSON string")]
    [InlineData("""{"pipeline_tree": TREE, "category": "Cooking"}""", "category: must be one of OpsTools,")]
    [InlineData("""{"pipeline_tree": TREE, "template_labels": [1]}""", "template_labels contain invalid label ids")]
    [InlineData("""{"pipeline_tree": TREE, "format": "yaml"}""", "format: yaml is not supported")]
    [InlineData("""{"pipeline_tree": TREE, "notify_type": ["email"]}""", "notify_type: must be an object")]
    [InlineData(
        """{"pipeline_tree": TREE, "notify_type": {"fail": "email"} }""",
        "notify_type: fail must be a list of strings"
    )]
    [InlineData("""{"pipeline_tree": TREE, "notify_receivers": "eve"}""", "notify_receivers: must be an object")]
    [InlineData("""{"pipeline_tree": TREE, "default_flow_type": "other"}""", "default_flow_type: must be one of")]
    [InlineData("""{"pipeline_tree": TREE, "timeout": -1}""", "timeout: must not be negative")]
    [InlineData("""{"pipeline_tree": TREE, "template_source": "mine"}""", "template_source: must be")]
    [InlineData("""{"pipeline_tree": TREE, "name": "LONG"}""", "name: must have 1 to 50 characters")]
    [InlineData("""{"pipeline_tree": TREE, "executor_proxy": "LONGLONG"}""", "executor_proxy: at most 64 characters")]
    public async Task Input_ThatCannotBeKept_IsRefused_AndNothingIsStored(string body, string message)
    {
        var business = NewBusiness();
        var text = body.Replace("TREE", Simple(), StringComparison.Ordinal)
            .Replace("LONG", new string('x', 51), StringComparison.Ordinal);
        foreach (var (path, fields) in Paths(business))
        {
            foreach (var only in new[] { "", "\"validate_only\": true" })
            {
                var refused = await Client.PostAsync(path, Body(fields, text[1..^1], only));
                Assert.Equal((200, 3540000), (refused.Status, refused.Code));
                Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
            }
        }
        Assert.Empty(await app.ListAsync(business));
    }

    [Fact]
    public async Task Tree_ThatIsWrong_IsRefusedWithAllThatIsWrong()
    {
        foreach (var (path, fields) in Paths(2))
        {
            var refused = await Client.PostAsync(path, Body(fields, """ "pipeline_tree": {"activities": 1} """));
            Assert.Equal(3546100, refused.Code);
        }
        var (status, reason, _) = await RefusedAsync(() =>
            Client.Templates.CreateTemplateAsync(New(2, tree: """{"activities": 1}"""))
        );
        Assert.Equal((StatusCode.InvalidArgument, "PIPELINE_TREE_INVALID"), (status, reason));
    }

    [Fact]
    public async Task ValidateOnly_ChecksEverything_AndStoresNothing()
    {
        var business = NewBusiness();
        var request = new CreateTemplateRequest(New(business, "would be")) { ValidateOnly = true, RequestId = "only" };

        var answer = await Client.Templates.CreateTemplateAsync(request);

        Assert.Equal((0, "would be"), (answer.TemplateId, answer.TemplateName));
        Assert.Empty(await app.ListAsync(business));
        // What changed nothing has no answer to repeat, so the id is still free.
        request.ValidateOnly = false;
        Assert.NotEqual(0, (await Client.Templates.CreateTemplateAsync(request)).TemplateId);
        foreach (var (path, fields) in Paths(business))
        {
            var checkedOnly = await Client.PostOkAsync(
                path,
                Body(fields, $"\"validate_only\": true, \"pipeline_tree\": {Simple()}")
            );
            Assert.Equal(0, checkedOnly.Data.GetProperty("template_id").GetInt64());
        }
        Assert.Single(await app.ListAsync(business));
    }

    [Fact]
    public async Task Common_Template_IsEverybodys()
    {
        var mine = NewBusiness();
        var common = new CreateTemplateRequest(New(mine, "shared")) { TemplateSource = "common" };
        var id = (await Client.Templates.CreateTemplateAsync(common)).TemplateId;

        Assert.DoesNotContain(await app.ListAsync(mine), t => t.Id == id);
        var theirs = NewBusiness();
        var seen = Assert.Single(await app.ListAsync(theirs, "common"), t => t.Id == id);
        Assert.Equal(theirs, seen.BkBizId);
        var task = await Client.Tasks.CreateTaskAsync(
            new CreateTaskRequest
            {
                BkBizId = theirs,
                TemplateId = id,
                TemplateSource = "common",
                Name = "n",
            }
        );
        Assert.NotEqual(0, task.TaskId);
    }

    [Fact]
    public async Task Common_Template_CanOnlyContainCommonOnes()
    {
        var business = NewBusiness();
        var own = await app.CreateAsync(business);
        var inner = (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest(New(business)) { TemplateSource = "common" }
            )
        ).TemplateId;

        var outer = (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest(New(business, tree: Parent(inner))) { TemplateSource = "common" }
            )
        ).TemplateId;
        var own2 = await Client.Templates.CreateTemplateAsync(
            New(business, tree: Parent(outer, s => s["template_source"] = "common"))
        );
        Assert.NotEqual(0, own2.TemplateId);

        foreach (var source in new[] { null, "project", "common" })
        {
            var tree = Parent(
                own,
                s =>
                {
                    if (source is not null)
                    {
                        s["template_source"] = source;
                    }
                }
            );
            var (status, reason, _) = await RefusedAsync(() =>
                Client.Templates.CreateTemplateAsync(
                    new CreateTemplateRequest(New(business, tree: tree)) { TemplateSource = "common" }
                )
            );
            Assert.Equal((StatusCode.InvalidArgument, "PIPELINE_TREE_INVALID"), (status, reason));
        }
    }

    private static string Body(params string[] members) => $"{{{string.Join(", ", members.Where(m => m.Length > 0))}}}";

    private static (string Path, string Fields)[] Paths(long business) =>
        [
            ($"/apigw/create_template/{business}/", ""),
            ("/v2/sops/create_template/", $"\"bk_biz_id\": \"{business}\""),
            ("/api/c/compapi/v2/sops/create_template/", $"\"bk_biz_id\": {business}"),
        ];
}
