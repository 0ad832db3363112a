namespace Sops.Schedules.Tests;

public class CronFieldsTests
{
    [Fact]
    public void Parse_OfNothing_IsEveryMinute() =>
        Assert.Equal("* * * * * (m/h/d/dM/MY) UTC", CronFields.Parse().Text("UTC"));

    [Fact]
    public void Parse_RemovesBlanks_AndKeepsTheOrder()
    {
        var fields = CronFields.Parse(" 1, 2 ", "\t3 - 4", "Fri - MON / 2", "5", "6-2");

        Assert.Equal(
            ("1,2", "3-4", "Fri-MON/2", "5", "6-2"),
            (fields.Minute, fields.Hour, fields.DayOfWeek, fields.DayOfMonth, fields.MonthOfYear)
        );
        Assert.Equal("1,2 3-4 Fri-MON/2 5 6-2 (m/h/d/dM/MY) Asia/Shanghai", fields.Text("Asia/Shanghai"));
        Assert.Equal("1,2 3-4 Fri-MON/2 5 6-2", fields.Stored);
        Assert.Equal(fields, CronFields.FromStored(fields.Stored));
    }

    [Theory]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    public void FromStored_WithoutFiveFields_IsRefused(string stored) =>
        Assert.Throws<FormatException>(() => CronFields.FromStored(stored));

    [Fact]
    public void Parse_OfALongField_IsRefusedFromTheFirstCharacterTooMany()
    {
        // 128 times "5," is 256 characters.
        var longest = string.Concat(Enumerable.Repeat("5,", 127)) + "15";

        Assert.Equal(256, longest.Length);
        Assert.Equal(longest, CronFields.Parse(longest).Minute);
        var refused = Assert.Throws<CronRefusedException>(() => CronFields.Parse(hour: longest + " "));
        Assert.Equal(("hour", "at most 256 characters"), (refused.Field, refused.Message));
    }

    [Theory]
    [InlineData("minute", "60", "Invalid end range: 60 > 59.")]
    [InlineData("minute", "0060", "Invalid end range: 60 > 59.")]
    [InlineData("minute", "0-60", "Invalid end range: 60 > 59.")]
    [InlineData("minute", "99999999999999999999", "Invalid end range: 99999999999999999999 > 59.")]
    [InlineData("hour", "24", "Invalid end range: 24 > 23.")]
    [InlineData("day_of_week", "7", "Invalid end range: 7 > 6.")]
    [InlineData("day_of_week", "5-7", "Invalid end range: 7 > 6.")]
    [InlineData("day_of_month", "32", "Invalid end range: 32 > 31.")]
    [InlineData("day_of_month", "0", "Invalid beginning range: 0 < 1.")]
    [InlineData("day_of_month", "00", "Invalid beginning range: 0 < 1.")]
    [InlineData("day_of_month", "0-5", "Invalid beginning range: 0 < 1.")]
    [InlineData("month_of_year", "13", "Invalid end range: 13 > 12.")]
    [InlineData("month_of_year", "0", "Invalid beginning range: 0 < 1.")]
    [InlineData("minute", "", "empty part")]
    [InlineData("minute", "  ", "empty part")]
    [InlineData("hour", ",", "empty part")]
    [InlineData("hour", "1,", "empty part")]
    [InlineData("hour", ",1", "empty part")]
    [InlineData("hour", "1,,2", "empty part")]
    [InlineData("minute", "*/", "empty filter")]
    [InlineData("minute", "1-5/", "empty filter")]
    [InlineData("minute", "-5", "negative numbers not supported")]
    [InlineData("minute", "1,-5", "negative numbers not supported")]
    [InlineData("minute", "-5-3", "negative numbers not supported")]
    [InlineData("minute", "-", "negative numbers not supported")]
    [InlineData("minute", "5/15", "Invalid weekday literal '5/15'.")]
    [InlineData("day_of_week", "fri/2", "Invalid weekday literal 'fri/2'.")]
    [InlineData("minute", "/5", "Invalid weekday literal '/5'.")]
    [InlineData("minute", "5-", "Invalid weekday literal '5-'.")]
    [InlineData("minute", "1--5", "Invalid weekday literal '1--5'.")]
    [InlineData("minute", "1-5-7", "Invalid weekday literal '1-5-7'.")]
    [InlineData("minute", "*-5", "Invalid weekday literal '*-5'.")]
    [InlineData("minute", "**", "Invalid weekday literal '**'.")]
    [InlineData("minute", "+5", "Invalid weekday literal '+5'.")]
    [InlineData("minute", "1.5", "Invalid weekday literal '1.5'.")]
    [InlineData("minute", "٣", "Invalid weekday literal '٣'.")]
    [InlineData("minute", "mon", "Invalid weekday literal 'mon'.")]
    [InlineData("month_of_year", "jan", "Invalid weekday literal 'jan'.")]
    [InlineData("day_of_week", "mo", "Invalid weekday literal 'mo'.")]
    [InlineData("day_of_week", "foo", "Invalid weekday literal 'foo'.")]
    [InlineData("day_of_week", "mon1", "Invalid weekday literal 'mon1'.")]
    [InlineData("day_of_week", "un ", "Invalid weekday literal 'un'.")]
    [InlineData("day_of_week", "mon-foo", "Invalid weekday literal 'foo'.")]
    [InlineData("minute", "*/0", "Invalid step: 0 < 1.")]
    [InlineData("minute", "1-5/0", "Invalid step: 0 < 1.")]
    [InlineData("minute", "*/a", "Invalid step literal 'a'.")]
    [InlineData("minute", "*/-2", "Invalid step literal '-2'.")]
    [InlineData("minute", "*/2/3", "Invalid step literal '2/3'.")]
    [InlineData("minute", "@daily", "Invalid weekday literal '@daily'.")]
    [InlineData("minute", "?", "Invalid weekday literal '?'.")]
    [InlineData("minute", "H", "Invalid weekday literal 'H'.")]
    [InlineData("day_of_month", "L", "Invalid weekday literal 'L'.")]
    [InlineData("day_of_month", "15W", "Invalid weekday literal '15W'.")]
    [InlineData("day_of_month", "L-3", "Invalid weekday literal 'L'.")]
    [InlineData("day_of_week", "5#2", "Invalid weekday literal '5#2'.")]
    [InlineData("day_of_week", "5L", "Invalid weekday literal '5L'.")]
    public void Parse_OfWhatIsNoField_SaysWhichAndWhy(string field, string text, string message)
    {
        var fields = new[] { "minute", "hour", "day_of_week", "day_of_month", "month_of_year" }
            .Select(f => f == field ? text : "*")
            .ToArray();

        var refused = Assert.Throws<CronRefusedException>(() =>
            CronFields.Parse(fields[0], fields[1], fields[2], fields[3], fields[4])
        );

        Assert.Equal((field, message), (refused.Field, refused.Message));
    }

    [Theory]
    [InlineData("31", "2", "*")]
    [InlineData("30,31", "2", "*")]
    [InlineData("30-31", "2", "mon")]
    [InlineData("31", "4,6,9,11", "*")]
    public void Parse_OfADayThatNeverComes_IsRefused(string day, string month, string weekday)
    {
        var refused = Assert.Throws<CronRefusedException>(() =>
            CronFields.Parse(dayOfWeek: weekday, dayOfMonth: day, monthOfYear: month)
        );

        Assert.Equal("cron", refused.Field);
        Assert.Equal("no day is ever all of its day_of_month, month_of_year and day_of_week", refused.Message);
    }
}
