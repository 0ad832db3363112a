using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

internal sealed partial class FeelParser
{
    private FeelNode ParsePrimary()
    {
        var token = Next;
        switch (token.Kind)
        {
            case FeelKind.Number or FeelKind.Text or FeelKind.Bound:
                _next++;
                return new Constant(token.Value);
            case FeelKind.Word:
                return ParseWord();
        }
        if (TryTake("{"))
            return ParseContext();
        if (TryTake("["))
            return ParseList();
        if (TryTake("("))
            return ParseGroup();
        // A sign belongs to the number that it touches; there is no other one before an operand.
        if (token.Is("-") || token.Is("+"))
        {
            _next++;
            if (Next.Value is IntValue or FloatValue && Next.At == token.At + 1 && !IsSigned(Next))
            {
                var number = new Constant(tokens[_next++].Value);
                return token.Is("-") ? new Negative(number) : number;
            }
            _next--;
        }
        throw Unexpected();
    }

    /// <summary>A negative value after a sign would read --5.</summary>
    private static bool IsSigned(FeelToken token) => token.Text.StartsWith('-') || token.Text.StartsWith('+');

    private FeelNode ParseWord()
    {
        if (FeelFunctions.Find(tokens, _next) is { } found)
        {
            _next += found.Words;
            return new Call(found.Function, ParseArguments());
        }
        if (TryTake("some"))
            return ParseQuantifier(isEvery: false);
        if (TryTake("every"))
            return ParseQuantifier(isEvery: true);
        var name = TakeName();
        if (Next.Is("("))
            throw new ConditionException($"there is no function '{name}'");
        return name switch
        {
            "true" => new Constant(BoolValue.True),
            "false" => new Constant(BoolValue.False),
            "null" => new Constant(NoneValue.Instance),
            _ => new Name(new TextValue(name)),
        };
    }

    private List<FeelNode> ParseArguments()
    {
        Take("(");
        return ParseAll(")", ParseExpression);
    }

    private Quantifier ParseQuantifier(bool isEvery)
    {
        var sources = new List<(TextValue, FeelNode)>();
        do
        {
            var name = TakeName();
            Take("in");
            sources.Add((new TextValue(name), ParseOperand()));
        } while (TryTake(","));
        Take("satisfies");
        return new Quantifier(isEvery, sources, ParseExpression());
    }

    private ContextDisplay ParseContext() =>
        new(
            ParseAll(
                "}",
                () =>
                {
                    var key = Next is { Kind: FeelKind.Text, Value: TextValue text } ? text : null;
                    if (key is null)
                        key = new TextValue(TakeName());
                    else
                        _next++;
                    Take(":");
                    return (key, ParseExpression());
                }
            )
        );

    private FeelNode ParseList()
    {
        if (TryTake("]"))
            return new ListDisplay([]);
        var first = ParseExpression();
        if (TryTake(".."))
            return ParseInterval(first, hasLow: true);
        var items = new List<FeelNode> { first };
        while (TryTake(","))
            items.Add(ParseExpression());
        Take("]");
        return new ListDisplay(items);
    }

    private FeelNode ParseGroup()
    {
        var inside = ParseExpression();
        if (TryTake(".."))
            return ParseInterval(inside, hasLow: false);
        Take(")");
        return inside;
    }

    private IntervalDisplay ParseInterval(FeelNode low, bool hasLow)
    {
        var high = ParseExpression();
        var hasHigh = TryTake("]");
        if (!hasHigh)
            Take(")");
        return new IntervalDisplay(low, hasLow, high, hasHigh);
    }

    private List<T> ParseAll<T>(string close, Func<T> parse)
    {
        var items = new List<T>();
        if (TryTake(close))
            return items;
        do items.Add(parse());
        while (TryTake(","));
        Take(close);
        return items;
    }
}
