using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Templates;

/// <summary>A server where business 2 has a name, and what tests of templates do all the time.</summary>
public sealed class TemplatesApp : SopsApp
{
    private static long _lastBusiness = 1000;

    protected override IEnumerable<(string Key, string Value)> Settings => [("Sops:Businesses:2:Name", "蓝鲸")];

    /// <summary>A business that no other test has templates of.</summary>
    public static long NewBusiness() => Interlocked.Increment(ref _lastBusiness);

    public static string Simple(string text = "a") => Tree(TestTrees.Node("n", "test_echo", ("text", text)));

    /// <summary>A tree whose only node is a sub-process that names a template.</summary>
    public static string Parent(long template, Action<JsonObject>? change = null)
    {
        var tree = JsonNode.Parse(Tree(Act("sub")))!;
        var sub = tree["activities"]!["sub"]!.AsObject();
        sub["type"] = "SubProcess";
        sub["template_id"] = template;
        sub.Remove("component");
        change?.Invoke(sub);
        return tree.ToJsonString();
    }

    public static CreateTemplateRequest New(long business, string name = "t", string? tree = null) =>
        new()
        {
            BkBizId = business,
            Name = name,
            PipelineTree = Json(tree ?? Simple()),
        };

    public static JsonValue Json(string json) => new() { Json = json };

    public async Task<long> CreateAsync(long business, string name = "t", string? tree = null) =>
        (await Client.Templates.CreateTemplateAsync(New(business, name, tree))).TemplateId;

    public async Task<TemplateDetail> GetAsync(long business, long template) =>
        (
            await Client.Templates.GetTemplateAsync(
                new GetTemplateRequest { BkBizId = business, TemplateId = template }
            )
        ).Template;

    public async Task<IReadOnlyList<TemplateSummary>> ListAsync(long business, string source = "") =>
        [
            .. (
                await Client.Templates.ListTemplatesAsync(
                    new ListTemplatesRequest { BkBizId = business, TemplateSource = source }
                )
            ).Templates,
        ];

    /// <summary>How a call is refused: its status, its reason and what it says.</summary>
    public static async Task<(StatusCode Status, string Reason, string Message)> RefusedAsync<T>(
        Func<AsyncUnaryCall<T>> call
    )
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call());
        return (
            failure.StatusCode,
            failure.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason ?? "",
            failure.Status.Detail
        );
    }
}
