using System.Text.Json;
using Grpc.Core;

namespace Sops.Server.Access;

/// <summary>
/// Who a caller says they are, before anybody has checked it. Read from the header X-Bkapi-Authorization, which is gRPC
/// metadata as well; then from what the REST edge found in the body and the query; then from the header bk_username.
/// </summary>
/// <param name="sources">The one that counts most first.</param>
public sealed class CallerClaims(params IReadOnlyList<ClaimSource> sources)
{
    public const string Header = "X-Bkapi-Authorization";

    private readonly ClaimSource? _credentials = sources.FirstOrDefault(s => s.AppCode is not null);

    public string? AppCode => _credentials?.AppCode;

    /// <summary>From where the code stands: the secret of one place is never tried for the app of another.</summary>
    public string? AppSecret => _credentials?.AppSecret;

    public string? UserName => sources.Select(s => s.UserName).FirstOrDefault(name => name is not null);

    /// <summary>A login of the user's, where the caller sent one in place of a name.</summary>
    public string? Token => sources.Select(s => s.Token).FirstOrDefault(token => token is not null);

    private IReadOnlyList<ClaimSource> Sources => sources;

    public static CallerClaims Of(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        var name = new ClaimSource();
        name.Add("bk_username", http.Request.Headers["bk_username"].ToString());
        return new CallerClaims([
            OfHeader(http.Request.Headers[Header].ToString()),
            .. http.Features.Get<CallerClaims>()?.Sources ?? [],
            name,
        ]);
    }

    private static ClaimSource OfHeader(string json)
    {
        var source = new ClaimSource();
        if (json.Length == 0)
        {
            return source;
        }
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind == JsonValueKind.String)
                {
                    source.Add(member.Name, member.Value.GetString());
                }
            }
            return source;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw SopsException.Invalid(FailureReasons.RequestInvalid, $"the header {Header} is not a JSON object");
        }
    }
}
