using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>
/// Reads FEEL. The ranks are BKFlow's: = and != bind closer than the orders, and * / ** between are one rank.
/// </summary>
internal sealed partial class FeelParser(List<FeelToken> tokens, EvaluationContext context)
{
    private static readonly string[][] Ranks =
    [
        ["<=", ">=", "<", ">"],
        ["=", "!="],
        ["+", "-"],
        ["**", "*", "/"],
    ];

    private int _next;

    private FeelToken Next => tokens[_next];

    public FeelNode Parse()
    {
        var expression = ParseExpression();
        return Next.Kind == FeelKind.End ? expression : throw Unexpected();
    }

    private FeelNode ParseExpression()
    {
        context.Enter();
        try
        {
            return ParseChoice("or", () => ParseChoice("and", () => ParseRank(0)));
        }
        finally
        {
            context.Leave();
        }
    }

    private FeelNode ParseChoice(string word, Func<FeelNode> parsePart)
    {
        var parts = new List<FeelNode> { parsePart() };
        while (TryTake(word))
            parts.Add(parsePart());
        return parts is [var only] ? only : new Choice(word == "and", parts);
    }

    private FeelNode ParseRank(int rank)
    {
        if (rank == Ranks.Length)
            return ParseFactor();
        var first = ParseRank(rank + 1);
        var steps = new List<Step>();
        while (true)
        {
            if (Array.Find(Ranks[rank], TryTake) is { } op)
                steps.Add(new Binary(op, ParseRank(rank + 1)));
            else if (rank == Ranks.Length - 1 && TryTake("between"))
                steps.Add(ParseBetween());
            else
                return Chain(first, steps);
        }
    }

    private Between ParseBetween()
    {
        var low = ParseFactor();
        Take("and");
        return new Between(low, ParseFactor());
    }

    private FeelNode ParseFactor()
    {
        var factor = ParseOperand();
        return TryTake("in") ? new Operation(factor, [new In(ParseOperand())]) : factor;
    }

    private FeelNode ParseOperand()
    {
        context.Spend(1);
        var start = ParsePrimary();
        var steps = new List<Step>();
        while (true)
        {
            if (TryTake("."))
                steps.Add(new Member(new TextValue(TakeName())));
            else if (start is not IntervalDisplay && TryTake("["))
                steps.Add(ParseItem());
            else
                return Chain(start, steps);
        }
    }

    /// <summary>A bare integer is a position, anything else a filter.</summary>
    private Step ParseItem()
    {
        var inside = ParseExpression();
        Take("]");
        return inside switch
        {
            Constant { Content: IntValue position } => new Item(position.Number),
            Negative { Number: Constant { Content: IntValue position } } => new Item(-position.Number),
            _ => new Filter(inside),
        };
    }

    private static FeelNode Chain(FeelNode first, List<Step> steps) =>
        steps.Count == 0 ? first : new Operation(first, steps);

    private bool TryTake(string text)
    {
        if (!Next.Is(text))
            return false;
        _next++;
        return true;
    }

    private void Take(string text)
    {
        if (!TryTake(text))
            throw Unexpected($"'{text}'");
    }

    private string TakeName()
    {
        if (Next.Kind != FeelKind.Word || char.IsAsciiDigit(Next.Text[0]))
            throw Unexpected("a name");
        return tokens[_next++].Text;
    }

    private ConditionException Unexpected(string expected = "a FEEL expression")
    {
        var found = Next.Text.Length > 80 ? Next.Text[..80] + "…" : Next.Text;
        return new($"Expected {expected}, found '{found}' (at char {Next.At})");
    }
}
