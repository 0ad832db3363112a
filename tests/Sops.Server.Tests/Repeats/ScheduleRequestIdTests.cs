using Google.Protobuf;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Repeats;

/// <summary>A request about a schedule has one effect, however often it arrives under its id.</summary>
public sealed class ScheduleRequestIdTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const long Business = 52;
    private const int Copies = 50;
    private static readonly Cron Yearly = new() { MonthOfYear = "1", DayOfMonth = "1" };
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task CreatePeriodicTask_MakesOne()
    {
        var request = new CreatePeriodicTaskRequest
        {
            BkBizId = Business,
            TemplateId = await TemplateAsync(),
            Name = "once",
            Cron = Yearly,
            RequestId = "create-periodic",
        };

        var answer = await OneAsync(() => _client.PeriodicTasks.CreatePeriodicTaskAsync(request).ResponseAsync);

        var list = await _client.PeriodicTasks.ListPeriodicTasksAsync(
            new ListPeriodicTasksRequest { BkBizId = Business }
        );
        Assert.Equal(answer.Id, Assert.Single(list.PeriodicTasks, p => p.Name == "once").Id);
    }

    [Fact]
    public async Task RunPeriodicTask_MakesOneTask()
    {
        var id = await PeriodicAsync();
        var request = new RunPeriodicTaskRequest
        {
            BkBizId = Business,
            TaskId = id,
            RequestId = "run",
        };

        var answer = await OneAsync(() => _client.PeriodicTasks.RunPeriodicTaskAsync(request).ResponseAsync);

        var runs = await _client.PeriodicTasks.ListPeriodicTaskRunsAsync(
            new ListPeriodicTaskRunsRequest { BkBizId = Business, TaskId = id }
        );
        Assert.Equal($"{answer.TaskId}", Assert.Single(runs.Runs).TaskId.Json);
    }

    [Fact]
    public async Task ChangesOfAPeriodicTask_HappenOnce()
    {
        var id = await PeriodicAsync();
        var service = _client.PeriodicTasks;
        var enable = new SetPeriodicTaskEnabledRequest { Enabled = true };
        var cron = new ModifyPeriodicTaskCronRequest { Cron = Yearly };
        var constants = new ModifyPeriodicTaskConstantsRequest();
        var update = new UpdatePeriodicTaskRequest { Name = "renamed" };
        var delete = new DeletePeriodicTaskRequest();

        Assert.True(
            (await OneAsync(() => service.SetPeriodicTaskEnabledAsync(About(enable, id)).ResponseAsync)).Enabled
        );
        await OneAsync(() => service.ModifyPeriodicTaskCronAsync(About(cron, id)).ResponseAsync);
        await OneAsync(() => service.ModifyPeriodicTaskConstantsAsync(About(constants, id)).ResponseAsync);
        await OneAsync(() => service.UpdatePeriodicTaskAsync(About(update, id)).ResponseAsync);
        Assert.Equal(
            id,
            (await OneAsync(() => service.DeletePeriodicTaskAsync(About(delete, id)).ResponseAsync)).TaskId
        );
    }

    [Fact]
    public async Task ClockedTask_IsPlannedChangedAndDeletedOnce()
    {
        var service = _client.ClockedTasks;
        var create = new CreateClockedTaskRequest
        {
            BkBizId = Business,
            TemplateId = await TemplateAsync(),
            TaskName = "once",
            PlanStartTime = "2999-01-01 00:00:00 +0000",
            RequestId = "create-clocked",
        };

        var made = (await OneAsync(() => service.CreateClockedTaskAsync(create).ResponseAsync)).ClockedTask;

        var list = await service.ListClockedTasksAsync(new ListClockedTasksRequest { BkBizId = Business });
        Assert.Equal(made.Id, Assert.Single(list.ClockedTasks).Id);
        var update = new UpdateClockedTaskRequest { TaskName = "renamed" };
        await OneAsync(() => service.UpdateClockedTaskAsync(About(update, made.Id)).ResponseAsync);
        var delete = new DeleteClockedTaskRequest();
        await OneAsync(() => service.DeleteClockedTaskAsync(About(delete, made.Id)).ResponseAsync);
    }

    /// <summary>The request with its business, what it is about, and an id of its own.</summary>
    private static T About<T>(T request, long id)
        where T : IMessage<T>
    {
        var fields = request.Descriptor;
        fields.FindFieldByName("bk_biz_id").Accessor.SetValue(request, Business);
        (fields.FindFieldByName("task_id") ?? fields.FindFieldByName("clocked_task_id")).Accessor.SetValue(request, id);
        fields.FindFieldByName("request_id").Accessor.SetValue(request, $"{fields.Name}-{id}");
        return request;
    }

    /// <summary>What all of fifty calls at once are answered.</summary>
    private static async Task<T> OneAsync<T>(Func<Task<T>> call) =>
        Assert.Single((await Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => call()))).Distinct());

    private async Task<long> TemplateAsync() =>
        (
            await _client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = Business,
                    Name = "t",
                    PipelineTree = new JsonValue { Json = Tree(Echo("a")) },
                }
            )
        ).TemplateId;

    private async Task<long> PeriodicAsync() =>
        (
            await _client.PeriodicTasks.CreatePeriodicTaskAsync(
                new CreatePeriodicTaskRequest
                {
                    BkBizId = Business,
                    TemplateId = await TemplateAsync(),
                    Name = "p",
                    Cron = Yearly,
                }
            )
        ).Id;
}
