using System.Text.Json.Nodes;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Rest;

namespace Sops.Server.Tests.Golden;

/// <summary>One of the two addresses that the documents give a method, and how their sample programs call it.</summary>
public sealed record Form(string Name, SopsClient Client)
{
    public const string Apigw = "apigw";
    public const string Bus = "v2";

    public static TheoryData<string> All => new(Apigw, Bus);

    /// <summary>requests.get(url, kwargs): the members become the query.</summary>
    public Task<Reply> GetAsync(string method, string kwargs, params (string Name, long Value)[] ids)
    {
        var members = With(kwargs, ids).Select(m => $"{m.Key}={Uri.EscapeDataString(m.Value!.ToString())}");
        return Client.GetAsync($"{Path(method, ids)}?{string.Join('&', members)}");
    }

    /// <summary>requests.post(url, json.dumps(kwargs)): a body that has no content type.</summary>
    public Task<Reply> PostAsync(string method, string kwargs, params (string Name, long Value)[] ids) =>
        Client.SendAsync(
            HttpMethod.Post,
            Path(method, ids),
            EdgeHost.Content(With(kwargs, ids).ToJsonString(new() { WriteIndented = true }))
        );

    /// <summary>requests.get(url, json.dumps(kwargs)), as some samples have it: the JSON text is the query.</summary>
    public Task<Reply> GetWithJsonAsync(string method, string kwargs, params (string Name, long Value)[] ids)
    {
        var query = Name == Apigw ? "" : string.Concat(ids.Select(i => $"{i.Name}={i.Value}&"));
        return Client.GetAsync($"{Path(method, ids)}?{query}{Uri.EscapeDataString(kwargs)}");
    }

    string Path(string method, (string Name, long Value)[] ids) =>
        Name == Apigw ? $"/apigw/{method}/{string.Concat(ids.Select(i => $"{i.Value}/"))}" : $"/v2/sops/{method}/";

    /// <summary>The bus has the ids among the parameters, and in its documents they are strings.</summary>
    JsonObject With(string kwargs, (string Name, long Value)[] ids)
    {
        var members = JsonNode.Parse(kwargs)!.AsObject();
        foreach (var (name, value) in Name == Bus ? ids : [])
        {
            members[name] = value.ToString(null, null);
        }
        return members;
    }
}
