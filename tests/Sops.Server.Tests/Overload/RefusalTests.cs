using System.Net;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;
using static Sops.Server.Tests.Overload.NarrowApp;

namespace Sops.Server.Tests.Overload;

/// <summary>Calls that there is no room for are refused at once; others are not, and once there is room all are taken.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Writes_ThatWait_KeepChangesOut_ButNotReads()
    {
        await using var app = await StartAsync(("WaitingWrites", 3));
        var template = await app.TemplateAsync(Tree(Echo("a")));
        var task = await app.Client.CreateAsync(Tree(Pause("p")));
        Task<CreateTaskResponse>[] taken;
        await using (await app.HoldCommitterAsync())
        {
            taken = [.. Enumerable.Range(0, 3).Select(_ => CreateAsync())];
            await app.UntilWaitingAsync(3);

            await RefusedAsync("WaitingWrites", () => CreateAsync("again"));
            await RefusedAsync("WaitingWrites", () => task.CallBackAsync("p"));
            Refused(await app.Client.PostAsync($"/apigw/create_task/{template}/2/", """{"name": "task"}"""));
            Refused(
                await app.Client.PostAsync($"/v2/sops/start_task/", $$"""{"task_id": {{task.Id}}, "bk_biz_id": 2}""")
            );

            Assert.Equal("CREATED", (await task.StatusAsync()).State);
            Assert.True((await app.Client.GetAsync("/apigw/get_template_list/2/")).Result);
            Assert.Equal(200, (await app.Client.GetAsync("/readyz")).Status);
            var health = await new Health.HealthClient(app.Client.Channel).CheckAsync(new());
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        }

        var answers = await Task.WhenAll(taken);
        var repeated = await Task.WhenAll(CreateAsync("again"), CreateAsync("again"));
        Assert.Equal(repeated[0], repeated[1]);
        // Those that were taken, the one that came again, and the one that was there; none of the refused ones.
        var list = await app.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = 2 });
        Assert.Equal(
            answers.Select(a => a.TaskId).Append(repeated[0].TaskId).Append(task.Id).Order(),
            list.Tasks.Select(t => t.Id).Order()
        );

        Task<CreateTaskResponse> CreateAsync(string requestId = "") =>
            app.Client.Tasks.CreateTaskAsync(NewTask(template, requestId)).ResponseAsync;
    }

    [Fact]
    public async Task CallsThatMakeTasks_LeaveRoomForThoseThatOperateThem()
    {
        await using var app = await StartAsync(("NewTaskCalls", 2));
        var template = await app.TemplateAsync(Tree(Echo("a")));
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        Task<CreateTaskResponse>[] taken;
        Task<NodeCallbackResponse> callback;
        await using (await app.HoldCommitterAsync())
        {
            taken = [.. Enumerable.Range(0, 2).Select(_ => CreateAsync())];
            await app.UntilWaitingAsync(2);

            await RefusedAsync("NewTaskCalls", CreateAsync);
            callback = task.CallBackAsync("p");
            await app.UntilWaitingAsync(3);
        }

        await Task.WhenAll(taken);
        Assert.True((await callback).Delivered);
        await task.UntilAsync("FINISHED");
        await CreateAsync();

        Task<CreateTaskResponse> CreateAsync() => app.Client.Tasks.CreateTaskAsync(NewTask(template)).ResponseAsync;
    }

    [Fact]
    public async Task Task_ThatManyCallsWaitFor_KeepsOnlyItsOwnOut()
    {
        await using var app = await StartAsync(("TaskCalls", 1));
        var (busy, other) = (
            await app.Client.StartAsync(Tree(Pause("p"))),
            await app.Client.StartAsync(Tree(Pause("p")))
        );
        var pause = new OperateTaskRequest
        {
            BkBizId = 2,
            TaskId = busy.Id,
            Action = "pause",
            RequestId = "pause",
        };
        Task<NodeCallbackResponse> first;
        await using (await app.HoldTaskAsync(busy))
        {
            first = busy.CallBackAsync("p");
            await app.UntilWaitingAsync(busy, calls: 1);

            await RefusedAsync("TaskCalls", () => app.Client.Tasks.OperateTaskAsync(pause).ResponseAsync);
            Assert.True((await other.CallBackAsync("p")).Delivered);
        }

        Assert.True((await first).Delivered);
        var records = await app.Client.GetAsync($"/apigw/get_task_operate_record/{busy.Id}/2/");
        Assert.DoesNotContain("pause", records.Data.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_AndStreams_HaveLimitsOfTheirOwn()
    {
        await using var app = await StartAsync(("ReadCalls", 1), ("Watches", 1));
        var task = await app.Client.StartAsync(Tree(Pause("p")));
        var explain = new ExplainTaskRequest { BkBizId = 2, TaskId = task.Id };
        using var watch = app.Client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(default));

        await RefusedAsync("Watches", async () => await app.Client.Watch(task).ResponseStream.MoveNext(default));
        Refused(await app.Client.GetAsync($"/apigw/watch_task_status/{task.Id}/2/"));
        Task<ExplainTaskResponse> first;
        await using (await app.HoldTaskAsync(task))
        {
            first = app.Client.Tasks.ExplainTaskAsync(explain).ResponseAsync;
            await app.UntilWaitingAsync(task, calls: 1);
            await RefusedAsync("ReadCalls", () => app.Client.Tasks.ExplainTaskAsync(explain).ResponseAsync);
            Refused(await app.Client.GetAsync("/apigw/get_template_list/2/"));
            await app.Client.StartAsync(Tree(Echo("a")));
            Assert.Equal(200, (await app.Client.GetAsync("/readyz")).Status);
        }
        await first;
        await app.Client.Tasks.ExplainTaskAsync(explain);
    }

    [Fact]
    public async Task GrpcWeb_IsRefusedInItsOwnForm()
    {
        await using var app = await StartAsync(("WaitingWrites", 1));
        var template = await app.TemplateAsync(Tree(Echo("a")));
        using var channel = GrpcChannel.ForAddress(
            app.Client.Http.BaseAddress!,
            new()
            {
                HttpHandler = new GrpcWebHandler(GrpcWebMode.GrpcWebText, new HttpClientHandler()),
                HttpVersion = HttpVersion.Version11,
            }
        );
        var tasks = new TaskService.TaskServiceClient(channel);
        Task<bool> waiting;
        await using (await app.HoldCommitterAsync())
        {
            waiting = app.Database.WriteAsync(_ => true);
            await app.UntilWaitingAsync(1);
            await RefusedAsync("WaitingWrites", () => tasks.CreateTaskAsync(NewTask(template)).ResponseAsync);
        }
        Assert.True(await waiting);
        await tasks.CreateTaskAsync(NewTask(template));
    }
}
