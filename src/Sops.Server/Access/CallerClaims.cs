using System.Text.Json;
using Grpc.Core;

namespace Sops.Server.Access;

/// <summary>
/// Who a caller says they are, before anybody has checked it. Read from the header X-Bkapi-Authorization, which is gRPC
/// metadata as well; then from what the REST edge found in the body and the query; then from the header bk_username.
/// </summary>
public sealed class CallerClaims
{
    public const string Header = "X-Bkapi-Authorization";

    static readonly string[] Names =
    [
        "bk_app_code",
        "app_code",
        "bk_app_secret",
        "app_secret",
        "bk_username",
        "bk_token",
        "access_token",
    ];

    readonly Dictionary<string, string> claims = new(StringComparer.Ordinal);

    public string? AppCode => Find("bk_app_code") ?? Find("app_code");

    public string? AppSecret => Find("bk_app_secret") ?? Find("app_secret");

    public string? UserName => Find("bk_username");

    /// <summary>A login of the user's, where the caller sent one in place of a name.</summary>
    public string? Token => Find("bk_token") ?? Find("access_token");

    public static CallerClaims Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var claims = new CallerClaims();
        claims.AddHeader(http.Request.Headers[Header].ToString());
        if (http.Features.Get<CallerClaims>() is { } edge)
        {
            foreach (var (name, value) in edge.claims)
                claims.Add(name, value);
        }
        claims.Add("bk_username", http.Request.Headers["bk_username"].ToString());
        return claims;
    }

    public static bool IsName(string name) => Names.Contains(name);

    /// <summary>Takes a claim in; the first one of a name stands, and an empty one is none.</summary>
    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && IsName(name))
            claims.TryAdd(name, value);
    }

    void AddHeader(string json)
    {
        if (json.Length == 0)
            return;
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String)
                    Add(member.Name, member.Value.GetString());
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SopsException.Invalid(FailureReasons.RequestInvalid, $"the header {Header} is not a JSON object");
        }
    }

    string? Find(string name) => claims.GetValueOrDefault(name);
}
