using System.Text.Json;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Golden;

/// <summary>get_task_status, get_task_detail and get_task_node_detail as the documents' samples call them.</summary>
public sealed class ReadTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    private static readonly Answer Created = new(
        """
        {
          "state": "=CREATED", "name": "filled", "start_time": "null", "finish_time": "null", "elapsed_time": "integer",
          "retry": "integer", "skip": "boolean", "children": {"*?": "null"}
        }
        """
    );

    private static readonly Answer Unreached = new(
        """
        {
          "name": "filled", "error_ignorable": "boolean", "state": "=READY", "inputs": "object",
          "outputs": ["?", "object"], "ex_data": "empty", "start_time?": "null", "finish_time?": "null",
          "children?": "object", "histories?": ["?", "null"], "auto_retry_info?": "object"
        }
        """
    );

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTaskStatus_Sample(string form)
    {
        var task = await Client.StartAsync(Tree(Fail("f"), Pause("p")));
        await task.UntilAsync("FAILED");

        var answer = await In(form).GetAsync("get_task_status", Kwargs, Ids(task));

        SeedAnswers.All["003_get_task_status"].RequireFit(answer);
        var sample = Answer.Sample("003_get_task_status").GetProperty("data");
        Assert.Equal(States(sample), States(answer.Data));
        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("finish_time").ValueKind);
        Assert.NotEqual(task.Id.ToString(null, null), Text(answer.Data, "id"));
        Assert.Matches("^v[0-9a-f]{32}$", Text(answer.Data, "version"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTaskStatus_OfATaskThatWasNotStarted(string form)
    {
        var task = await Client.CreateAsync(Tree(Pause("p")));

        Created.RequireFit(await In(form).GetAsync("get_task_status", Kwargs, Ids(task)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTaskDetail_AndGetTaskNodeDetail_Samples(string form)
    {
        var made = await Client.PostOkAsync(
            $"/apigw/create_task/{await TemplateAsync("003_2", "${bk_timing}")}/2/",
            """{"name": "detail", "constants": {"${bk_timing}": "0"}}"""
        );
        var task = Made(made.Data);

        var before = await DetailAsync(form, task);
        Assert.Equal(("", "", ""), (Text(before, "start_time"), Text(before, "finish_time"), Text(before, "executor")));
        Assert.Equal(
            (0, 0),
            (before.GetProperty("elapsed_time").GetInt32(), before.GetProperty("outputs").GetArrayLength())
        );
        Unreached.RequireFit(await NodeAsync(form, task, "定时", "sleep_timer"));

        await Client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "{}");
        await task.UntilNodeAsync("暂停", "RUNNING");
        var during = await DetailAsync(form, task);
        Assert.Equal(("", "admin"), (Text(during, "finish_time"), Text(during, "executor")));
        await task.CallBackAsync("暂停");
        await task.UntilAsync("FINISHED");

        var after = await DetailAsync(form, task);
        var output = Assert.Single(after.GetProperty("outputs").EnumerateArray());
        Assert.Equal(
            ("${bk_timing}", "0", "定时时间"),
            (Text(output, "key"), Text(output, "value"), Text(output, "name"))
        );
        Assert.NotEmpty(Text(after, "finish_time")!);
        var node = await NodeAsync(form, task, "定时", "sleep_timer");
        SeedAnswers.All["003_get_task_node_detail"].RequireFit(node);
        Assert.Equal(JsonValueKind.Null, node.Data.GetProperty("ex_data").ValueKind);
        Assert.Equal(
            ["_result", "_loop", "_inner_loop"],
            node.Data.GetProperty("outputs").EnumerateArray().TakeLast(3).Select(o => Text(o, "key")!)
        );
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTaskNodeDetail_OfANodeThatWasRetried_HasItsHistories(string form)
    {
        var task = await Client.StartAsync(Tree(Fail("f")));
        await task.UntilNodeAsync("f", "FAILED");
        await Client.PostOkAsync(
            $"/apigw/operate_node/2/{task.Id}/",
            $$"""{"node_id": "{{task["f"]}}", "action": "retry"}"""
        );
        await task.UntilAsync(v => v.Revision > 3 && v.State == "FAILED");

        var answer = await NodeAsync(form, task, "f", "test_fail");

        SeedAnswers.All["003_get_task_node_detail"].RequireFit(answer);
        Assert.Equal(JsonValueKind.String, answer.Data.GetProperty("ex_data").ValueKind);
        var history = Assert.Single(answer.Data.GetProperty("histories").EnumerateArray());
        Assert.Equal(("FAILED", 0), (Text(history, "state"), history.GetProperty("retry").GetInt32()));
        Assert.Equal(-1, answer.Data.GetProperty("history_id").GetInt32());
    }

    private async Task<JsonElement> DetailAsync(string form, StartedRun task)
    {
        var answer = await In(form).GetAsync("get_task_detail", Kwargs, Ids(task));
        SeedAnswers.All["003_get_task_detail"].RequireFit(answer);
        return answer.Data;
    }

    /// <summary>The sample gives the ids once more among the parameters, and an empty stack does no harm.</summary>
    private Task<Reply> NodeAsync(string form, StartedRun task, string node, string component) =>
        In(form)
            .GetAsync(
                "get_task_node_detail",
                With(
                    $$"""
                    "bk_biz_id": "2", "task_id": "{{task.Id}}", "node_id": "{{task[node]}}",
                    "subprocess_stack": "[]", "component_code": "{{component}}"
                    """
                ),
                Ids(task)
            );

    private static (string, long)[] Ids(StartedRun task) => [("task_id", task.Id), ("bk_biz_id", Business)];

    private static IEnumerable<string> States(JsonElement node) =>
        new[] { Text(node, "state")! }.Concat(
            node.GetProperty("children").EnumerateObject().Select(c => Text(c.Value, "state")!)
        );
}
