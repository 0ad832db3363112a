namespace Sops.Engine.Expressions.Values;

/// <summary>What an expression works with: a value that behaves as Python's of the same type name.</summary>
internal abstract class Value
{
    public abstract string TypeName { get; }

    public virtual bool IsTrue => true;

    /// <summary>How the value is written inside a container.</summary>
    public abstract void WriteRepr(BoundedText text);

    /// <summary>How the value is written into a template.</summary>
    public virtual void WriteText(BoundedText text) => WriteRepr(text);

    public string ToText(EvaluationContext context)
    {
        if (this is TextValue plain)
            return plain.Text;
        var text = new BoundedText(context);
        WriteText(text);
        return text.ToString();
    }

    public string ToRepr(EvaluationContext context)
    {
        var text = new BoundedText(context);
        WriteRepr(text);
        return text.ToString();
    }
}
