using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>Methods of set.</summary>
internal static class SetMethods
{
    public static readonly Methods<SetValue> Table = new()
    {
        ["union"] = (self, a) => Combine(self, "|", a),
        ["intersection"] = (self, a) => Combine(self, "&", a),
        ["difference"] = (self, a) => Combine(self, "-", a),
        ["symmetric_difference"] = (self, a) => Combine(self, "^", a.Refuse(1)),
        ["issubset"] = (self, a) => Holds(self, "<=", a),
        ["issuperset"] = (self, a) => Holds(self, ">=", a),
        ["isdisjoint"] = (self, a) =>
            BoolValue.Of(!Iteration.Over(a.Refuse(1).Get(0), a.Context).Any(self.Members.ContainsKey)),
        ["copy"] = (self, a) => Create(self, a.Refuse(0).Context),
        ["add"] = (self, a) =>
        {
            a.Context.Grow(self.Members.Count);
            self.Members.TryAdd(a.Refuse(1).Get(0), true);
            return NoneValue.Instance;
        },
        ["discard"] = (self, a) =>
        {
            a.Context.Spend(self.Members.Count);
            self.Members.Remove(a.Refuse(1).Get(0));
            return NoneValue.Instance;
        },
    };

    public static SetValue Create(Value items, EvaluationContext context) =>
        SetValue.Of(Iteration.Collect(items, context), context);

    private static Value Combine(SetValue self, string op, Arguments arguments) =>
        arguments.Values.Aggregate(
            (Value)Create(self, arguments.Context),
            (set, other) => Arithmetic.Apply(set, op, Create(other, arguments.Context), arguments.Context)
        );

    private static BoolValue Holds(SetValue self, string op, Arguments arguments) =>
        BoolValue.Of(
            Comparisons.Holds(self, op, Create(arguments.Refuse(1).Get(0), arguments.Context), arguments.Context)
        );
}
