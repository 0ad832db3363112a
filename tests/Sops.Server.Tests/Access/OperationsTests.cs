using System.Text.Json;
using Dapper;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sops.Server.Tests.App;
using Sops.Storage;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Access;

/// <summary>Who did what to a task, and what they were refused.</summary>
public sealed class OperationsTests(OperationsTests.ClockedApp app) : IClassFixture<OperationsTests.ClockedApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Records_OfATask_AreListedNewestFirst_TheRefusedOnesToo()
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        await Post($"/apigw/operate_task/{task.Id}/2/?bk_username=ann", """{"action": "pause", "request_id": "r1"}""");
        await Post($"/apigw/operate_task/{task.Id}/2/?bk_username=ann", """{"action": "pause", "request_id": "r1"}""");
        await Post($"/apigw/operate_task/{task.Id}/2/?bk_username=bob&bk_app_code=cli", """{"action": "start"}""");
        await Post($"/apigw/node_callback/{task.Id}/2/", $$"""{"node_id": "{{task["p"]}}", "callback_data": {} }""");

        var list = await _client.GetAsync($"/apigw/get_task_operate_record/{task.Id}/2/");

        var records = list.Data.EnumerateArray().ToList();
        Assert.Equal(
            ["callback", "start", "pause", "pause", "start", "create"],
            records.Select(r => r.GetProperty("operate_type").GetString())
        );
        Assert.Equal(["OK", "REPEATED"], new[] { records[3], records[2] }.Select(Outcome));
        Assert.Equal("bob", records[1].GetProperty("operator").GetString());
        Assert.Equal("cli", records[1].GetProperty("app_code").GetString());
        Assert.NotEqual("OK", Outcome(records[1]));
        Assert.Equal(
            """{"request_id":"r1","method":"operate_task"}""",
            records[2].GetProperty("extra_info").GetRawText()
        );
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0800$", records[0].GetProperty("operate_date").GetString());
        Assert.Equal(
            ("api", task.Id, 2),
            (
                records[0].GetProperty("operate_source").GetString(),
                records[0].GetProperty("instance_id").GetInt64(),
                records[0].GetProperty("project_id").GetInt64()
            )
        );
        var ofNode = await _client.GetAsync(
            $"/v2/sops/get_task_operate_record/?task_id={task.Id}&bk_biz_id=2&node_id={task["p"]}"
        );
        Assert.Equal("callback", Assert.Single(ofNode.Data.EnumerateArray()).GetProperty("operate_type").GetString());

        Task<Reply> Post(string path, string body) => _client.PostAsync(path, body);
        static string? Outcome(JsonElement record) => record.GetProperty("outcome").GetString();
    }

    [Fact]
    public async Task Pages_HaveEachRecordOnce()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        for (var i = 0; i < 4; i++)
        {
            await _client.PostAsync($"/apigw/operate_task/{task.Id}/2/", """{"action": "resume"}""");
        }
        var request = new ListTaskOperationsRequest
        {
            BkBizId = 2,
            TaskId = task.Id,
            PageSize = 2,
        };
        var ids = new List<long>();
        do
        {
            var page = await _client.Tasks.ListTaskOperationsAsync(request);
            Assert.InRange(page.Operations.Count, 1, 2);
            ids.AddRange(page.Operations.Select(o => o.Id));
            request.PageToken = page.NextPageToken;
        } while (request.PageToken.Length > 0);

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.Distinct().OrderDescending(), ids);
        request.NodeId = "n";
        request.PageToken = (await _client.Tasks.ListTaskOperationsAsync(new(request) { NodeId = "" })).NextPageToken;
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.ListTaskOperationsAsync(request)
        );
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    [Fact]
    public async Task Records_OfWhatAnotherBusinessTried_AreNotShown()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        await _client.PostAsync($"/apigw/start_task/{task.Id}/77/", "{}");

        var list = await _client.GetAsync($"/apigw/get_task_operate_record/{task.Id}/2/");
        var foreign = await _client.GetAsync($"/apigw/get_task_operate_record/{task.Id}/77/");

        Assert.Equal("create", Assert.Single(list.Data.EnumerateArray()).GetProperty("operate_type").GetString());
        Assert.Equal(3540400, foreign.Code);
    }

    [Fact]
    public async Task Refusal_ThatCannotBeKept_IsStillThatRefusal()
    {
        var database = app.Services.GetRequiredService<Database>();
        await ExecuteAsync("CREATE TRIGGER full BEFORE INSERT ON operation BEGIN SELECT RAISE(ABORT, 'full'); END");
        try
        {
            var answer = await _client.PostAsync("/apigw/start_task/123456/2/", "{}");

            Assert.Equal((200, 3540400), (answer.Status, answer.Code));
        }
        finally
        {
            await ExecuteAsync("DROP TRIGGER full");
        }

        Task<int> ExecuteAsync(string sql) => database.WriteAsync(session => session.Connection.Execute(sql));
    }

    [Fact]
    public async Task Records_OlderThanTheSettingSays_AreForgotten()
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));
        app.Time.Advance(TimeSpan.FromDays(29));
        Assert.Single((await ListAsync()).Operations);

        app.Time.Advance(TimeSpan.FromDays(2));

        await Eventually.IsAsync(() => ListAsync().GetAwaiter().GetResult().Operations.Count == 0, "purged");

        async Task<ListTaskOperationsResponse> ListAsync() =>
            await _client.Tasks.ListTaskOperationsAsync(new() { BkBizId = 2, TaskId = task.Id });
    }

    public sealed class ClockedApp : SopsApp
    {
        public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);
        protected override TimeProvider Clock => Time;
        protected override IEnumerable<(string Key, string Value)> Settings => [("Sops:Keeping:OperationDays", "30")];
    }
}
