namespace Sops.Engine.Expressions.Values;

/// <summary>A value with format directives of its own, such as a date in <c>'{:%Y}'.format(day)</c>.</summary>
internal interface IFormattableValue
{
    string Format(string spec, EvaluationContext context);
}
