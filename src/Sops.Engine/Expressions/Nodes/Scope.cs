using Sops.Engine.Expressions.Builtins;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>Where an expression finds its names: its own first, then variables, then builtins and modules.</summary>
internal sealed class Scope
{
    private readonly Scope? _parent;
    private readonly Func<Value, Value>? _convert;
    private readonly Dictionary<string, Value> _names = new(StringComparer.Ordinal);

    /// <param name="convert">Changes each variable's value before it is used.</param>
    public Scope(EvaluationContext context, Func<Value, Value>? convert = null)
    {
        Context = context;
        _convert = convert;
    }

    public Scope(Scope parent)
        : this(parent.Context) => _parent = parent;

    public EvaluationContext Context { get; }

    public void Bind(string name, Value value) => _names[name] = value;

    public Value Lookup(string name)
    {
        for (var scope = this; ; scope = scope._parent)
        {
            if (scope._names.TryGetValue(name, out var value))
                return value;
            if (scope._parent is null)
                return scope.LookupOutside(name);
        }
    }

    private Value LookupOutside(string name)
    {
        if (Context.Variables.TryGet(name, out var json))
        {
            var value = ValueReader.Read(json, Context, Context.Variables.HasAttributes(name));
            value = _convert is null ? value : _convert(value);
            // A name means one value for as long as its expression is evaluated, and is read once.
            _names[name] = value;
            return value;
        }
        return Names.Find(name) ?? throw new ExpressionError($"name '{name}' is not defined");
    }
}
