using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>re: patterns that run in linear time; those that need backtracking have no value.</summary>
internal static class RegexModule
{
    public static IReadOnlyDictionary<string, Value> Members { get; } = Create();

    private static Dictionary<string, Value> Create()
    {
        var members = new Dictionary<string, Value>
        {
            ["I"] = new IntValue(2),
            ["IGNORECASE"] = new IntValue(2),
            ["M"] = new IntValue(8),
            ["MULTILINE"] = new IntValue(8),
            ["S"] = new IntValue(16),
            ["DOTALL"] = new IntValue(16),
            ["compile"] = new FunctionValue("compile", a => Pattern(a.Refuse(2, "pattern", "flags"), 1)),
            ["escape"] = new FunctionValue("escape", Escape),
        };
        foreach (var name in PatternValue.Searches)
            members[name] = new FunctionValue(
                name,
                a =>
                    Pattern(
                            a,
                            name is "sub" ? 4
                                : name is "split" ? 3
                                : 2
                        )
                        .Run(name, a, 1)
            );
        return members;
    }

    private static PatternValue Pattern(Arguments arguments, int flags)
    {
        if (arguments.Get(0, "pattern") is PatternValue ready)
            return ready;
        return PatternValue.Compile(arguments.Text(0, "pattern"), arguments.Int(flags, "flags", 0), arguments.Context);
    }

    private static TextValue Escape(Arguments arguments)
    {
        var text = new BoundedText(arguments.Context);
        foreach (var c in arguments.Refuse(1).Text(0))
        {
            if ("()[]{}?*+-|^$\\.&~# \t\n\r\v\f".Contains(c, StringComparison.Ordinal))
                text.Write('\\');
            text.Write(c);
        }
        return new TextValue(text.ToString());
    }
}
