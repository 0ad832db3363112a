using System.Text;
using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of str.</summary>
internal static class TextMethods
{
    public static readonly Methods<TextValue> Table = Create();

    private static readonly char[] Spaces =
    [
        .. Enumerable.Range(0, 0x10000).Select(c => (char)c).Where(TextShapes.IsSpace),
    ];

    private static Methods<TextValue> Create()
    {
        var table = new Methods<TextValue>
        {
            ["encode"] = (self, a) => BytesMethods.Encode(self, a),
            ["format"] = (self, a) => new TextValue(BraceFormat.Apply(self.Text, a)),
            ["join"] = Join,
            ["replace"] = Replace,
            ["count"] = (self, a) => new IntValue(TextPositions.Count(self.Text, a.Refuse(3))),
            ["find"] = (self, a) => new IntValue(TextPositions.Find(self.Text, a.Refuse(3), false)),
            ["rfind"] = (self, a) => new IntValue(TextPositions.Find(self.Text, a.Refuse(3), true)),
            ["index"] = (self, a) => Found(TextPositions.Find(self.Text, a.Refuse(3), false)),
            ["rindex"] = (self, a) => Found(TextPositions.Find(self.Text, a.Refuse(3), true)),
            ["startswith"] = (self, a) => BoolValue.Of(TextPositions.Touches(self.Text, a.Refuse(3), false)),
            ["endswith"] = (self, a) => BoolValue.Of(TextPositions.Touches(self.Text, a.Refuse(3), true)),
            ["removeprefix"] = (self, a) =>
                self.Text.StartsWith(a.Refuse(1).Text(0), StringComparison.Ordinal)
                    ? new TextValue(self.Text[a.Text(0).Length..])
                    : self,
            ["removesuffix"] = (self, a) =>
                self.Text.EndsWith(a.Refuse(1).Text(0), StringComparison.Ordinal)
                    ? new TextValue(self.Text[..^a.Text(0).Length])
                    : self,
            ["zfill"] = ZeroFill,
            ["expandtabs"] = (self, a) => Make(TextShapes.ExpandTabs(self.Text, a.Refuse(1, "tabsize")), a),
            ["split"] = (self, a) => TextSplitting.Split(self.Text, a.Refuse(2, "sep", "maxsplit"), false),
            ["rsplit"] = (self, a) => TextSplitting.Split(self.Text, a.Refuse(2, "sep", "maxsplit"), true),
            ["splitlines"] = (self, a) => TextSplitting.Lines(self.Text, a.Refuse(1, "keepends")),
            ["partition"] = (self, a) => TextSplitting.Partition(self.Text, a.Refuse(1), false),
            ["rpartition"] = (self, a) => TextSplitting.Partition(self.Text, a.Refuse(1), true),
            ["strip"] = (self, a) => Make(self.Text.Trim(Stripped(a)), a),
            ["lstrip"] = (self, a) => Make(self.Text.TrimStart(Stripped(a)), a),
            ["rstrip"] = (self, a) => Make(self.Text.TrimEnd(Stripped(a)), a),
            ["ljust"] = (self, a) => Pad(self.Text, a, _ => 0),
            ["rjust"] = (self, a) => Pad(self.Text, a, missing => missing),
            // Python puts the odd one on the left where the width is odd.
            ["center"] = (self, a) => Pad(self.Text, a, missing => missing / 2 + (missing & a.Int(0) & 1)),
        };
        AddShapes(table);
        return table;
    }

    private static void AddShapes(Methods<TextValue> table)
    {
        var shapes = new Dictionary<string, Func<string, string>>
        {
            ["upper"] = TextShapes.Upper,
            ["lower"] = text => text.ToLowerInvariant(),
            ["casefold"] = text => text.ToLowerInvariant().Replace("ß", "ss", StringComparison.Ordinal),
            ["capitalize"] = TextShapes.Capitalize,
            ["title"] = TextShapes.Title,
            ["swapcase"] = TextShapes.SwapCase,
        };
        foreach (var (name, shape) in shapes)
            table[name] = (self, a) => Make(shape(self.Text), a.Refuse(0));
        foreach (var (name, test) in TextShapes.Tests)
            table[name] = (self, a) =>
            {
                a.Refuse(0).Context.SpendText(self.Text.Length);
                return BoolValue.Of(test(self.Text));
            };
    }

    private static TextValue Make(string text, Arguments arguments)
    {
        arguments.Context.SpendText(text.Length);
        return new TextValue(text);
    }

    private static IntValue Found(int index) =>
        index >= 0 ? new IntValue(index) : throw new ExpressionError("substring not found");

    private static char[] Stripped(Arguments arguments) =>
        arguments.Refuse(1).TextOrNull(0) is { } characters
            ? characters.Length == 0
                ? ['\uFFFF']
                : characters.ToCharArray()
            : Spaces;

    private static TextValue Join(TextValue self, Arguments arguments)
    {
        var text = new BoundedText(arguments.Context);
        var isFirst = true;
        foreach (var item in Iteration.Over(arguments.Refuse(1).Get(0), arguments.Context))
        {
            if (!isFirst)
                text.Write(self.Text);
            isFirst = false;
            text.Write(Arguments.AsText(item));
        }
        return new TextValue(text.ToString());
    }

    private static TextValue Replace(TextValue self, Arguments arguments)
    {
        var (old, put) = (arguments.Refuse(3).Text(0), arguments.Text(1));
        var limit = arguments.Int(2, null, -1);
        TextSearch.Spend(self.Text, old, arguments.Context);
        var text = new BoundedText(arguments.Context);
        var at = 0;
        for (var count = 0; limit < 0 || count < limit; count++)
        {
            // An empty text is found between all characters and at both ends.
            var found =
                old.Length > 0 ? self.Text.IndexOf(old, at, StringComparison.Ordinal)
                : count == 0 ? 0
                : at < self.Text.Length ? at + CodePoints.Width(self.Text, at)
                : -1;
            if (found < 0)
                break;
            text.Write(self.Text[at..found]).Write(put);
            at = found + old.Length;
        }
        return new TextValue(text.Write(self.Text[at..]).ToString());
    }

    private static TextValue Pad(string text, Arguments arguments, Func<int, int> left)
    {
        var width = arguments.Refuse(2).Int(0);
        var fill = arguments.Text(1, null, " ");
        if (CodePoints.Count(fill) != 1)
            throw new ExpressionError("the fill character must be exactly one character long");
        var missing = width - CodePoints.Count(text);
        if (missing <= 0)
            return new TextValue(text);
        arguments.Context.SpendText((long)missing * fill.Length + text.Length);
        var before = left(missing);
        return new TextValue(
            new StringBuilder()
                .Insert(0, fill, before)
                .Append(text)
                .Append(string.Concat(Enumerable.Repeat(fill, missing - before)))
                .ToString()
        );
    }

    private static TextValue ZeroFill(TextValue self, Arguments arguments)
    {
        var missing = arguments.Refuse(1).Int(0) - CodePoints.Count(self.Text);
        if (missing <= 0)
            return self;
        arguments.Context.SpendText((long)self.Text.Length + missing);
        var sign = self.Text.StartsWith('-') || self.Text.StartsWith('+') ? 1 : 0;
        return new TextValue(self.Text[..sign] + new string('0', missing) + self.Text[sign..]);
    }
}
