using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sops.Engine.Tests.Runs;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Tests.Tasks;

/// <summary>Templates to make tasks from, and the forms in which a method can be called.</summary>
internal static class Writes
{
    public const long Business = SopsClient.Business;

    /// <summary>Forms of a method about one template: its path, and the ids that go into the body.</summary>
    public static (string Path, string Ids) Form(bool esb, string method, long template) =>
        esb
            ? ($"/v2/sops/{method}/", $"\"bk_biz_id\": {Business}, \"template_id\": {template}")
            : ($"/apigw/{method}/{template}/{Business}/", "\"scope\": \"cmdb_biz\"");

    public static (string Path, string Ids) TaskForm(bool esb, string method, long task) =>
        esb ? ($"/v2/sops/{method}/", $"\"bk_biz_id\": {Business}, \"task_id\": {task}")
        : method == "operate_node" ? ($"/apigw/{method}/{Business}/{task}/", "\"scope\": \"cmdb_biz\"")
        : ($"/apigw/{method}/{task}/{Business}/", "\"scope\": \"cmdb_biz\"");

    public static async Task<long> TemplateAsync(this SopsClient client, string tree, long business = Business) =>
        (
            await client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = business,
                    Name = "template",
                    Category = "OpsTools",
                    PipelineTree = new V1.JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    public static Task<long> CommonTemplateAsync(this SopsApp app, string tree) =>
        app
            .Services.GetRequiredService<TemplateStore>()
            .InsertAsync(
                new TemplateRow
                {
                    BusinessId = 0,
                    Source = TemplateSource.Common,
                    Name = "common",
                    Category = "Default",
                    Creator = "ann",
                    CreateTime = DateTimeOffset.UnixEpoch,
                    EditTime = DateTimeOffset.UnixEpoch,
                },
                tree
            );

    public static async Task<TaskRow> RowAsync(this SopsApp app, long task) =>
        (await app.Services.GetRequiredService<TaskStore>().FindForEngineAsync(task))!;

    /// <summary>How many tasks a business has, to tell that nothing was made.</summary>
    public static Task<long> CountAsync(this SopsApp app, long business) =>
        app.Services.GetRequiredService<TaskStore>().CountAsync(TaskQuery.Of(business));

    public static async Task<StartedRun> FunctionalAsync(this SopsClient client, string tree, long business = Business)
    {
        var made = await client.Tasks.CreateTaskAsync(
            new CreateTaskRequest
            {
                BkBizId = business,
                TemplateId = await client.TemplateAsync(tree, business),
                Name = "functional",
                FlowType = "common_func",
            }
        );
        return new StartedRun(client, business, made.TaskId, made.PipelineTree.Json);
    }

    /// <summary>An activity that may be left out.</summary>
    public static TreeBuilder.Part Optional(string name, params (string Key, JsonNode? Value)[] inputs) =>
        TreeBuilder.Act(
            name,
            n =>
            {
                n["component"]!["code"] = "test_echo";
                n["optional"] = true;
            },
            inputs
        );

    /// <summary>A constant with further fields, as JSON text.</summary>
    public static string With(string tree, string key, string fields)
    {
        var root = JsonNode.Parse(tree)!;
        var constant = root["constants"]![key]!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject())
        {
            constant[name] = value?.DeepClone();
        }
        return root.ToJsonString();
    }

    /// <summary>Names of the activities of a tree, in no order.</summary>
    public static IEnumerable<string> Activities(JsonElement tree) =>
        tree.GetProperty("activities").EnumerateObject().Select(a => a.Value.GetProperty("name").GetString()!).Order();

    public static JsonElement Constant(JsonElement tree, string key) => tree.GetProperty("constants").GetProperty(key);
}
