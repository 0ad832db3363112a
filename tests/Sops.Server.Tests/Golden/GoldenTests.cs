using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Server.Tests.App;
using Sops.V1;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Golden;

/// <summary>What the tests of the documents' samples share: their parameters, and things to call methods about.</summary>
public abstract class GoldenTests(SopsApp app)
{
    /// <summary>The parameters that every sample of the HTTP documents begins with.</summary>
    protected const string Kwargs =
        """{"app_code": "app_code", "app_secret": "app_secret", "access_token": "access_token"}""";

    protected const long Business = SopsClient.Business;

    public static TheoryData<string> Forms => Form.All;

    protected SopsClient Client { get; } = app.Client;

    protected Form In(string form) => new(form, Client);

    /// <summary>The common parameters and a sample's own, which come as members of an object.</summary>
    protected static string With(string members) => $"{Kwargs[..^1]}, {members}}}";

    /// <summary>A template of a document's tree, to whose outputs keys can be added.</summary>
    protected async Task<long> TemplateAsync(string seed, params string[] outputs)
    {
        var tree = JsonNode.Parse(TestTrees.Seed(seed))!;
        tree["outputs"] = new JsonArray([.. outputs.Select(o => (JsonNode)o)]);
        var made = await Client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = Business,
                Name = $"seed {seed}",
                PipelineTree = new JsonValue { Json = tree.ToJsonString() },
            }
        );
        return made.TemplateId;
    }

    protected StartedRun Made(JsonElement data) =>
        new(Client, Business, data.GetProperty("task_id").GetInt64(), data.GetProperty("pipeline_tree").GetRawText());

    protected static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
