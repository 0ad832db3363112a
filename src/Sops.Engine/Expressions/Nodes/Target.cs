using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>What a loop assigns to: a name, or several that a sequence is unpacked into.</summary>
internal sealed class Target
{
    private readonly string? _name;
    private readonly IReadOnlyList<Target> _targets = [];

    public Target(string name) => _name = name;

    public Target(IReadOnlyList<Target> targets) => _targets = targets;

    public IEnumerable<string> Names => _name is null ? _targets.SelectMany(target => target.Names) : [_name];

    public void Bind(Value value, Scope scope)
    {
        if (_name is not null)
        {
            scope.Bind(_name, value);
            return;
        }
        var items = Iteration.Over(value, scope.Context).Take(_targets.Count + 1).ToList();
        if (items.Count != _targets.Count)
            throw new ExpressionError($"cannot unpack {items.Count} values into {_targets.Count} names");
        for (var i = 0; i < items.Count; i++)
            _targets[i].Bind(items[i], scope);
    }
}
