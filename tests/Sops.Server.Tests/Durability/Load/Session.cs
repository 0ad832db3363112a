using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>What callers have in hand between two ends of the service.</summary>
/// <param name="Patience">How long a caller waits for an answer before it asks again.</param>
internal sealed record Session(SopsClient Client, TimeSpan Patience, IReadOnlyDictionary<Script, long> Templates)
{
    /// <summary>Makes a template for each script, once: the first time and ever after under the same request_id.</summary>
    public static async Task<Session> BeginAsync(SopsClient client, TimeSpan patience, IEnumerable<Script> scripts)
    {
        var templates = new Dictionary<Script, long>();
        foreach (var script in scripts)
        {
            var made = await client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = SopsClient.Business,
                    Name = script.Name,
                    PipelineTree = new JsonValue { Json = script.Tree },
                    RequestId = script.Name,
                }
            );
            templates[script] = made.TemplateId;
        }
        return new Session(client, patience, templates);
    }
}
