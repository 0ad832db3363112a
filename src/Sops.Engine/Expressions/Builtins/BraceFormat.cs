using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>str.format. A field names an argument and nothing inside it: "{0.x}", "{0[x]}" and fields in fields fail.</summary>
internal static class BraceFormat
{
    public static string Apply(string format, Arguments arguments)
    {
        var text = new BoundedText(arguments.Context);
        var next = 0;
        for (var at = 0; at < format.Length; at++)
        {
            var c = format[at];
            if (c is '{' or '}' && at + 1 < format.Length && format[at + 1] == c)
                text.Write(format[at++]);
            else if (c == '{')
                text.Write(Field(format, ref at, arguments, ref next));
            else if (c == '}')
                throw new ExpressionError("Single '}' encountered in format string");
            else
                text.Write(c);
        }
        return text.ToString();
    }

    private static string Field(string format, ref int at, Arguments arguments, ref int next)
    {
        var end = format.IndexOf('}', at);
        if (end < 0)
            throw new ExpressionError("expected '}' before end of string");
        var field = format[(at + 1)..end];
        at = end;
        if (field.Contains('{', StringComparison.Ordinal))
            throw new ExpressionError("fields inside of fields are not supported");
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var spec = colon < 0 ? "" : field[(colon + 1)..];
        var name = colon < 0 ? field : field[..colon];
        var conversion = '\0';
        if (name.Length >= 2 && name[^2] == '!')
            (conversion, name) = (name[^1], name[..^2]);
        var value = Find(name, arguments, ref next);
        return conversion switch
        {
            '\0' => Lay(value, spec, arguments.Context),
            's' => FormatSpec.Parse(spec).Text(value.ToText(arguments.Context)),
            'r' => FormatSpec.Parse(spec).Text(value.ToRepr(arguments.Context)),
            _ => throw new ExpressionError($"Unknown conversion specifier '{conversion}'"),
        };
    }

    private static string Lay(Value value, string spec, EvaluationContext context) =>
        value is IFormattableValue formattable && spec.Length > 0
            ? formattable.Format(spec, context)
            : FormatSpec.Parse(spec).Apply(value, context);

    private static Value Find(string name, Arguments arguments, ref int next)
    {
        if (name.Length == 0)
        {
            if (next < 0)
                throw new ExpressionError("cannot switch from manual to automatic field numbering");
            return arguments.Get(next++);
        }
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            if (next > 0)
                throw new ExpressionError("cannot switch from automatic to manual field numbering");
            next = -1;
            return arguments.Get(index);
        }
        return arguments.Named.GetValueOrDefault(name) ?? throw new ExpressionError($"format has no argument '{name}'");
    }
}
