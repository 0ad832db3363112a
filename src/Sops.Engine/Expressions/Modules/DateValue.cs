using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>datetime.date, and datetime.datetime without a zone.</summary>
/// <param name="hasTime">It is a datetime.</param>
internal sealed class DateValue(DateTime time, bool hasTime)
    : Value,
        IArithmeticValue,
        IComparableValue,
        IObjectValue,
        IFormattableValue,
        IEquatable<DateValue>
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public DateTime Time => time;
    public bool HasTime => hasTime;

    public override string TypeName => hasTime ? "datetime.datetime" : "datetime.date";

    public Value? Apply(string op, Value other, bool isRight) =>
        (op, other) switch
        {
            ("+", DurationValue duration) => Add(duration, 1),
            ("-", DurationValue duration) when !isRight => Add(duration, -1),
            ("-", DateValue right) when right.HasTime == hasTime && !isRight => new DurationValue(
                (time.Ticks - right.Time.Ticks) / 10
            ),
            _ => null,
        };

    public int? CompareTo(Value other) =>
        other is DateValue right && right.HasTime == hasTime ? time.CompareTo(right.Time) : null;

    public bool Equals(DateValue? other) => other is not null && other.HasTime == hasTime && other.Time == time;

    public override bool Equals(object? obj) => Equals(obj as DateValue);

    public override int GetHashCode() => time.GetHashCode();

    public string Format(string spec, EvaluationContext context) => DateFormat.Write(spec, time, context);

    public override void WriteText(BoundedText text) => text.Write(Iso(' '));

    public override void WriteRepr(BoundedText text)
    {
        var micros = time.Ticks / 10 % 1_000_000;
        var parts = new List<long> { time.Year, time.Month, time.Day };
        if (hasTime)
            parts.AddRange([time.Hour, time.Minute]);
        if (hasTime && (time.Second != 0 || micros != 0))
            parts.Add(time.Second);
        if (micros != 0)
            parts.Add(micros);
        text.Write(TypeName).Write('(').Write(string.Join(", ", parts)).Write(')');
    }

    public Value? Find(string name) =>
        name switch
        {
            "year" => new IntValue(time.Year),
            "month" => new IntValue(time.Month),
            "day" => new IntValue(time.Day),
            "hour" when hasTime => new IntValue(time.Hour),
            "minute" when hasTime => new IntValue(time.Minute),
            "second" when hasTime => new IntValue(time.Second),
            "microsecond" when hasTime => new IntValue(time.Ticks / 10 % 1_000_000),
            "strftime" => new FunctionValue(
                name,
                a => new TextValue(DateFormat.Write(a.Refuse(1, "format").Text(0, "format"), time, a.Context))
            ),
            "isoformat" => new FunctionValue(
                name,
                a =>
                    a.Refuse(hasTime ? 1 : 0, hasTime ? ["sep"] : []).Text(0, "sep", "T") is [var separator]
                        ? new TextValue(Iso(separator))
                        : throw new ExpressionError("isoformat() takes one character")
            ),
            "weekday" => new FunctionValue(name, a => Number(a.Refuse(0), (int)(time.DayOfWeek + 6) % 7)),
            "isoweekday" => new FunctionValue(name, a => Number(a.Refuse(0), (int)(time.DayOfWeek + 6) % 7 + 1)),
            "replace" => new FunctionValue(name, Replace),
            "date" when hasTime => new FunctionValue(name, a => WithoutTime(a.Refuse(0))),
            "timestamp" when hasTime => new FunctionValue(
                name,
                a => new FloatValue(Moments.ToTimestamp(time, a.Refuse(0).Context.Zone))
            ),
            _ => null,
        };

    private DateValue WithoutTime(Arguments _) => new(time.Date, false);

    private static IntValue Number(Arguments _, int number) => new(number);

    private DateValue Replace(Arguments a)
    {
        string[] names = ["year", "month", "day", "hour", "minute", "second", "microsecond"];
        a.Refuse(hasTime ? 7 : 3, hasTime ? names : names[..3]);
        var micros = a.Int(6, "microsecond", (int)(time.Ticks / 10 % 1_000_000));
        if (micros is < 0 or > 999_999)
            throw new ExpressionError("microsecond must be in 0..999999");
        return Moments.Make(() =>
        {
            var changed = new DateTime(
                a.Int(0, "year", time.Year),
                a.Int(1, "month", time.Month),
                a.Int(2, "day", time.Day),
                a.Int(3, "hour", time.Hour),
                a.Int(4, "minute", time.Minute),
                a.Int(5, "second", time.Second)
            );
            return new DateValue(changed.AddTicks(micros * 10L), hasTime);
        });
    }

    /// <summary>A date moves by whole days only.</summary>
    private DateValue Add(DurationValue duration, int sign) =>
        Moments.Make(() =>
            hasTime
                ? new DateValue(time.AddTicks(checked(duration.Micros * sign * 10)), true)
                : new DateValue(time.AddDays(duration.Days * sign), false)
        );

    private string Iso(char separator)
    {
        var date = time.ToString("yyyy-MM-dd", Culture);
        if (!hasTime)
            return date;
        var fraction = time.Ticks / 10 % 1_000_000 == 0 ? "" : time.ToString("'.'ffffff", Culture);
        return date + separator + time.ToString("HH:mm:ss", Culture) + fraction;
    }
}
