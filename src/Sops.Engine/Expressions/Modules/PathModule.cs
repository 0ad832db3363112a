using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>os.path: what POSIX paths look like, without ever looking at a disk.</summary>
internal static class PathModule
{
    public static readonly Dictionary<string, Func<Arguments, Value>> Functions = new()
    {
        ["basename"] = a => new TextValue(Split(a.Refuse(1).Text(0)).Tail),
        ["dirname"] = a => new TextValue(Split(a.Refuse(1).Text(0)).Head),
        ["split"] = a => Pair(Split(a.Refuse(1).Text(0))),
        ["splitext"] = a => Pair(SplitExtension(a.Refuse(1).Text(0))),
        ["isabs"] = a => BoolValue.Of(a.Refuse(1).Text(0).StartsWith('/')),
        ["join"] = a => new TextValue(Join(a)),
        ["normpath"] = a => new TextValue(Normalize(a.Refuse(1).Text(0), a.Context)),
    };

    private static TupleValue Pair((string Head, string Tail) parts) =>
        new([new TextValue(parts.Head), new TextValue(parts.Tail)]);

    private static (string Head, string Tail) Split(string path)
    {
        var at = path.LastIndexOf('/') + 1;
        var (head, tail) = (path[..at], path[at..]);
        var trimmed = head.TrimEnd('/');
        return (trimmed.Length > 0 ? trimmed : head, tail);
    }

    private static (string Head, string Tail) SplitExtension(string path)
    {
        var name = path.LastIndexOf('/') + 1;
        var dot = path.LastIndexOf('.');
        // Dots that a name begins with are no extension.
        return dot > name && path[name..dot].Trim('.').Length > 0 ? (path[..dot], path[dot..]) : (path, "");
    }

    private static string Join(Arguments arguments)
    {
        var path = arguments.Text(0);
        for (var i = 1; i < arguments.Values.Count; i++)
        {
            var part = arguments.Text(i);
            arguments.Context.SpendText((long)path.Length + part.Length + 1);
            if (part.StartsWith('/'))
                path = part;
            else
                path += path.Length == 0 || path.EndsWith('/') ? part : "/" + part;
        }
        return path;
    }

    private static string Normalize(string path, EvaluationContext context)
    {
        context.SpendText(path.Length);
        var root =
            !path.StartsWith('/') ? ""
            : path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("///", StringComparison.Ordinal)
                ? "//"
            : "/";
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != ".." || (root.Length == 0 && parts.Count == 0) || (parts.Count > 0 && parts[^1] == ".."))
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }
        var joined = root + string.Join('/', parts);
        return joined.Length > 0 ? joined : ".";
    }
}
