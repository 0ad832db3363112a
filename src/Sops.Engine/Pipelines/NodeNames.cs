using System.Text;
using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

/// <summary>Cleans the names of nodes in trees that callers write themselves, as editors do when they are typed in.</summary>
public static class NodeNames
{
    private const string Stripped = "<>$&'\"";
    private const int Longest = 50;
    private static readonly string[] Events = ["start_event", "end_event"];
    private static readonly string[] Maps = ["activities", "gateways"];

    /// <summary>The same text where every name is clean, or where it is no sound document: the parser says why.</summary>
    public static string Clean(string json, PipelineLimits limits)
    {
        using var document = TreeText.Read(json, limits, new Findings(limits.Findings));
        if (document is null)
            return json;
        var root = TreeEdit.Read(json);
        return CleanLevel(root) ? TreeEdit.Write(root) : json;
    }

    // Recursion is bounded by the depth of the document.
    private static bool CleanLevel(JsonObject level)
    {
        var changed = false;
        foreach (var name in Events)
            if (level[name] is JsonObject node)
                changed |= CleanName(node);
        foreach (var name in Maps)
        foreach (var node in (level[name] as JsonObject ?? []).Select(entry => entry.Value).OfType<JsonObject>())
        {
            changed |= CleanName(node);
            if (node["pipeline"] is JsonObject body)
                changed |= CleanLevel(body);
        }
        return changed;
    }

    private static bool CleanName(JsonObject node)
    {
        if (node["name"] is not JsonValue value || !value.TryGetValue<string>(out var name))
            return false;
        var clean = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Where(rune => !IsStripped(rune)).Take(Longest))
            clean.Append(rune.ToString());
        if (clean.Equals(name))
            return false;
        node["name"] = clean.ToString();
        return true;
    }

    private static bool IsStripped(Rune rune) => rune.IsBmp && Stripped.Contains((char)rune.Value);
}
