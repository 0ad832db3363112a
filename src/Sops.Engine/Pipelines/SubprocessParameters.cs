using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>Works out what a sub-process hands to its body: a value for each constant that the body shows.</summary>
internal static class SubprocessParameters
{
    public static IReadOnlyList<NodeInput> Read(Subprocess subprocess, Fields activity, Fields body)
    {
        var given = activity.Object("constants");
        var parameters = new List<NodeInput>();
        if (body.Find("constants") is not { ValueKind: JsonValueKind.Object } inner)
            return parameters;
        foreach (var entry in inner.EnumerateObject())
        {
            if (!subprocess.Body.Constants.TryGetValue(entry.Name, out var constant) || !constant.Shown)
                continue;
            var value =
                given?.Find(entry.Name) is { ValueKind: JsonValueKind.Object } own && own.TryGetProperty("value", out _)
                    ? Values.OfConstant(own).Clone()
                    : constant.Value;
            parameters.Add(new NodeInput(entry.Name, value, constant.NeedRender));
        }
        return parameters;
    }
}
