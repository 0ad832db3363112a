using Sops.Engine.Expressions.Syntax;

namespace Sops.Engine.Expressions.Feel;

/// <summary>Decides conditions that are written in FEEL, as BKFlow understands it.</summary>
internal static class FeelCondition
{
    /// <summary>Whether the result counts as true; null, 0 and whatever is empty do not.</summary>
    public static bool Holds(TemplateText expression, EvaluationContext context)
    {
        try
        {
            var tokens = new FeelTokenizer(context).Read(expression);
            return new FeelParser(tokens, context).Parse().Evaluate(new FeelScope(context)).IsTrue;
        }
        catch (Exception e) when (e is ExpressionError or OverflowException)
        {
            throw new ConditionException(e is ExpressionError ? e.Message : "a number is out of range", e);
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new EvaluationException("a condition or a value in it nests too deep", e);
        }
    }
}
