using System.Globalization;
using System.Numerics;
using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>datetime.timedelta.</summary>
/// <param name="micros">Microseconds.</param>
internal sealed class DurationValue(long micros)
    : Value,
        IArithmeticValue,
        IComparableValue,
        IObjectValue,
        IEquatable<DurationValue>
{
    private const long MicrosPerDay = 86_400_000_000;
    private const long MaxMicros = 99_999_999 * MicrosPerDay;

    public long Micros => micros;
    public long Days => (long)FloorDivide(micros, MicrosPerDay);

    public override string TypeName => "datetime.timedelta";
    public override bool IsTrue => micros != 0;

    private long WithinDay => micros - Days * MicrosPerDay;

    public static DurationValue Create(Arguments a)
    {
        string[] names = ["days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks"];
        double[] units = [MicrosPerDay, 1e6, 1, 1e3, 6e7, 3.6e9, 7.0 * MicrosPerDay];
        a.Refuse(7, names);
        var sum = 0m;
        for (var i = 0; i < names.Length; i++)
        {
            var number = a.Number(i, names[i], 0);
            if (!(Math.Abs(number * units[i]) <= MaxMicros))
                throw new ExpressionError("days must have magnitude <= 99999999");
            sum += (decimal)number * (decimal)units[i];
        }
        return Make((BigInteger)Math.Round(sum, MidpointRounding.ToEven));
    }

    public Value? Apply(string op, Value other, bool isRight) =>
        (op, other) switch
        {
            ("abs", NoneValue) => new DurationValue(Math.Abs(micros)),
            ("-", NoneValue) => new DurationValue(-micros),
            ("+", NoneValue) => this,
            ("+", DurationValue right) => Make((BigInteger)micros + right.Micros),
            ("-", DurationValue right) => Make((BigInteger)micros - right.Micros),
            ("/" or "//" or "%", DurationValue { Micros: 0 }) => throw new ExpressionError("division by zero"),
            ("/", DurationValue right) => new FloatValue((double)micros / right.Micros),
            ("//", DurationValue right) => new IntValue(FloorDivide(micros, right.Micros)),
            ("%", DurationValue right) => Make(micros - FloorDivide(micros, right.Micros) * right.Micros),
            ("*", _) when Ratio(other) is var (above, below) => Make(ExactDecimal.DivideToEven(micros * above, below)),
            ("/", _) when !isRight && other.IsTrue && Ratio(other) is var (above, below) => Make(
                ExactDecimal.DivideToEven(micros * below * above.Sign, BigInteger.Abs(above))
            ),
            ("//", _) when !isRight && other.IsTrue && Numbers.TryInteger(other, out var parts) => Make(
                FloorDivide(micros, parts)
            ),
            _ => null,
        };

    public int? CompareTo(Value other) => other is DurationValue right ? micros.CompareTo(right.Micros) : null;

    public Value? Find(string name) =>
        name switch
        {
            "days" => new IntValue(Days),
            "seconds" => new IntValue(WithinDay / 1_000_000),
            "microseconds" => new IntValue(WithinDay % 1_000_000),
            "total_seconds" => new FunctionValue(name, a => TotalSeconds(a.Refuse(0))),
            _ => null,
        };

    public bool Equals(DurationValue? other) => other?.Micros == micros;

    public override bool Equals(object? obj) => Equals(obj as DurationValue);

    public override int GetHashCode() => micros.GetHashCode();

    public override void WriteText(BoundedText text)
    {
        var seconds = WithinDay / 1_000_000;
        if (Days != 0)
            text.Write(string.Create(CultureInfo.InvariantCulture, $"{Days} day{(Math.Abs(Days) == 1 ? "" : "s")}, "));
        text.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}{Fraction}"
            )
        );
    }

    public override void WriteRepr(BoundedText text)
    {
        var parts = new[]
        {
            ("days", Days),
            ("seconds", WithinDay / 1_000_000),
            ("microseconds", WithinDay % 1_000_000),
        }
            .Where(part => part.Item2 != 0)
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1}={part.Item2}"));
        text.Write("datetime.timedelta(").Write(micros == 0 ? "0" : string.Join(", ", parts)).Write(')');
    }

    private FloatValue TotalSeconds(Arguments _) => new(micros / 1e6);

    private string Fraction =>
        WithinDay % 1_000_000 is var rest and > 0 ? string.Create(CultureInfo.InvariantCulture, $".{rest:000000}") : "";

    /// <summary>A finite number as an exact fraction.</summary>
    private static (BigInteger Above, BigInteger Below)? Ratio(Value value)
    {
        if (Numbers.TryInteger(value, out var integer))
            return (integer, BigInteger.One);
        if (value is not FloatValue { Number: var number } || !double.IsFinite(number))
            return null;
        // 1,074 binary places hold every float.
        return (number < 0 ? -Scaled(-number) : Scaled(number), BigInteger.One << 1074);
    }

    private static BigInteger Scaled(double number)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)(bits >> 52);
        var fraction = bits & 0xFFFFFFFFFFFFF;
        return exponent == 0 ? fraction : (BigInteger)(fraction | (1L << 52)) << (exponent - 1);
    }

    private static BigInteger FloorDivide(BigInteger dividend, BigInteger divisor) =>
        IntegerArithmetic.FloorDivide(dividend, divisor).Quotient;

    private static DurationValue Make(BigInteger micros) =>
        BigInteger.Abs(micros) <= MaxMicros
            ? new DurationValue((long)micros)
            : throw new ExpressionError("days must have magnitude <= 99999999");
}
