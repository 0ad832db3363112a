using System.Text.Json.Nodes;

namespace Sops.Engine.Pipelines;

/// <summary>Drops many members of a JSON object at once; removing them singly takes time by the square.</summary>
internal static class JsonObjectKeep
{
    public static void Keep(this JsonObject map, Func<string, bool> wanted)
    {
        var members = map.ToList();
        if (members.TrueForAll(member => wanted(member.Key)))
            return;
        map.Clear();
        foreach (var (key, value) in members)
            if (wanted(key))
                map.Add(key, value);
    }
}
