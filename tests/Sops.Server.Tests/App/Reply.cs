using System.Text.Json;

namespace Sops.Server.Tests.App;

/// <summary>What came back over REST.</summary>
public sealed record Reply(int Status, string Text, TimeSpan? RetryAfter = null)
{
    public JsonElement Json { get; } = Parse(Text);
    public bool Result => Json.GetProperty("result").GetBoolean();
    public int Code => Json.GetProperty("code").GetInt32();
    public string Message => Json.GetProperty("message").GetString()!;
    public JsonElement Data => Json.GetProperty("data");

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
