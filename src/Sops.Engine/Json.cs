using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sops.Engine;

/// <summary>The JSON values that the engine itself makes.</summary>
public static class Json
{
    private static readonly JsonElement[] SmallNumbers = [.. Enumerable.Range(0, 256).Select(Parse)];

    public static JsonElement True { get; } = JsonElement.Parse("true");
    public static JsonElement False { get; } = JsonElement.Parse("false");
    public static JsonElement Null { get; } = JsonElement.Parse("null");

    public static JsonElement Of(bool value) => value ? True : False;

    public static JsonElement Of(int value) =>
        (uint)value < (uint)SmallNumbers.Length ? SmallNumbers[value] : Parse(value);

    public static JsonElement Of(string value) => JsonSerializer.SerializeToElement(value, RunJson.Default.String);

    /// <summary>Length of a value as JSON in UTF-8.</summary>
    public static int Bytes(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private static JsonElement Parse(int value) => JsonSerializer.SerializeToElement(value, RunJson.Default.Int32);
}
