namespace Sops.Engine.Expressions.Values;

/// <summary>A builtin, a type, a method bound to its value, or a lambda.</summary>
internal sealed class FunctionValue(string name, Func<Arguments, Value> body) : Value
{
    public string Name => name;

    /// <summary>What a type offers without a value: datetime.now, str.lower.</summary>
    public IReadOnlyDictionary<string, Value>? Members { get; init; }

    public override string TypeName => "function";

    public Value Call(Arguments arguments) => body(arguments);

    public override void WriteRepr(BoundedText text) =>
        throw new ExpressionError($"'{name}' is a function, not a value");
}

/// <summary>A module, such as re.</summary>
internal sealed class ModuleValue(string name, IReadOnlyDictionary<string, Value> members) : Value
{
    public IReadOnlyDictionary<string, Value> Members => members;

    public override string TypeName => "module";

    public override void WriteRepr(BoundedText text) => throw new ExpressionError($"'{name}' is a module, not a value");
}
