using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>What a value of a variable is as an operand.</summary>
internal static class BoundValue
{
    private const int MaxJsonDepth = 200;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Most variables are texts: one that reads as a number, a list or another literal is meant as that, and any other
    /// stays text.
    /// </summary>
    public static Value Of(Value value, string text, EvaluationContext context) =>
        value switch
        {
            TextValue when Literal(text.Trim(), context) is { } literal => literal,
            TupleValue tuple => new ListValue(tuple.Items),
            _ => value,
        };

    /// <summary>Null where it is none: FEEL's have no exponent.</summary>
    public static Value? Number(string text)
    {
        var digits = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExcept(Digits) || digits[^1] == '.')
            return null;
        var points = digits.Count('.');
        if (points > 0)
            return points == 1 ? new FloatValue(double.Parse(text, CultureInfo.InvariantCulture)) : null;
        return Numbers.TryParseInteger(text, out var integer) ? new IntValue(integer) : null;
    }

    private static Value? Literal(string text, EvaluationContext context) =>
        text switch
        {
            "true" => BoolValue.True,
            "false" => BoolValue.False,
            "null" => NoneValue.Instance,
            ['[' or '{' or '"', ..] => Json(text, context),
            _ => Number(text),
        };

    public static Value? Json(string text, EvaluationContext context)
    {
        context.SpendText(text.Length);
        try
        {
            var element = JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = MaxJsonDepth });
            return ValueReader.Read(element, context);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or ExpressionError)
        {
            return null;
        }
    }
}
