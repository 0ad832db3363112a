using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>A parsed expression. Immutable and shared: what changes while it is evaluated is in the scope.</summary>
internal abstract class Expression
{
    public abstract Value Evaluate(Scope scope);

    /// <summary>The expressions that it is made of.</summary>
    protected virtual IEnumerable<Expression> Parts => [];

    /// <summary>Adds the names that it takes from outside.</summary>
    public virtual void CollectNames(ISet<string> names)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var part in Parts)
            part.CollectNames(names);
    }
}

internal sealed class Literal(Value value) : Expression
{
    public Value Value => value;

    public override Value Evaluate(Scope scope)
    {
        scope.Context.Spend(1);
        return value;
    }
}

internal sealed class NameReference(string name) : Expression
{
    public string Name => name;

    public override Value Evaluate(Scope scope)
    {
        scope.Context.Spend(1);
        return scope.Lookup(name);
    }

    public override void CollectNames(ISet<string> names) => names.Add(name);
}
