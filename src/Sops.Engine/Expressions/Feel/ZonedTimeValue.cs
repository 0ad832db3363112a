using System.Globalization;
using Sops.Engine.Expressions.Modules;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>A date and time with its distance from UTC; of the same type as one without, yet never in order with it.</summary>
internal sealed class ZonedTimeValue(DateTimeOffset moment)
    : Value,
        IArithmeticValue,
        IComparableValue,
        IEquatable<ZonedTimeValue>
{
    public DateTimeOffset Moment => moment;

    public override string TypeName => "datetime.datetime";

    public Value? Apply(string op, Value other, bool isRight) =>
        op == "-" && !isRight && other is ZonedTimeValue right
            ? new DurationValue((moment.UtcTicks - right.Moment.UtcTicks) / 10)
            : null;

    public int? CompareTo(Value other) => other is ZonedTimeValue right ? moment.CompareTo(right.Moment) : null;

    public bool Equals(ZonedTimeValue? other) => other is not null && moment == other.Moment;

    public override bool Equals(object? obj) => Equals(obj as ZonedTimeValue);

    public override int GetHashCode() => moment.UtcTicks.GetHashCode();

    public override void WriteRepr(BoundedText text) =>
        text.Write(moment.ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture));
}
