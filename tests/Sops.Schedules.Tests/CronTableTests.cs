namespace Sops.Schedules.Tests;

public class CronTableTests
{
    public static TheoryData<string> Rows =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "crons.txt")).Where(l => !l.StartsWith('#'))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Cron_OverASpan_FiresWhereTheMinutesMatch(string row)
    {
        var cells = row.Split(" | ");
        Assert.Equal(4, cells.Length);
        var (from, to) = (At.Utc(cells[2]), At.Utc(cells[3]));
        var minutes = WallClock.Minutes(At.Zone(cells[1]), from, to);
        var expected = new Matcher(cells[0]).Ticks(minutes).Select(t => At.Text(t)).ToList();

        var actual = At.Cron(cells[0], cells[1]).After(from.AddTicks(-1)).TakeWhile(t => t < to);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual.Select(t => At.Text(t)));
    }

    [Fact]
    public void Table_HasRowsEnough() => Assert.True(Rows.Count >= 150);
}
