namespace Sops.Engine.Expressions.Values;

/// <summary>Items in an order: a list or a tuple.</summary>
internal abstract class SequenceValue(List<Value> items) : Value
{
    public List<Value> Items => items;
    public override bool IsTrue => items.Count > 0;

    protected void WriteItems(BoundedText text)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                text.Write(", ");
            items[i].WriteRepr(text);
        }
    }
}

internal sealed class ListValue(List<Value> items) : SequenceValue(items)
{
    public override string TypeName => "list";

    public override void WriteRepr(BoundedText text)
    {
        text.Write('[');
        WriteItems(text);
        text.Write(']');
    }
}

internal sealed class TupleValue(List<Value> items) : SequenceValue(items)
{
    public override string TypeName => "tuple";

    public override void WriteRepr(BoundedText text)
    {
        text.Write('(');
        WriteItems(text);
        text.Write(Items.Count == 1 ? ",)" : ")");
    }
}

/// <summary>Keys in the order of their first insertion.</summary>
internal sealed class DictValue(EvaluationContext context) : Value
{
    public OrderedDictionary<Value, Value> Entries { get; } = new(context.Equality);

    /// <summary>Keys can be read as attributes.</summary>
    public bool HasAttributes { get; init; }

    public override string TypeName => "dict";
    public override bool IsTrue => Entries.Count > 0;

    public override void WriteRepr(BoundedText text)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        text.Write('{');
        var first = true;
        foreach (var (key, value) in Entries)
        {
            if (!first)
                text.Write(", ");
            first = false;
            key.WriteRepr(text);
            text.Write(": ");
            value.WriteRepr(text);
        }
        text.Write('}');
    }
}

internal sealed class SetValue(EvaluationContext context) : Value
{
    public OrderedDictionary<Value, bool> Members { get; } = new(context.Equality);

    public static SetValue Of(IEnumerable<Value> members, EvaluationContext context)
    {
        var set = new SetValue(context);
        foreach (var member in members)
            set.Members.TryAdd(member, true);
        return set;
    }

    public override string TypeName => "set";
    public override bool IsTrue => Members.Count > 0;

    public override void WriteRepr(BoundedText text)
    {
        if (Members.Count == 0)
        {
            text.Write("set()");
            return;
        }
        text.Write('{');
        var first = true;
        foreach (var member in Members.Keys)
        {
            if (!first)
                text.Write(", ");
            first = false;
            member.WriteRepr(text);
        }
        text.Write('}');
    }
}
