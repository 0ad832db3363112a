namespace Sops.Engine.Expressions;

/// <summary>Fails the gateway whose condition is not an expression, or compares what cannot be compared.</summary>
public sealed class ConditionException : Exception
{
    public ConditionException() { }

    public ConditionException(string message)
        : base(message) { }

    public ConditionException(string message, Exception innerException)
        : base(message, innerException) { }
}
