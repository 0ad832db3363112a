namespace Sops.Server.Access;

/// <summary>What one place of a request says of its caller: a header, the body or the query.</summary>
public sealed class ClaimSource
{
    private static readonly string[] Names =
    [
        "bk_app_code",
        "app_code",
        "bk_app_secret",
        "app_secret",
        "bk_username",
        "bk_token",
        "access_token",
    ];

    private readonly Dictionary<string, string> _claims = new(StringComparer.Ordinal);

    public string? AppCode => Find("bk_app_code") ?? Find("app_code");

    public string? AppSecret => Find("bk_app_secret") ?? Find("app_secret");

    public string? UserName => Find("bk_username");

    public string? Token => Find("bk_token") ?? Find("access_token");

    public static bool IsName(string name) => Names.Contains(name);

    /// <summary>Takes a claim in; the first one of a name stands, and an empty one is none.</summary>
    public void Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value) && IsName(name))
        {
            _claims.TryAdd(name, value);
        }
    }

    private string? Find(string name) => _claims.GetValueOrDefault(name);
}
