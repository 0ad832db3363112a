using System.Numerics;
using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>The functions and modules that every expression may name; there are no others.</summary>
internal static class Names
{
    private static readonly Dictionary<string, Value> All = Create();

    public static Value? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, Value> Create()
    {
        var functions = new Dictionary<string, Func<Arguments, Value>>
        {
            ["abs"] = a => Absolute(a.Refuse(1).Get(0)),
            ["all"] = a => BoolValue.Of(Iteration.Over(a.Refuse(1).Get(0), a.Context).All(item => item.IsTrue)),
            ["any"] = a => BoolValue.Of(Iteration.Over(a.Refuse(1).Get(0), a.Context).Any(item => item.IsTrue)),
            ["bool"] = a => BoolValue.Of(a.Refuse(1).Find(0)?.IsTrue ?? false),
            ["enumerate"] = Enumerate,
            ["float"] = Conversions.ToFloat,
            ["int"] = Conversions.ToInteger,
            ["len"] = a => new IntValue(Length(a.Refuse(1).Get(0), a.Context)),
            ["list"] = a => new ListValue(Items(a)),
            ["max"] = a => Sorting.Extreme(a, 1),
            ["min"] = a => Sorting.Extreme(a, -1),
            ["pow"] = Power,
            ["range"] = Range,
            ["reversed"] = Reverse,
            ["round"] = Conversions.Round,
            ["set"] = a => SetValue.Of(Items(a), a.Context),
            ["slice"] = Slice,
            ["sorted"] = a => new ListValue(Sorting.Sort(a.Refuse(1, "key", "reverse").Get(0), a)),
            ["sum"] = Sum,
            ["tuple"] = a => new TupleValue(Items(a)),
            ["zip"] = Zip,
        };
        var names = functions.ToDictionary(pair => pair.Key, Value (pair) => new FunctionValue(pair.Key, pair.Value));
        names["str"] = new FunctionValue("str", Conversions.ToText) { Members = TextMethods.Table.Unbound() };
        names["dict"] = new FunctionValue("dict", DictMethods.Create)
        {
            Members = new Dictionary<string, Value>
            {
                ["fromkeys"] = new FunctionValue("fromkeys", DictMethods.FromKeys),
            },
        };
        foreach (var (name, module) in ModuleNames.All)
            names[name] = module;
        return names;
    }

    private static List<Value> Items(Arguments arguments) =>
        arguments.Refuse(1).Find(0) is { } source ? Iteration.Collect(source, arguments.Context) : [];

    private static Value Absolute(Value value) =>
        value switch
        {
            FloatValue number => new FloatValue(Math.Abs(number.Number)),
            IArithmeticValue other when other.Apply("abs", NoneValue.Instance, false) is { } absolute => absolute,
            _ => Numbers.TryInteger(value, out var integer)
                ? new IntValue(BigInteger.Abs(integer))
                : throw new ExpressionError($"bad operand type for abs(): '{value.TypeName}'"),
        };

    private static BigInteger Length(Value value, EvaluationContext context) =>
        value switch
        {
            TextValue text => CodePoints.Count(text.Text, context),
            SequenceValue sequence => sequence.Items.Count,
            DictValue dict => dict.Entries.Count,
            SetValue set => set.Members.Count,
            ViewValue view => view.Items.Count,
            BytesValue bytes => bytes.Bytes.Length,
            RangeValue range => range.Count,
            _ => throw new ExpressionError($"object of type '{value.TypeName}' has no len()"),
        };

    private static IteratorValue Enumerate(Arguments arguments)
    {
        var start = BigInteger.Zero;
        if (arguments.Refuse(2, "start").Find(1, "start") is { } given && !Numbers.TryInteger(given, out start))
            throw new ExpressionError($"'{given.TypeName}' object cannot be interpreted as an integer");
        return new IteratorValue(
            Iteration
                .Over(arguments.Get(0), arguments.Context)
                .Select((item, i) => new TupleValue([new IntValue(start + i), item]))
        );
    }

    private static Value Power(Arguments arguments)
    {
        var (left, right) = (arguments.Refuse(3, "base", "exp", "mod").Get(0, "base"), arguments.Get(1, "exp"));
        if (arguments.Find(2, "mod") is not { } modulus || modulus is NoneValue)
            return Arithmetic.Apply(left, "**", right, arguments.Context);
        return
            Numbers.TryInteger(left, out var a)
            && Numbers.TryInteger(right, out var b)
            && Numbers.TryInteger(modulus, out var m)
            ? IntegerArithmetic.PowerModulo(a, b, m, arguments.Context)
            : throw new ExpressionError("pow() 3rd argument not allowed unless all arguments are integers");
    }

    private static RangeValue Range(Arguments arguments)
    {
        var numbers = arguments
            .Refuse(3)
            .Values.ConvertAll(value =>
                Numbers.TryInteger(value, out var integer)
                    ? integer
                    : throw new ExpressionError("range() takes integers")
            );
        if (numbers.Count == 0 || (numbers.Count == 3 && numbers[2].IsZero))
            throw new ExpressionError("range() takes 1 to 3 arguments, and no step of zero");
        return numbers.Count == 1
            ? new RangeValue(0, numbers[0], 1)
            : new RangeValue(numbers[0], numbers[1], numbers.Count == 3 ? numbers[2] : 1);
    }

    private static IteratorValue Reverse(Arguments arguments)
    {
        var source = arguments.Refuse(1).Get(0);
        if (source is SetValue or IteratorValue)
            throw new ExpressionError($"'{source.TypeName}' object is not reversible");
        var items = Iteration.Collect(source, arguments.Context);
        items.Reverse();
        return new IteratorValue(items);
    }

    private static SliceValue Slice(Arguments arguments)
    {
        var bounds = arguments.Refuse(3).Values;
        Value none = NoneValue.Instance;
        return bounds.Count switch
        {
            0 => throw new ExpressionError("slice() takes 1 to 3 arguments"),
            1 => new SliceValue(none, bounds[0], none),
            2 => new SliceValue(bounds[0], bounds[1], none),
            _ => new SliceValue(bounds[0], bounds[1], bounds[2]),
        };
    }

    private static Value Sum(Arguments arguments)
    {
        var sum = arguments.Refuse(2, "start").Find(1, "start") ?? new IntValue(0);
        if (sum is TextValue or BytesValue)
            throw new ExpressionError("sum() can't sum strings; use ''.join(…)");
        foreach (var item in Iteration.Over(arguments.Get(0), arguments.Context))
            sum = Arithmetic.Apply(sum, "+", item, arguments.Context);
        return sum;
    }

    private static IteratorValue Zip(Arguments arguments)
    {
        arguments.Refuse(100);
        return new IteratorValue(ZipItems(arguments));
    }

    private static IEnumerable<Value> ZipItems(Arguments arguments)
    {
        var sources = arguments.Values.ConvertAll(value => Iteration.Over(value, arguments.Context).GetEnumerator());
        while (sources.Count > 0)
        {
            var items = new List<Value>(sources.Count);
            foreach (var source in sources)
            {
                if (!source.MoveNext())
                    yield break;
                items.Add(source.Current);
            }
            yield return new TupleValue(items);
        }
    }
}
