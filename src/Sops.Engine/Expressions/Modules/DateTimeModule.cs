using System.Globalization;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>datetime: dates and times without a zone; now is the context's moment in the context's zone.</summary>
internal static class DateTimeModule
{
    public static IReadOnlyDictionary<string, Value> Members { get; } =
        new Dictionary<string, Value>
        {
            ["datetime"] = new FunctionValue("datetime", CreateTime) { Members = Functions(TimeFunctions()) },
            ["date"] = new FunctionValue("date", CreateDate) { Members = Functions(DateFunctions()) },
            ["timedelta"] = new FunctionValue("timedelta", DurationValue.Create),
        };

    private static Dictionary<string, Func<Arguments, Value>> TimeFunctions() =>
        new()
        {
            ["now"] = a => new DateValue(Moments.Local(a.Refuse(0).Context), true),
            ["today"] = a => new DateValue(Moments.Local(a.Refuse(0).Context), true),
            ["utcnow"] = a => new DateValue(Moments.Utc(a.Refuse(0).Context), true),
            ["strptime"] = a => new DateValue(DateFormat.Read(a.Refuse(2).Text(0), a.Text(1)), true),
            ["fromisoformat"] = a => new DateValue(ReadIsoTime(a.Refuse(1).Text(0)), true),
            ["fromtimestamp"] = a => new DateValue(Moments.FromTimestamp(a.Refuse(1).Number(0), a.Context.Zone), true),
            ["utcfromtimestamp"] = a => new DateValue(
                Moments.FromTimestamp(a.Refuse(1).Number(0), TimeZoneInfo.Utc),
                true
            ),
        };

    private static Dictionary<string, Func<Arguments, Value>> DateFunctions() =>
        new()
        {
            ["today"] = a => new DateValue(Moments.Local(a.Refuse(0).Context).Date, false),
            ["fromisoformat"] = a => new DateValue(ReadIso(a.Refuse(1).Text(0), ""), false),
            ["fromtimestamp"] = a => new DateValue(
                Moments.FromTimestamp(a.Refuse(1).Number(0), a.Context.Zone).Date,
                false
            ),
        };

    private static Dictionary<string, Value> Functions(Dictionary<string, Func<Arguments, Value>> functions) =>
        functions.ToDictionary(pair => pair.Key, Value (pair) => new FunctionValue(pair.Key, pair.Value));

    private static DateValue CreateTime(Arguments a)
    {
        a.Refuse(7, "year", "month", "day", "hour", "minute", "second", "microsecond");
        var micros = a.Int(6, "microsecond", 0);
        if (micros is < 0 or > 999_999)
            throw new ExpressionError("microsecond must be in 0..999999");
        return Moments.Make(() =>
            new DateValue(
                new DateTime(
                    a.Int(0, "year"),
                    a.Int(1, "month"),
                    a.Int(2, "day"),
                    a.Int(3, "hour", 0),
                    a.Int(4, "minute", 0),
                    a.Int(5, "second", 0)
                ).AddTicks(micros * 10L),
                true
            )
        );
    }

    private static DateValue CreateDate(Arguments a)
    {
        a.Refuse(3, "year", "month", "day");
        return Moments.Make(() =>
            new DateValue(new DateTime(a.Int(0, "year"), a.Int(1, "month"), a.Int(2, "day")), false)
        );
    }

    /// <summary>A date, and after any one character a time to the hour, the minute, the second or a part of it.</summary>
    private static DateTime ReadIsoTime(string text)
    {
        var length = text.AsSpan(4 < text.Length ? 4 : 0).StartsWith("-") ? 10 : 8;
        if (text.Length <= length)
            return ReadIso(text, "");
        var time = text[(length + 1)..];
        var point = time.IndexOf('.', StringComparison.Ordinal);
        // Python drops what is finer than a microsecond.
        var fraction = point < 0 ? "" : "." + new string('f', Math.Clamp(time.Length - point - 1, 1, 6));
        var whole = time.Contains(':', StringComparison.Ordinal) ? "HH:mm:ss" : "HHmmss";
        if (point < 0)
            whole = whole[..Math.Min(whole.Length, time.Length)];
        var kept =
            point < 0 || time.AsSpan(point + 1).ContainsAnyExceptInRange('0', '9')
                ? time
                : time[..Math.Min(time.Length, point + 7)];
        return ReadIso(text[..length] + kept, whole + fraction);
    }

    private static DateTime ReadIso(string text, string time) =>
        DateTime.TryParseExact(
            text,
            ["yyyy-MM-dd" + time, "yyyyMMdd" + time],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var moment
        )
            ? moment
            : throw new ExpressionError("Invalid isoformat string");
}
