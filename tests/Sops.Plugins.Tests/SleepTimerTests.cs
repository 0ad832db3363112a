using System.Globalization;

namespace Sops.Plugins.Tests;

public class SleepTimerTests
{
    private const string BadFormat =
        "[定时]节点执行失败: 定时时间仅支持「秒(s)」 或 「%Y-%m-%d %H:%M:%S)」格式，请检查节点配置";
    private const string Past = "[定时]节点执行失败: 定时时间需晚于当前时间, 请检查节点配置";
    private const string TooFar = "[定时]节点执行失败: bk_timing is later than the year 9999";

    private readonly SleepTimer _timer = new();

    [Theory]
    [InlineData("{'bk_timing':'2'}", "00:00:02")]
    [InlineData("{'bk_timing':' 100 '}", "00:01:40")]
    [InlineData("{'bk_timing':'007'}", "00:00:07")]
    [InlineData("{'bk_timing':90}", "00:01:30")]
    [InlineData("{'bk_timing':3.0}", "00:00:03")]
    [InlineData("{'bk_timing':1e2}", "00:01:40")]
    [InlineData("{'bk_timing':'86400'}", "1.00:00:00")]
    [InlineData("{'bk_timing':'86401'}", "1.00:00:00")]
    [InlineData("{'bk_timing':'10000000000'}", "1.00:00:00")]
    [InlineData("{'bk_timing':'5','force_check':[]}", "00:00:05")]
    [InlineData("{'bk_timing':'2030-01-02 11:04:06'}", "00:00:01")]
    [InlineData("{'bk_timing':'2030-01-02 12:04:05','force_check':'true'}", "01:00:00")]
    [InlineData("{'bk_timing':'9999-12-31 23:59:59'}", "1.00:00:00")]
    public async Task Execute_TimeAhead_PollsWhenItComes(string inputs, string after) =>
        Outcome.Polls(await _timer.Execute(Given.Inputs(inputs)), TimeSpan.Parse(after, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("{'bk_timing':'0'}")]
    [InlineData("{'bk_timing':0}")]
    [InlineData("{'bk_timing':'2030-01-02 11:04:05','force_check':false}")]
    [InlineData("{'bk_timing':'2001-01-01 00:00:00','force_check':'False'}")]
    [InlineData("{'bk_timing':'0001-01-01 00:00:00','force_check':0}")]
    public async Task Execute_NothingToWaitFor_SucceedsAtOnce(string inputs) =>
        Outcome.Succeeds(await _timer.Execute(Given.Inputs(inputs)));

    [Theory]
    [InlineData("{'bk_timing':'2030-01-02 11:04:05'}", Past)]
    [InlineData("{'bk_timing':'2030-01-02 03:04:06','force_check':null}", Past)]
    [InlineData("{'bk_timing':'0001-01-01 00:00:00','force_check':''}", Past)]
    [InlineData("{}", BadFormat)]
    [InlineData("[]", BadFormat)]
    [InlineData("{'bk_timing':null}", BadFormat)]
    [InlineData("{'bk_timing':''}", BadFormat)]
    [InlineData("{'bk_timing':'-1'}", BadFormat)]
    [InlineData("{'bk_timing':-1}", BadFormat)]
    [InlineData("{'bk_timing':1.5}", BadFormat)]
    [InlineData("{'bk_timing':1e999}", BadFormat)]
    [InlineData("{'bk_timing':'2s'}", BadFormat)]
    [InlineData("{'bk_timing':'٣'}", BadFormat)]
    [InlineData("{'bk_timing':true}", BadFormat)]
    [InlineData("{'bk_timing':'${undefined}'}", BadFormat)]
    [InlineData("{'bk_timing':'2031-02-30 00:00:00'}", BadFormat)]
    [InlineData("{'bk_timing':'2031-02-03 24:00:00'}", BadFormat)]
    [InlineData("{'bk_timing':'2031-02-03'}", BadFormat)]
    [InlineData("{'bk_timing':{'s':1}}", "bk_timing must be text, not an object")]
    [InlineData("{'bk_timing':[1]}", "bk_timing must be text, not a list")]
    [InlineData("{'bk_timing':'\\ud800'}", "bk_timing is not valid text")]
    [InlineData("{'bk_timing':'2031-02-03 04:05:06','force_check':'maybe'}", "force_check must be true or false")]
    [InlineData("{'bk_timing':'2031-02-03 04:05:06','force_check':{}}", "force_check must be true or false")]
    [InlineData("{'bk_timing':'1000000000000'}", TooFar)]
    [InlineData("{'bk_timing':'99999999999999999999999999999999'}", TooFar)]
    [InlineData("{'bk_timing':1e20}", TooFar)]
    public async Task Execute_WhatCannotBeWaitedFor_Fails(string inputs, string error) =>
        Outcome.Fails(await _timer.Execute(Given.Inputs(inputs)), error);

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(-15_000, 2)]
    [InlineData(-10_000_000, 1_000)]
    [InlineData(-864_000_000_001, 86_400_000)]
    public async Task Poll_BeforeTheTime_WaitsForTheRestInWholeMilliseconds(long ticksFromDue, int milliseconds)
    {
        var context = Given.Inputs("{'bk_timing':'100000'}");
        var due = context.StartedAt.AddSeconds(100_000);
        Outcome.Polls(
            await _timer.Poll(context with { Now = due.AddTicks(ticksFromDue), Polls = 1 }),
            TimeSpan.FromMilliseconds(milliseconds)
        );
    }

    [Theory]
    [InlineData("{'bk_timing':'5'}", 0)]
    [InlineData("{'bk_timing':'5'}", 1_000_000)]
    [InlineData("{'bk_timing':'2030-01-02 11:04:10'}", 0)]
    [InlineData("{'bk_timing':'2030-01-02 11:04:10'}", 1_000_000)]
    public async Task Poll_AtTheTimeOrLater_Succeeds(string inputs, int secondsLate) =>
        Outcome.Succeeds(
            await _timer.Poll(Given.Inputs(inputs) with { Now = Given.Start.AddSeconds(5 + secondsLate) })
        );

    [Fact]
    public async Task Execute_RepeatedAfterItsOwnTime_SucceedsInsteadOfFindingItPast()
    {
        var context = Given.Inputs("{'bk_timing':'2030-01-02 11:05:00'}");
        Outcome.Succeeds(await _timer.Execute(context with { Now = Given.Start.AddHours(1) }));
    }

    [Theory]
    [InlineData("2030-03-31 01:59:59", "2030-03-31T00:59:59Z")]
    [InlineData("2030-03-31 02:30:00", "2030-03-31T01:30:00Z")]
    [InlineData("2030-03-31 03:00:00", "2030-03-31T01:00:00Z")]
    [InlineData("2030-10-27 02:30:00", "2030-10-27T01:30:00Z")]
    public async Task Execute_WhereTheClocksChange_MeansTheLaterTime(string timing, string due)
    {
        var instant = DateTimeOffset.Parse(due, CultureInfo.InvariantCulture);
        var context = Given.Inputs($"{{'bk_timing':'{timing}'}}") with
        {
            TimeZone = Berlin(),
            StartedAt = instant.AddHours(-2),
            Now = instant.AddHours(-2),
        };
        Outcome.Polls(await _timer.Execute(context), TimeSpan.FromHours(2));
    }

    private static TimeZoneInfo Berlin()
    {
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)
        );
        return TimeZoneInfo.CreateCustomTimeZone("Test/Berlin", TimeSpan.FromHours(1), null, null, null, [rule]);
    }
}
