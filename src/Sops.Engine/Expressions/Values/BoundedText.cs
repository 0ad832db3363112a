using System.Text;

namespace Sops.Engine.Expressions.Values;

/// <summary>A text in the making that cannot outgrow its context's limits.</summary>
internal sealed class BoundedText(EvaluationContext context)
{
    private readonly StringBuilder _text = new();

    public EvaluationContext Context => context;

    public BoundedText Write(string part)
    {
        Reserve(part.Length);
        _text.Append(part);
        return this;
    }

    public BoundedText Write(char part)
    {
        Reserve(1);
        _text.Append(part);
        return this;
    }

    public override string ToString() => _text.ToString();

    private void Reserve(int more)
    {
        var length = (long)_text.Length + more;
        if (length > context.Limits.MaxTextLength)
            context.SpendText(length);
        context.Spend((length / 64) - (_text.Length / 64));
    }
}
