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
            ["fromisoformat"] = a => new DateValue(ReadIso(a.Refuse(1).Text(0)), true),
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
            ["fromisoformat"] = a => new DateValue(DateFormat.Read(a.Refuse(1).Text(0), "%Y-%m-%d"), false),
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

    private static DateTime ReadIso(string text) =>
        text.Length switch
        {
            10 => DateFormat.Read(text, "%Y-%m-%d"),
            16 => DateFormat.Read(text.Replace('T', ' '), "%Y-%m-%d %H:%M"),
            19 => DateFormat.Read(text.Replace('T', ' '), "%Y-%m-%d %H:%M:%S"),
            _ => DateFormat.Read(text.Replace('T', ' '), "%Y-%m-%d %H:%M:%S.%f"),
        };
}
