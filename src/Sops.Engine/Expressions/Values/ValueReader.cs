using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Sops.Engine.Expressions.Syntax;

namespace Sops.Engine.Expressions.Values;

/// <summary>Makes values from JSON: an integer of any size stays exact, 20.0 stays a float.</summary>
internal static class ValueReader
{
    public static Value Read(JsonElement element, EvaluationContext context, bool hasAttributes = false)
    {
        context.Spend(1);
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                var text = RawText.Read(element) ?? throw new ExpressionError("a text holds half of a character");
                context.SpendText(text.Length);
                return new TextValue(text);
            case JsonValueKind.Number:
                return ReadNumber(element.GetRawText(), context);
            case JsonValueKind.True:
                return BoolValue.True;
            case JsonValueKind.False:
                return BoolValue.False;
            case JsonValueKind.Array:
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                // Each level walks over all that is in it.
                context.Spend(RawText.Size(element) / 32);
                context.SpendItems(element.GetArrayLength());
                return new ListValue([.. element.EnumerateArray().Select(item => Read(item, context))]);
            case JsonValueKind.Object:
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                context.SpendItems(element.GetPropertyCount());
                var dict = new DictValue(context) { HasAttributes = hasAttributes };
                foreach (var property in element.EnumerateObject())
                {
                    var name =
                        RawText.ReadName(property) ?? throw new ExpressionError("a key holds half of a character");
                    dict.Entries[new TextValue(name)] = Read(property.Value, context, hasAttributes);
                }
                return dict;
            default:
                return NoneValue.Instance;
        }
    }

    private static Value ReadNumber(string raw, EvaluationContext context)
    {
        if (raw.AsSpan().IndexOfAny(".eE") >= 0)
            return new FloatValue(double.Parse(raw, CultureInfo.InvariantCulture));
        // Four bits hold a digit.
        if (raw.Length > context.Limits.MaxIntegerBits / 4)
            throw new EvaluationException($"an integer has more than {context.Limits.MaxIntegerBits} bits");
        return new IntValue(BigInteger.Parse(raw, CultureInfo.InvariantCulture));
    }
}
