using System.Text.Json;

namespace Sops.Server.Hosting;

/// <summary>Proves that a text is JSON that can be read later without surprises.</summary>
static class JsonText
{
    static readonly JsonReaderOptions Options = new() { MaxDepth = Limits.JsonDepth };

    public static bool IsSound(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                    reader.GetString();
            }
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Half a surrogate pair, such as "\ud83d" alone, is JSON but no text: reading it would throw wherever it is met
    /// first. Rare enough that only a body with such an escape is walked for it.
    /// </summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> json) =>
        (json.IndexOf(@"\ud"u8) >= 0 || json.IndexOf(@"\uD"u8) >= 0) && !IsSound(json);
}
