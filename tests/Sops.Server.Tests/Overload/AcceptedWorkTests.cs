using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;
using static Sops.Server.Tests.Overload.NarrowApp;

namespace Sops.Server.Tests.Overload;

/// <summary>What was accepted goes on while new calls are refused.</summary>
public sealed class AcceptedWorkTests
{
    [Fact]
    public async Task PluginAnswersAndTimers_AreTaken_WhileNoCallIs()
    {
        await using var app = await StartAsync(("NewTaskCalls", 1), ("ChangeCalls", 1));
        var template = await app.TemplateAsync(Tree(Echo("a")));
        var full = await app.Client.CreateAsync(Tree(Pause("p")));
        var called = await app.Client.StartAsync(Tree(Node("h", "held"), Echo("b")));
        var timed = await app.Client.StartAsync(Tree(Node("s", "test_sleep", ("seconds", 0.5)), Echo("b")));
        Task<StartTaskResponse> waiting;
        await using (await app.HoldTaskAsync(full))
        {
            var start = new StartTaskRequest { BkBizId = 2, TaskId = full.Id };
            waiting = app.Client.Tasks.StartTaskAsync(start).ResponseAsync;
            await app.UntilWaitingAsync(full, calls: 1);
            await RefusedAsync("ChangeCalls", () => app.Client.Tasks.StartTaskAsync(start).ResponseAsync);

            app.Held.LetGo();
            await called.UntilAsync("FINISHED");
            await timed.UntilAsync("FINISHED");
            await RefusedAsync("ChangeCalls", () => app.Client.Tasks.StartTaskAsync(start).ResponseAsync);
            await app.Client.Tasks.CreateTaskAsync(NewTask(template));
        }
        await waiting;
        await full.CallBackAsync("p");
        await full.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task WorkThatIsDue_KeepsNewTasksOut_ButNotOperators()
    {
        await using var app = await StartAsync(("DueWork", 1));
        var template = await app.TemplateAsync(Tree(Echo("a")));
        var made = await app.Client.CreateAsync(Tree(Echo("a")));
        var busy = await app.Client.CreateAsync(Tree(Node("h", "held")));
        await app.Client.Tasks.StartTaskAsync(new StartTaskRequest { BkBizId = 2, TaskId = busy.Id });
        await Eventually.IsAsync(() => app.Held.Calls == 1, "the node is called");
        var start = new StartTaskRequest
        {
            BkBizId = 2,
            TaskId = made.Id,
            RequestId = "start",
        };

        await RefusedAsync("DueWork", () => app.Client.Tasks.CreateTaskAsync(NewTask(template)).ResponseAsync);
        await RefusedAsync("DueWork", () => app.Client.Tasks.StartTaskAsync(start).ResponseAsync);
        Refused(await app.Client.PostAsync($"/apigw/start_task/{made.Id}/2/", "{}"));
        foreach (var action in (string[])["pause", "resume"])
        {
            var operate = new OperateTaskRequest
            {
                BkBizId = 2,
                TaskId = busy.Id,
                Action = action,
            };
            await app.Client.Tasks.OperateTaskAsync(operate);
        }

        app.Held.LetGo();
        await busy.UntilAsync("FINISHED");
        // The node's answer is committed a moment before its work is off the list.
        await Eventually.IsAsync(() => app.Work.Due == 0, "nothing is due");
        await app.Client.Tasks.StartTaskAsync(start);
        await made.UntilAsync("FINISHED");
    }
}
