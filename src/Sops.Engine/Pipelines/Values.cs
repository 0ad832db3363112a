using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Rules for the open values of a tree: inputs and constants.</summary>
internal static class Values
{
    /// <summary>The value of a constant that has none.</summary>
    public static readonly JsonElement Empty = JsonElement.Parse("\"\"");

    public static void CheckSize(TreeReader tree, JsonElement value, Fields holder)
    {
        var size = JsonMarshal.GetRawUtf8Value(value).Length;
        if (size > tree.Limits.ValueBytes)
            holder.Report(
                "VALUE_TOO_LARGE",
                "value",
                $"The value has {size} bytes; the limit ValueBytes is {tree.Limits.ValueBytes}."
            );
    }

    /// <summary>
    /// The value of a constant as runs see it: of a meta variable, whose value describes a selector until a task gives it
    /// one, the selector's default.
    /// </summary>
    public static JsonElement OfConstant(JsonElement constant)
    {
        if (!constant.TryGetProperty("value", out var value))
            return Empty;
        return IsMeta(constant) && !HasMeta(constant) ? DefaultOf(value) : value;
    }

    public static bool IsMeta(JsonElement constant) =>
        constant.TryGetProperty("is_meta", out var meta) && meta.ValueKind == JsonValueKind.True;

    /// <summary>True once a task has moved the selector's description aside, to "meta".</summary>
    public static bool HasMeta(JsonElement constant) =>
        constant.TryGetProperty("meta", out var meta)
        && meta.ValueKind == JsonValueKind.Object
        && meta.EnumerateObject().MoveNext();

    public static JsonElement DefaultOf(JsonElement selector)
    {
        if (selector.ValueKind != JsonValueKind.Object)
            return selector;
        if (selector.TryGetProperty("default", out var value))
            return value;
        return selector.TryGetProperty("default_text", out var text) ? text : selector;
    }
}
