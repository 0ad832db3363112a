using System.Numerics;

namespace Sops.Engine.Expressions.Values;

/// <summary>What a function is called with; read by position, or by name where one is given.</summary>
internal sealed class Arguments(
    EvaluationContext context,
    List<Value> values,
    IReadOnlyDictionary<string, Value>? named = null
)
{
    public EvaluationContext Context => context;
    public List<Value> Values => values;
    public IReadOnlyDictionary<string, Value> Named { get; } = named ?? new Dictionary<string, Value>();

    /// <summary>Refuses more than that many, and any name but these.</summary>
    public Arguments Refuse(int maximum, params ReadOnlySpan<string> names)
    {
        if (values.Count > maximum)
            throw new ExpressionError($"takes at most {maximum} arguments");
        foreach (var name in Named.Keys)
            if (!names.Contains(name))
                throw new ExpressionError($"unexpected keyword argument '{name}'");
        return this;
    }

    public Value? Find(int index, string? name = null)
    {
        if (index >= values.Count)
            return name is not null && Named.TryGetValue(name, out var value) ? value : null;
        if (name is not null && Named.ContainsKey(name))
            throw new ExpressionError($"multiple values for argument '{name}'");
        return values[index];
    }

    public Value Get(int index, string? name = null) =>
        Find(index, name) ?? throw new ExpressionError($"argument {index + 1} is missing");

    public string Text(int index, string? name = null) => AsText(Get(index, name));

    /// <summary>Null where it is left out or None.</summary>
    public string? TextOrNull(int index, string? name = null) =>
        Find(index, name) is { } value and not NoneValue ? AsText(value) : null;

    public string Text(int index, string? name, string otherwise) =>
        Find(index, name) is { } value ? AsText(value) : otherwise;

    public int Int(int index, string? name = null) => AsInt(Get(index, name));

    public int Int(int index, string? name, int otherwise) =>
        Find(index, name) is { } value and not NoneValue ? AsInt(value) : otherwise;

    public bool Flag(int index, string name, bool otherwise) => Find(index, name)?.IsTrue ?? otherwise;

    public double Number(int index, string? name = null) => AsNumber(Get(index, name));

    public double Number(int index, string name, double otherwise) =>
        Find(index, name) is { } value ? AsNumber(value) : otherwise;

    public FunctionValue? Function(int index, string name) =>
        Find(index, name) switch
        {
            null or NoneValue => null,
            FunctionValue function => function,
            _ => throw new ExpressionError("the argument is not callable"),
        };

    public static string AsText(Value value) =>
        value is TextValue text ? text.Text : throw new ExpressionError($"a str is required, not '{value.TypeName}'");

    public static double AsNumber(Value value)
    {
        if (value is FloatValue number)
            return number.Number;
        if (!Numbers.TryInteger(value, out var integer))
            throw new ExpressionError($"must be a real number, not '{value.TypeName}'");
        return Numbers.ToFloat(integer);
    }

    /// <summary>An integer, cut to the range of an index.</summary>
    public static int AsInt(Value value)
    {
        if (!Numbers.TryInteger(value, out var integer))
            throw new ExpressionError($"'{value.TypeName}' object cannot be interpreted as an integer");
        return (int)BigInteger.Clamp(integer, -int.MaxValue, int.MaxValue);
    }
}
