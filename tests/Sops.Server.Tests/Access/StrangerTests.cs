using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Access;
using Sops.Server.Tests.App;
using Sops.Storage;

namespace Sops.Server.Tests.Access;

/// <summary>What is kept of callers that are not let in: that they came, and nothing that they say of others.</summary>
public sealed class StrangerTests(AppsFixture app) : IClassFixture<AppsFixture>
{
    private const string Body = """{"action": "forced_fail", "node_id": "NODE", "operator": "eve"}""";

    public static TheoryData<string?, string, string> Refused =>
        new()
        {
            { null, "", "CREDENTIALS_MISSING" },
            {
                AppsFixture.Header(new string('c', 200), "wrong", "eve"),
                new string('c', 32) + "...",
                "CREDENTIALS_WRONG"
            },
            { AppsFixture.Header("main", "wrong", "eve"), "main", "CREDENTIALS_WRONG" },
            { AppsFixture.Header("main", user: "eve"), "main", "IMPERSONATION_DENIED" },
            { AppsFixture.Header("other"), "other", "BUSINESS_NOT_FOUND" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Record_OfACallerThatIsNotLetIn_NamesNothingOfTheTask(string? header, string code, string reason)
    {
        var (_, task, node) = await app.MakeAsync();

        var answer = await app.SendAsync(
            HttpMethod.Post,
            $"/apigw/operate_node/2/{task}/",
            Body.Replace("NODE", node, StringComparison.Ordinal),
            header
        );

        Assert.False(answer.Result);
        var kept = await LastAsync();
        Assert.Equal(
            ("operate_node", code.Length > 32 ? code[..29] + "..." : code, reason),
            (kept.Method, kept.AppCode, kept.Outcome)
        );
        Assert.Equal(
            (0L, 0L, "", "", "", ""),
            (kept.TaskId, kept.TemplateId, kept.NodeId, kept.Subject, kept.Name, kept.Operator)
        );
        var shown = await app.SendAsync(
            HttpMethod.Get,
            $"/apigw/get_task_operate_record/{task}/2/",
            null,
            AppsFixture.Header("main")
        );
        Assert.Equal("create", Assert.Single(shown.Data.EnumerateArray()).GetProperty("operate_type").GetString());
    }

    [Fact]
    public async Task Record_OfAnAppThatMayActForTheBusiness_NamesTheTask()
    {
        var (_, task, _) = await app.MakeAsync();

        await app.SendAsync(HttpMethod.Post, $"/apigw/start_task/{task}/2/", "{}", AppsFixture.Header("views"));

        var kept = await LastAsync();
        Assert.Equal((task, "views", "PERMISSION_MISSING"), (kept.TaskId, kept.Operator, kept.Outcome));
    }

    [Fact]
    public void Records_AreBoundedForEachMinute_AndTheRestIsCountedInTheLog()
    {
        var clock = new FakeTimeProvider();
        var log = new Lines();
        using var strangers = new Strangers(clock, log);

        Assert.Equal(60, Enumerable.Range(0, 100).Count(_ => strangers.MayLeaveRecord()));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(strangers.MayLeaveRecord());
        Assert.Empty(log.Written);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.StartsWith("41 calls", Assert.Single(log.Written), StringComparison.Ordinal);
        Assert.True(strangers.MayLeaveRecord());
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(log.Written);
    }

    private sealed class Lines : ILogger<Strangers>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Written.Add(formatter(state, exception));
    }

    private async Task<OperationRecord> LastAsync()
    {
        await using var connection = await app.Services.GetRequiredService<Database>().OpenReadAsync();
        return await connection.QuerySingleAsync<OperationRecord>(
            """
            SELECT id, at, business_id, task_id, template_id, node_id, subject, method, name, operator, app_code, request_id,
                outcome
            FROM operation ORDER BY id DESC LIMIT 1
            """
        );
    }
}
