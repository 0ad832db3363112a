using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Finds and counts parts of a text; positions count code points.</summary>
internal static class TextPositions
{
    public static int Find(string text, Arguments arguments, bool isLast)
    {
        var part = arguments.Text(0);
        var (start, window) = Window(text, arguments);
        if (window is null)
            return -1;
        TextSearch.Spend(window, part, arguments.Context);
        var found = isLast
            ? window.LastIndexOf(part, StringComparison.Ordinal)
            : window.IndexOf(part, StringComparison.Ordinal);
        return found < 0 ? -1 : start + CodePoints.FromUtf16(window, found);
    }

    public static int Count(string text, Arguments arguments)
    {
        var part = arguments.Text(0);
        var window = Window(text, arguments).Text;
        if (window is null)
            return 0;
        if (part.Length == 0)
            return CodePoints.Count(window) + 1;
        TextSearch.Spend(window, part, arguments.Context);
        arguments.Context.Spend(window.Length / 8);
        var count = 0;
        for (var at = 0; (at = window.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
            count++;
        return count;
    }

    /// <summary>Whether it begins, or ends, with the part or with one of a tuple of them.</summary>
    public static bool Touches(string text, Arguments arguments, bool atEnd)
    {
        var window = Window(text, arguments).Text;
        var parts = arguments.Get(0) is TupleValue tuple ? tuple.Items : [arguments.Get(0)];
        return parts
            .ConvertAll(Arguments.AsText)
            .Exists(part =>
                window is not null
                && (
                    atEnd
                        ? window.EndsWith(part, StringComparison.Ordinal)
                        : window.StartsWith(part, StringComparison.Ordinal)
                )
            );
    }

    /// <summary>The text between the second and third argument; null where it begins behind its end.</summary>
    private static (int Start, string? Text) Window(string text, Arguments arguments)
    {
        arguments.Context.SpendText(text.Length);
        if (arguments.Values.Count < 2)
            return (0, text);
        var length = CodePoints.Count(text);
        Value none = NoneValue.Instance;
        var (start, stop, _) = new SliceValue(arguments.Get(1), arguments.Find(2) ?? none, none).Over(length);
        if (start > stop || (start == length && arguments.Get(1) is not NoneValue && arguments.Int(1) > length))
            return (0, null);
        return (start, CodePoints.Pick(text, start, stop, 1));
    }
}
