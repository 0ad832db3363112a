using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Trees;

/// <summary>A sub-process that names a template runs that template's tree.</summary>
public sealed class SubprocessByTemplateTests(SopsApp app) : IClassFixture<SopsApp>
{
    private SopsClient Client => app.Client;

    private static string Child(string text) =>
        Tree(
            Constant("p", "default"),
            Constant("result", "", from: ("inner", "text"), output: true),
            TestTrees.Node("inner", "test_echo", ("text", text))
        );

    /// <summary>A tree whose only node is a sub-process that names a template.</summary>
    private static string Parent(long template, Action<JsonObject>? change = null)
    {
        var tree = JsonNode.Parse(Tree(Act("sub"), Constant("out", "", from: ("sub", "${result}"), output: true)))!;
        var sub = tree["activities"]!["sub"]!.AsObject();
        sub["type"] = "SubProcess";
        sub["template_id"] = template.ToString(null, null);
        sub.Remove("component");
        change?.Invoke(sub);
        return tree.ToJsonString();
    }

    private async Task<long> TemplateAsync(string tree, long business = SopsClient.Business) =>
        (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = business,
                    Name = "t",
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    private async Task<string> ChangeAsync(long template, string tree) => (
            await Client.Templates.UpdateTemplateAsync(
                new UpdateTemplateRequest
                {
                    BkBizId = SopsClient.Business,
                    TemplateId = template,
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).Template.Version;

    private async Task<string> VersionAsync(long template) =>
        (
            await Client.Templates.GetTemplateAsync(
                new GetTemplateRequest { BkBizId = SopsClient.Business, TemplateId = template }
            )
        )
            .Template
            .Version;

    private async Task<string> OutputAsync(string tree)
    {
        var task = await Client.StartAsync(tree);
        await task.UntilAsync("FINISHED");
        var detail = await Client.Tasks.GetTaskDetailAsync(
            new GetTaskDetailRequest { BkBizId = task.Business, TaskId = task.Id }
        );
        return JsonSerializer.Deserialize<string>(detail.Task.Outputs.Single().Value.Json)!;
    }

    [Fact]
    public async Task Version_GivenLatestOrNone_PicksTheTree()
    {
        var child = await TemplateAsync(Child("first"));
        var first = await VersionAsync(child);
        var second = await ChangeAsync(child, Child("second"));
        Assert.NotEqual(first, second);

        Assert.Equal("first", await OutputAsync(Parent(child, s => s["version"] = first)));
        Assert.Equal("second", await OutputAsync(Parent(child, s => s["version"] = second)));
        Assert.Equal("second", await OutputAsync(Parent(child)));
        Assert.Equal(
            "second",
            await OutputAsync(
                Parent(
                    child,
                    s =>
                    {
                        s["version"] = first;
                        s["always_use_latest"] = true;
                    }
                )
            )
        );
    }

    [Fact]
    public async Task Constants_OfTheParentSide_ReachTheChild()
    {
        var child = await TemplateAsync(Child("${p}"));
        Assert.Equal("default", await OutputAsync(Parent(child)));
        Assert.Equal(
            "given",
            await OutputAsync(
                Parent(
                    child,
                    s =>
                        s["constants"] = JsonNode.Parse(
                            """{"${p}": {"key": "${p}", "name": "p", "show_type": "show", "value": "given"}}"""
                        )
                )
            )
        );
    }

    [Fact]
    public async Task Task_OnceMade_KeepsTheChildAsItWas()
    {
        var child = await TemplateAsync(Child("before"));
        var task = await Client.CreateAsync(Parent(child));
        await ChangeAsync(child, Child("after"));
        await Client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = task.Business, TaskId = task.Id });
        await task.UntilAsync("FINISHED");
        var inner = await task.NodeAsync("inner");
        Assert.Equal("before", JsonElement.Parse(inner.Inputs.Json).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Circle_IsRefusedWhereItIsClosed()
    {
        var child = await TemplateAsync(Child("x"));
        var parent = await TemplateAsync(Parent(child));
        var refused = await Assert.ThrowsAsync<RpcException>(() => ChangeAsync(child, Parent(parent)));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains($"template {child} contains itself", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("x", await OutputAsync(Parent(child)));
    }

    [Theory]
    [InlineData("version", "0123456789abcdef0123456789abcdef", "has no version")]
    [InlineData("template_id", "999999", "does not exist")]
    [InlineData("template_id", "abc", "names no template")]
    public async Task Reference_ThatLeadsNowhere_IsRefusedWithItsPath(string field, string value, string why)
    {
        var child = await TemplateAsync(Child("x"));
        var refused = await Assert.ThrowsAsync<RpcException>(() => TemplateAsync(Parent(child, s => s[field] = value)));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains($"activities.sub.{field}", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains(why, refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_OfAnotherBusiness_DoesNotExist()
    {
        var child = await TemplateAsync(Child("theirs"), business: 3);
        var refused = await Assert.ThrowsAsync<RpcException>(() => TemplateAsync(Parent(child)));
        Assert.Contains($"template {child} does not exist", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nesting_WithoutMeasure_IsRefused()
    {
        var template = await TemplateAsync(Child("x"));
        RpcException? refused = null;
        for (var level = 0; level < 40 && refused is null; level++)
        {
            try
            {
                template = await TemplateAsync(Parent(template));
            }
            catch (RpcException e)
            {
                refused = e;
            }
        }
        Assert.Equal(StatusCode.InvalidArgument, refused?.StatusCode);
    }
}
