using Grpc.Core;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Schedules;

/// <summary>Tasks that are planned for a moment, with a clock that the test moves.</summary>
public sealed class ClockedTaskTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private ScheduledApp _app = null!;
    private ClockedTaskService.ClockedTaskServiceClient Service => _app.Client.ClockedTasks;

    public async ValueTask InitializeAsync() => _app = await ScheduledApp.BeginAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Moment_StartsTheTask_Once()
    {
        var planned = await PlanAsync(await _app.TemplateAsync(Tree(Echo("a"))), "2026-03-01 00:10:00 +0000");
        Assert.Equal(("not_started", "null"), (planned.State, planned.TaskId.Json));

        await _app.PassAsync(9 * Minute);
        Assert.Equal("not_started", (await FindAsync(planned.Id)).State);
        await _app.PassAsync(Minute);
        await _app.PassAsync(60 * Minute);

        var started = await FindAsync(planned.Id);
        Assert.Equal("started", started.State);
        var task = await _app.TaskAsync(started.TaskId);
        Assert.Equal(("c", "clocked", "admin", "admin"), (task.Name, task.CreateMethod, task.Creator, task.Executor));
        await _app.RestedAsync(started.TaskId, "FINISHED");
        Assert.Single((await _app.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = 2 })).Tasks);
    }

    [Fact]
    public async Task Moment_ThatPassedWhileNobodyWasThere_StartsTheTaskLate()
    {
        var planned = await PlanAsync(await _app.TemplateAsync(Tree(Echo("a"))), "2026-03-01 00:10:00 +0000");

        await _app.SetClockAsync(ScheduledApp.Start + TimeSpan.FromHours(5));

        Assert.Equal("started", (await FindAsync(planned.Id)).State);
    }

    [Fact]
    public async Task Changed_StartsWhenAndAsItSaysThen()
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));
        var planned = await PlanAsync(template, "2026-03-01 00:10:00 +0000");

        var changed = await Service.UpdateClockedTaskAsync(
            new UpdateClockedTaskRequest
            {
                BkBizId = 2,
                ClockedTaskId = planned.Id,
                TaskName = "later",
                PlanStartTime = "2026-03-01T00:20:00Z",
            }
        );
        Assert.Equal(
            ("later", "2026-03-01 08:20:00 +0800", "admin"),
            (changed.ClockedTask.TaskName, changed.ClockedTask.PlanStartTime, changed.ClockedTask.Editor)
        );
        await _app.PassAsync(15 * Minute);
        Assert.Equal("not_started", (await FindAsync(planned.Id)).State);
        await _app.PassAsync(5 * Minute);

        Assert.Equal("later", (await _app.TaskAsync((await FindAsync(planned.Id)).TaskId)).Name);
        var over = await Assert.ThrowsAsync<RpcException>(async () =>
            await Service.UpdateClockedTaskAsync(
                new UpdateClockedTaskRequest
                {
                    BkBizId = 2,
                    ClockedTaskId = planned.Id,
                    TaskName = "too late",
                }
            )
        );
        Assert.Equal(StatusCode.FailedPrecondition, over.StatusCode);
    }

    [Fact]
    public async Task Deleted_DoesNotStart()
    {
        var planned = await PlanAsync(await _app.TemplateAsync(Tree(Echo("a"))), "2026-03-01 00:10:00 +0000");
        await Service.DeleteClockedTaskAsync(new DeleteClockedTaskRequest { BkBizId = 2, ClockedTaskId = planned.Id });

        await _app.PassAsync(20 * Minute);

        Assert.Empty((await _app.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = 2 })).Tasks);
        Assert.Empty((await Service.ListClockedTasksAsync(new ListClockedTasksRequest { BkBizId = 2 })).ClockedTasks);
    }

    [Fact]
    public async Task Template_GoneAtTheMoment_FailsTheStart_AndSaysWhy()
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));
        var planned = await PlanAsync(template, "2026-03-01 00:10:00 +0000");
        await _app.Client.Templates.DeleteTemplateAsync(
            new DeleteTemplateRequest { BkBizId = 2, TemplateId = template }
        );

        await _app.PassAsync(10 * Minute);

        var failed = await FindAsync(planned.Id);
        Assert.Equal("start_failed", failed.State);
        Assert.Contains("does not exist", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"task_name": "c", "plan_start_time": "2026-03-01 00:00:00 +0000"}""",
        "Plan start time should be later than the time to create the plan"
    )]
    [InlineData("""{"task_name": "c", "plan_start_time": "soon"}""", "plan_start_time")]
    [InlineData("""{"task_name": "", "plan_start_time": "2026-04-01 00:00:00"}""", "task_name")]
    [InlineData(
        """{"task_name": "c", "plan_start_time": "2026-04-01 00:00:00", "task_parameters": {"exclude_task_nodes_id": ["a"], "appoint_task_nodes_id": ["a"]} }""",
        "can not use multiple method to appoint execute nodes"
    )]
    [InlineData(
        """{"task_name": "c", "plan_start_time": "2026-04-01 00:00:00", "task_parameters": {"exclude_task_nodes_id": ["nobody"]} }""",
        "nobody"
    )]
    public async Task WhatCannotBePlanned_IsRefused(string body, string says)
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));

        var answer = await _app.Client.PostAsync($"/apigw/create_clocked_task/{template}/2/", body);

        Assert.False(answer.Result);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
        Assert.Empty((await Service.ListClockedTasksAsync(new ListClockedTasksRequest { BkBizId = 2 })).ClockedTasks);
    }

    [Fact]
    public async Task List_KeepsToItsConditions()
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));
        var first = await PlanAsync(template, "2026-03-01 00:10:00 +0000", "Alpha");
        var second = await PlanAsync(template, "2026-03-01 00:20:00 +0000", "beta");
        await _app.PassAsync(10 * Minute);

        Assert.Equal([second.Id, first.Id], await IdsAsync(""));
        Assert.Equal([first.Id], await IdsAsync("?state=started"));
        Assert.Equal([first.Id], await IdsAsync("?task_name=alph"));
        Assert.Equal([second.Id], await IdsAsync($"?id={second.Id}"));
        Assert.Equal([first.Id], await IdsAsync("?limit=1&offset=1"));
        Assert.Empty(await IdsAsync("?creator=nobody"));
        Assert.Equal("参数id必须为数字", (await _app.Client.GetAsync("/apigw/get_clocked_task_list/2/?id=x")).Message);
        Assert.Equal(3540000, (await _app.Client.GetAsync("/apigw/get_clocked_task_list/2/?state=x")).Code);
    }

    [Fact]
    public async Task Business_PlansOnlySoMany()
    {
        var template = await _app.TemplateAsync(Tree(Echo("a")));
        for (var i = 0; i < 3; i++)
        {
            await PlanAsync(template, "2026-03-01 00:10:00 +0000");
        }

        var full = await Assert.ThrowsAsync<RpcException>(() => PlanAsync(template, "2026-03-01 00:10:00 +0000"));

        Assert.Equal(StatusCode.FailedPrecondition, full.StatusCode);
        await _app.PassAsync(10 * Minute);
        await PlanAsync(template, "2026-03-01 01:00:00 +0000");
    }

    private async Task<IReadOnlyList<long>> IdsAsync(string query)
    {
        var list = await _app.Client.GetAsync(
            $"/v2/sops/get_clocked_task_list/{query}{(query.Length > 0 ? "&" : "?")}bk_biz_id=2"
        );
        Assert.True(list.Result, list.Text);
        return [.. list.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64())];
    }

    private async Task<ClockedTask> PlanAsync(long template, string at, string name = "c") =>
        (
            await Service.CreateClockedTaskAsync(
                new CreateClockedTaskRequest
                {
                    BkBizId = 2,
                    TemplateId = template,
                    TaskName = name,
                    PlanStartTime = at,
                }
            )
        ).ClockedTask;

    private async Task<ClockedTask> FindAsync(long id) =>
        (await Service.GetClockedTaskAsync(new GetClockedTaskRequest { BkBizId = 2, ClockedTaskId = id })).ClockedTask;
}
