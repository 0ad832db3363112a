using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>get_task_list and get_functionalization_task_list: what they show, find and refuse.</summary>
public sealed partial class ReadsListTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task List_ShowsEveryField_InBothForms()
    {
        var done = await _client.StartAsync(Tree(Echo("a")), 41);
        await done.UntilAsync("FINISHED");
        var made = await _client.CreateAsync(Tree(Echo("a")), 41);

        foreach (var path in (string[])["/apigw/get_task_list/41/", "/v2/sops/get_task_list/?bk_biz_id=41"])
        {
            var reply = await _client.GetAsync(path);

            Assert.Equal(2, reply.Json.GetProperty("count").GetInt64());
            Assert.False(reply.Json.TryGetProperty("next_page_token", out _));
            Assert.Equal([made.Id, done.Id], reply.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
            var (first, second) = (reply.Data[0], reply.Data[1]);
            Assert.Equal(
                [
                    "auth_actions",
                    "bk_biz_id",
                    "bk_biz_name",
                    "category",
                    "create_method",
                    "creator",
                    "executor",
                    "finish_time",
                    "id",
                    "is_child_taskflow",
                    "is_finished",
                    "is_started",
                    "name",
                    "project_id",
                    "project_name",
                    "start_time",
                    "state",
                    "template_id",
                    "template_source",
                ],
                first.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal)
            );
            Assert.Equal("默认分类", first.GetProperty("category").GetString());
            Assert.Equal(
                """["task_view","task_operate","task_claim"]""",
                first.GetProperty("auth_actions").GetRawText()
            );
            Assert.Equal(JsonValueKind.Null, first.GetProperty("start_time").ValueKind);
            Assert.Equal(JsonValueKind.String, first.GetProperty("template_id").ValueKind);
            Assert.Equal(
                ("CREATED", "", false),
                (State(first), first.GetProperty("executor").GetString(), first.GetProperty("is_started").GetBoolean())
            );
            Assert.Equal(
                ("FINISHED", "admin", true),
                (
                    State(second),
                    second.GetProperty("executor").GetString(),
                    second.GetProperty("is_finished").GetBoolean()
                )
            );
            Assert.Matches(Iso(), second.GetProperty("finish_time").GetString());
        }
        var utc = (await _client.GetAsync("/apigw/get_task_list/41/?expected_timezone=UTC&without_count=true"));
        Assert.Equal(-1, utc.Json.GetProperty("count").GetInt64());
        Assert.Matches(Canonical(), utc.Data[1].GetProperty("start_time").GetString());
        Assert.Equal("", utc.Data[0].GetProperty("start_time").GetString());

        static string State(JsonElement task) => task.GetProperty("state").GetString()!;
    }

    [Fact]
    public async Task List_ByEachFilter_FindsWhatMatches()
    {
        var done = await _client.StartAsync(Tree(Echo("a")), 42);
        await done.UntilAsync("FINISHED");
        var other = await _client.CreateAsync(Tree(Echo("a")), 42);
        var list = (await _client.GetAsync("/apigw/get_task_list/42/")).Data;
        var template = list[0].GetProperty("template_id").GetString();
        var both = new[] { other.Id, done.Id };

        await Finds("keyword=as", both);
        await Finds("keyword=AS");
        await Finds("keyword=", both);
        await Finds("is_started=true", done.Id);
        await Finds("is_started=0", other.Id);
        await Finds("is_finished=True", done.Id);
        await Finds("executor=admin", done.Id);
        await Finds("executor=nobody");
        await Finds("create_method=api", both);
        await Finds("create_method=app");
        await Finds($"template_id={template}", other.Id);
        await Finds($"template_ids={template},%20{list[1].GetProperty("template_id").GetString()}", both);
        await Finds("is_child_taskflow=true");
        await Finds("is_child_taskflow=false", both);
        await Finds("create_time_start=2020-01-01", both);
        await Finds("create_time_end=2020-01-01%2000:00:00");
        await Finds("create_time_end=2199-01-01T00:00:00Z&create_time_start=2020-01-01%2000:00:00%20%2B0800", both);
        await Finds("create_time_start=2199-01-01%2000:00:00-0330");
        await Finds("limit=1", other.Id);
        await Finds("limit=1&offset=1", done.Id);
        await Finds("limit=100000", both);
        await Finds("offset=2");
        await Finds("executor=' OR 1=1 --");

        async Task Finds(string query, params long[] ids)
        {
            var reply = await _client.GetAsync($"/apigw/get_task_list/42/?{query}");
            Assert.True(reply.Result, reply.Text);
            Assert.Equal(ids, reply.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
        }
    }

    [Fact]
    public async Task List_ByToken_GoesOnWhereThePageEnded_WhateverIsAdded()
    {
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await _client.CreateAsync(Tree(Echo("a")), 43)).Id);
        }
        var first = await _client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = 43, PageSize = 2 });
        await _client.CreateAsync(Tree(Echo("a")), 43);
        var second = await _client.GetAsync($"/apigw/get_task_list/43/?page_size=2&page_token={first.NextPageToken}");
        var third = await _client.GetAsync(
            $"/apigw/get_task_list/43/?page_size=2&page_token={second.Json.GetProperty("next_page_token").GetString()}"
        );

        ids.Reverse();
        Assert.Equal(
            ids,
            [
                .. first.Tasks.Select(t => t.Id),
                .. second
                    .Data.EnumerateArray()
                    .Concat(third.Data.EnumerateArray())
                    .Select(t => t.GetProperty("id").GetInt64()),
            ]
        );
        Assert.Equal((5, 6), (first.Count, second.Json.GetProperty("count").GetInt64()));
        Assert.False(third.Json.TryGetProperty("next_page_token", out _));
        var foreign = await _client.GetAsync($"/apigw/get_task_list/44/?page_token={first.NextPageToken}");
        Assert.Equal(3540000, foreign.Code);
    }

    [Theory]
    [InlineData("limit=-1", "[API] pagination error: limit must be 1 or more")]
    [InlineData("offset=-1", "[API] pagination error: offset must be 0 or more")]
    [InlineData("limit=x", "limit: must be an integer")]
    [InlineData("expected_timezone=Mars/Olympus", "expected_timezone Mars/Olympus is unknown.")]
    [InlineData("template_id=x", "template_id: must be an id")]
    [InlineData("template_ids=1,x", "template_ids: must be ids, separated by commas")]
    [InlineData("create_time_end=yesterday", "create_time_end: is not a time")]
    [InlineData("create_time_start=0001-01-01", "create_time_start: is not a time")]
    [InlineData("page_size=1001", "page_size: 1 to 1000")]
    [InlineData("page_token=x", "page_token: was not made by this method for this list")]
    public async Task List_OfNonsense_IsRefused(string query, string message)
    {
        var reply = await _client.GetAsync($"/apigw/get_task_list/2/?{query}");

        Assert.Equal(3540000, reply.Code);
        Assert.StartsWith(message, reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FunctionalTasks_AreListedByHowFarTheyCame()
    {
        var ids = new List<long>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add(await FunctionalAsync());
        }
        foreach (var id in ids.Skip(1))
        {
            await _client.PostOkAsync($"/apigw/claim_functionalization_task/{id}/45/", """{"bk_username": "eve"}""");
        }
        foreach (var id in ids.Skip(2))
        {
            await _client.PostOkAsync($"/apigw/start_task/{id}/45/", "{}");
        }
        await _client.PostOkAsync($"/apigw/operate_task/{ids[3]}/45/", """{"action": "revoke"}""");
        await _client.CreateAsync(Tree(Echo("a")), 45);

        string[] statuses = ["submitted", "claimed", "executed", "finished"];
        for (var i = 0; i < statuses.Length; i++)
        {
            var one = await _client.GetAsync(
                $"/apigw/get_functionalization_task_list/?bk_biz_id=45&status={statuses[i]}"
            );
            var task = Assert.Single(one.Data.EnumerateArray());
            Assert.Equal(
                (ids[i], statuses[i]),
                (task.GetProperty("task_id").GetInt64(), task.GetProperty("status").GetString())
            );
            Assert.Equal(i == 0 ? "" : "eve", task.GetProperty("claimant").GetString());
            Assert.Matches(Canonical(), task.GetProperty("create_time").GetString());
            Assert.Equal(i == 0, task.GetProperty("claim_time").GetString()!.Length == 0);
        }
        var all = await _client.GetAsync(
            "/v2/sops/get_functionalization_task_list/?bk_biz_id=45&limit=3&expected_timezone=UTC"
        );
        Assert.Equal((3, 4), (all.Data.GetArrayLength(), all.Json.GetProperty("count").GetInt32()));
        Assert.EndsWith(" +0000", all.Data[0].GetProperty("create_time").GetString(), StringComparison.Ordinal);
        var some = await _client.GetAsync($"/apigw/get_functionalization_task_list/?id_in={ids[0]},{ids[3]}");
        Assert.Equal([ids[3], ids[0]], some.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64()));
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Tasks.ListFunctionalTasksAsync(new ListFunctionalTasksRequest { Status = "lost" })
        );
        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
    }

    private async Task<long> FunctionalAsync()
    {
        var template = await _client.PostOkAsync(
            "/apigw/create_template/45/",
            $$"""{"name": "t", "pipeline_tree": {{Tree(Pause("p"))}}}"""
        );
        var task = await _client.PostOkAsync(
            $"/apigw/create_task/{template.Data.GetProperty("template_id").GetInt64()}/45/",
            """{"name": "task", "flow_type": "common_func"}"""
        );
        return task.Data.GetProperty("task_id").GetInt64();
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Iso();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0[08]00$")]
    private static partial Regex Canonical();
}
