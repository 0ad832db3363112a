using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>The methods of one type, by name.</summary>
internal sealed class Methods<T> : Dictionary<string, Func<T, Arguments, Value>>
    where T : Value
{
    public Methods()
        : base(StringComparer.Ordinal) { }

    public FunctionValue? Bind(T self, string name) =>
        TryGetValue(name, out var method) ? new FunctionValue(name, arguments => method(self, arguments)) : null;

    /// <summary>The methods as functions that take the value first: <c>key=str.lower</c>.</summary>
    public Dictionary<string, Value> Unbound() =>
        this.ToDictionary(
            method => method.Key,
            Value (method) =>
                new FunctionValue(
                    method.Key,
                    arguments =>
                        arguments.Get(0) is T self
                            ? method.Value(
                                self,
                                new Arguments(arguments.Context, arguments.Values[1..], arguments.Named)
                            )
                            : throw new ExpressionError($"'{method.Key}' is of another type")
                ),
            StringComparer.Ordinal
        );
}
