using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Feel;

/// <summary>A time of day. A zone whose distance from UTC depends on the day says nothing about it.</summary>
internal sealed class TimeValue(TimeOnly time, TimeSpan? offset) : Value, IComparableValue, IEquatable<TimeValue>
{
    public override string TypeName => "datetime.time";

    private TimeSpan Utc => time.ToTimeSpan() - (offset ?? TimeSpan.Zero);
    private bool HasOffset => offset is not null;

    /// <summary>Null where only one of them knows its distance from UTC.</summary>
    public int? CompareTo(Value other) =>
        other is TimeValue right && right.HasOffset == HasOffset ? Utc.CompareTo(right.Utc) : null;

    public bool Equals(TimeValue? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as TimeValue);

    public override int GetHashCode() => Utc.GetHashCode();

    public override void WriteRepr(BoundedText text)
    {
        text.Write(time.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        if (offset is { } distance)
            text.Write(distance < TimeSpan.Zero ? '-' : '+')
                .Write(distance.ToString(@"hh\:mm", CultureInfo.InvariantCulture));
    }
}
