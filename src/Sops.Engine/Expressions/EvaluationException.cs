namespace Sops.Engine.Expressions;

/// <summary>Fails the node whose template was rendered; its message is shown to the template's author.</summary>
public sealed class EvaluationException : Exception
{
    public EvaluationException() { }

    public EvaluationException(string message)
        : base(message) { }

    public EvaluationException(string message, Exception innerException)
        : base(message, innerException) { }
}
