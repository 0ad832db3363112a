using CsCheck;

namespace Sops.Schedules.Tests;

/// <summary>Any cron that the grammar allows, those that run every minute being rare.</summary>
internal static class RandomCron
{
    private static readonly string[] Names = ["sun", "Monday", "TUE", "wed", "thurs", "fri", "Sat"];

    public static Gen<string> Gen { get; } =
        from minute in Field(0, 59, stars: 1)
        from hour in Field(0, 23, stars: 2)
        from weekday in Field(0, 6, stars: 12)
        from day in Field(1, 31, stars: 8)
        from month in Field(1, 12, stars: 12)
        select $"{minute} {hour} {Named(weekday)} {day} {month}";

    private static Gen<string> Field(int min, int max, int stars)
    {
        var value = CsCheck.Gen.Int[min, max];
        var step = CsCheck.Gen.Int[1, max + 3];
        var item = CsCheck.Gen.Frequency(
            (10, value.Select(v => $"{v}")),
            (2, step.Select(s => $"*/{s}")),
            (3, CsCheck.Gen.Select(value, value, (a, b) => $"{a}-{b}")),
            (2, CsCheck.Gen.Select(value, value, step, (a, b, s) => $"{a}-{b}/{s}"))
        );
        return CsCheck.Gen.Frequency(
            (stars, CsCheck.Gen.Const("*")),
            (10, item.Array[1, 4].Select(i => string.Join(',', i)))
        );
    }

    /// <summary>Every other weekday by its name.</summary>
    private static string Named(string weekday) =>
        weekday.Contains('/', StringComparison.Ordinal)
            ? weekday
            : string.Concat(weekday.Select((c, i) => char.IsDigit(c) && i % 4 == 0 ? Names[c - '0'] : $"{c}"));
}
