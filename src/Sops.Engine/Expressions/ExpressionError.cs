namespace Sops.Engine.Expressions;

/// <summary>An expression that has no value, such as 1 + "a"; its text stays as the author wrote it.</summary>
internal sealed class ExpressionError(string message) : Exception(message);
