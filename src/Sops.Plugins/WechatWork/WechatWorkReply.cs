using System.Text;
using System.Text.Json;

namespace Sops.Plugins.WechatWork;

/// <summary>What the webhook answered, safe to show: cut to length and without what the webhook's URL keeps secret.</summary>
/// <param name="Succeeded">A 2xx status, and no error number in the body: WeChat Work refuses with status 200.</param>
internal sealed record WechatWorkReply(bool Succeeded, int Status, string Excerpt)
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxExcerpt = 1000;

    /// <summary>Shorter parts of a URL are words, not keys; blotting them out would tear holes into any text.</summary>
    private const int ShortestKey = 8;

    public static async Task<WechatWorkReply> ReadAsync(
        HttpResponseMessage response,
        Uri webhook,
        CancellationToken cancellation
    )
    {
        var bytes = new byte[MaxBytes];
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var count = await stream.ReadAtLeastAsync(bytes, MaxBytes, false, cancellation).ConfigureAwait(false);
            var text = Encoding.UTF8.GetString(bytes, 0, count);
            return new(
                response.IsSuccessStatusCode && !SaysError(text),
                (int)response.StatusCode,
                Cut(WithoutSecrets(text, webhook))
            );
        }
    }

    private static bool SaysError(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("errcode", out var code)
                && code.ValueKind == JsonValueKind.Number
                && !(code.TryGetInt64(out var number) && number == 0);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>An error page may repeat the address it was asked for.</summary>
    private static string WithoutSecrets(string text, Uri webhook)
    {
        char[] separators = ['/', '?', '&', '='];
        var parts = webhook.PathAndQuery.Split(separators).Where(p => p.Length >= ShortestKey);
        var secrets = parts.Concat(parts.Select(Uri.UnescapeDataString)).OrderByDescending(s => s.Length);
        return secrets.Aggregate(text, (t, s) => t.Replace(s, "***", StringComparison.OrdinalIgnoreCase));
    }

    private static string Cut(string text) =>
        text.Length <= MaxExcerpt ? text : string.Concat(text.AsSpan(0, MaxExcerpt), "…");
}
