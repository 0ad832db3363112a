using Sops.Engine.Expressions.Conditions;
using Sops.Engine.Expressions.Feel;
using Sops.Engine.Expressions.Syntax;

namespace Sops.Engine.Expressions;

/// <summary>Decides a gateway's branch.</summary>
public static class Condition
{
    /// <summary>Whether conditions can be written in that language: boolrule, MAKO or FEEL, in any case.</summary>
    public static bool Speaks(string language) => language.ToUpperInvariant() is "BOOLRULE" or "MAKO" or "FEEL";

    /// <summary>
    /// Whether the condition holds. Its <c>${…}</c> are evaluated first and stand as operands or inside quoted texts; a
    /// value never adds an operator.
    /// </summary>
    /// <param name="language">boolrule, MAKO or FEEL, in any case.</param>
    /// <exception cref="ConditionException">
    /// It is not an expression of that language, or compares what cannot be compared, or there is no such language.
    /// </exception>
    /// <exception cref="EvaluationException">The budget is used up, or a variable cannot be had.</exception>
    public static bool Evaluate(string expression, string language, EvaluationContext context)
    {
        if (expression.Length > context.Limits.MaxExpressionLength)
            throw new EvaluationException(
                $"a condition is longer than {context.Limits.MaxExpressionLength} characters"
            );
        var text = TemplateText.Parse(expression);
        return language.ToUpperInvariant() switch
        {
            "BOOLRULE" => expression == "*"
                || new ConditionParser(ConditionText.Of(text, context), context).Parse().Holds(),
            "MAKO" => IsTrue(text.Render(context)),
            "FEEL" => FeelCondition.Holds(text, context),
            _ => throw new ConditionException($"no gateway speaks '{Shortened(language)}': boolrule, MAKO and FEEL do"),
        };
    }

    /// <summary>Names that its <c>${…}</c> take from outside.</summary>
    public static IReadOnlySet<string> References(string expression) => TemplateText.Parse(expression).References;

    private static bool IsTrue(string rendered) =>
        rendered switch
        {
            "True" => true,
            "False" => false,
            _ => throw new ConditionException(
                $"The result of the expression must be a boolean, now is {Shortened(rendered)}"
            ),
        };

    private static string Shortened(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
