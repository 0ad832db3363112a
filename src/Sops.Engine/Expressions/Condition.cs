using Sops.Engine.Expressions.Conditions;
using Sops.Engine.Expressions.Syntax;

namespace Sops.Engine.Expressions;

/// <summary>Decides a gateway's branch.</summary>
public static class Condition
{
    /// <summary>
    /// Whether the condition holds. Its <c>${…}</c> are evaluated first and stand as operands or inside quoted texts; a
    /// value never adds an operator.
    /// </summary>
    /// <exception cref="ConditionException">It is not an expression, or compares what cannot be compared.</exception>
    /// <exception cref="EvaluationException">The budget is used up, or a variable cannot be had.</exception>
    public static bool Evaluate(string expression, EvaluationContext context)
    {
        if (expression == "*")
            return true;
        if (expression.Length > context.Limits.MaxExpressionLength)
            throw new EvaluationException(
                $"a condition is longer than {context.Limits.MaxExpressionLength} characters"
            );
        var text = ConditionText.Of(TemplateText.Parse(expression), context);
        return new ConditionParser(text, context).Parse().Holds();
    }

    /// <summary>Whether the rendered text is True; it must be exactly True or False.</summary>
    /// <exception cref="ConditionException">It is another text.</exception>
    /// <exception cref="EvaluationException">The budget is used up, or a variable cannot be had.</exception>
    public static bool EvaluateMako(string expression, EvaluationContext context) =>
        TemplateText.Parse(expression).Render(context) switch
        {
            "True" => true,
            "False" => false,
            var other => throw new ConditionException(
                "The result of the expression must be a boolean, now is "
                    + (other.Length > 200 ? other[..200] + "…" : other)
            ),
        };

    /// <summary>Names that its <c>${…}</c> take from outside.</summary>
    public static IReadOnlySet<string> References(string expression) => TemplateText.Parse(expression).References;
}
