using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>The names that an expression may use. Those of variables are none of them: variables are written ${name}.</summary>
internal sealed class FeelScope(EvaluationContext context, DictValue? names = null, FeelScope? outer = null)
{
    public EvaluationContext Context => context;

    /// <summary>A name that nobody gave a value is null.</summary>
    public Value Lookup(TextValue name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
            if (scope.Names is { } own && own.Entries.TryGetValue(name, out var value))
                return value;
        return NoneValue.Instance;
    }

    private DictValue? Names => names;
    private FeelScope? Outer => outer;
}
