using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Repeats;

/// <summary>A request sent again under its id has no second effect, however many arrive at once.</summary>
public sealed class RequestIdTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const int Copies = 50;
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task CreateTemplate_FiftyTimesAtOnce_MakesOne()
    {
        var request = new CreateTemplateRequest
        {
            BkBizId = 50,
            Name = "once",
            PipelineTree = new JsonValue { Json = Tree(Echo("a")) },
            RequestId = "create-template",
        };

        var answers = await ManyAsync(() => _client.Templates.CreateTemplateAsync(request).ResponseAsync);

        Assert.Single(answers.Distinct());
        var list = await _client.Templates.ListTemplatesAsync(new ListTemplatesRequest { BkBizId = 50 });
        Assert.Equal(answers[0].TemplateId, Assert.Single(list.Templates).Id);
    }

    [Fact]
    public async Task CreateTask_RepeatedAfterItsTemplateIsGone_GetsItsAnswer()
    {
        var request = await CreateTaskAsync("create-then-delete");
        var first = await _client.Tasks.CreateTaskAsync(request);
        await _client.Templates.DeleteTemplateAsync(
            new DeleteTemplateRequest { BkBizId = request.BkBizId, TemplateId = request.TemplateId }
        );

        Assert.Equal(first, await _client.Tasks.CreateTaskAsync(request));
    }

    [Fact]
    public async Task CreateTask_FiftyTimesAtOnce_MakesOne()
    {
        var request = await CreateTaskAsync("create-task");
        var before = await _client.CreateAsync(Tree(Echo("a")));

        var answers = await ManyAsync(() => _client.Tasks.CreateTaskAsync(request).ResponseAsync);

        var answer = Assert.Single(answers.Distinct());
        var after = await _client.CreateAsync(Tree(Echo("a")));
        Assert.InRange(answer.TaskId, before.Id + 1, after.Id - 1);
        // Ids that lost the race may be left out, but no task stands at them.
        for (var id = before.Id + 1; id < after.Id; id++)
        {
            var known = (await _client.GetAsync($"/apigw/get_task_detail/{id}/2/")).Result;
            Assert.Equal(id == answer.TaskId, known);
        }
    }

    [Fact]
    public async Task CreateAndStartTask_OverRest_FiftyTimesAtOnce_StartsOne()
    {
        var template = (await CreateTaskAsync("")).TemplateId;
        var body = $$"""
            {"bk_biz_id": 2, "template_id": {{template}}, "name": "n", "request_id": "create-and-start",
             "constants": {"${a}": 1, "${b}": 2} }
            """;

        var answers = await ManyAsync(() => _client.PostAsync("/v2/sops/create_and_start_task/", body));

        Assert.All(answers, a => Assert.True(a.Result, a.Text));
        Assert.Single(answers.Select(a => a.Data.GetRawText()).Distinct());
    }

    [Fact]
    public async Task StartTask_FiftyTimesAtOnce_StartsOnce()
    {
        var task = await _client.CreateAsync(Tree(Pause("p")));
        var request = new StartTaskRequest
        {
            BkBizId = task.Business,
            TaskId = task.Id,
            RequestId = "start-task",
        };

        var answers = await ManyAsync(() => _client.Tasks.StartTaskAsync(request).ResponseAsync);

        Assert.Equal(2, Assert.Single(answers.Distinct()).Revision);
        Assert.Single(await task.EventsAsync(), e => e.Kind == "TASK_STARTED");
    }

    [Fact]
    public async Task NodeCallback_FiftyTimesAtOnce_IsDeliveredOnce()
    {
        var task = await _client.StartAsync(Tree(Node("m", "test_multi_callback", ("count", 2))));
        await task.UntilNodeAsync("m", "RUNNING");
        var request = new NodeCallbackRequest
        {
            BkBizId = task.Business,
            TaskId = task.Id,
            NodeId = task["m"],
            CallbackData = new JsonValue { Json = """{"n": 1}""" },
            RequestId = "node-callback",
        };

        var answers = await ManyAsync(() => _client.Callbacks.NodeCallbackAsync(request).ResponseAsync);

        Assert.Single(answers.Distinct());
        Assert.Single(await task.EventsAsync(), e => e.Kind == "CALLBACK_RECEIVED");
        await task.CallBackAsync("m", """{"n": 2}""");
        await task.UntilAsync("FINISHED");
        var callbacks = (await task.NodeAsync("m")).Outputs.Single(o => o.Key == "callbacks");
        Assert.Equal("""[{"n":1},{"n":2}]""", callbacks.Value.Json.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Id_UsedForAnotherPayload_IsRefused()
    {
        var request = await CreateTaskAsync("reused");
        await _client.Tasks.CreateTaskAsync(request);
        var other = request.Clone();
        other.Name = "other";

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.Tasks.CreateTaskAsync(other));

        Assert.Equal(StatusCode.Aborted, failure.StatusCode);
        Assert.Equal("REQUEST_ID_REUSED", failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        var answer = await _client.PostAsync(
            $"/apigw/create_task/{request.TemplateId}/2/",
            """{"name": "third", "request_id": "reused"}"""
        );
        Assert.Equal((200, 3545100), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task SameJson_WithOtherBlanks_IsTheSameRequest()
    {
        var tree = Tree(Echo("a"));
        var request = new CreateTemplateRequest
        {
            BkBizId = 51,
            Name = "blanks",
            PipelineTree = new JsonValue { Json = tree },
            RequestId = "blanks",
        };
        var first = await _client.Templates.CreateTemplateAsync(request);

        request.PipelineTree = new JsonValue
        {
            Json = System.Text.Json.Nodes.JsonNode.Parse(tree)!.ToJsonString(new() { WriteIndented = true }),
        };
        Assert.Equal(first, await _client.Templates.CreateTemplateAsync(request));

        request.PipelineTree = new JsonValue { Json = Tree(Echo("a b")) };
        var reused = await Assert.ThrowsAsync<RpcException>(async () =>
            await _client.Templates.CreateTemplateAsync(request)
        );
        Assert.Equal(StatusCode.Aborted, reused.StatusCode);
    }

    [Fact]
    public async Task Id_UsedForManyTasksAtOnce_IsTakenByOne()
    {
        var tasks = new List<StartedRun>();
        for (var i = 0; i < 20; i++)
        {
            tasks.Add(await _client.CreateAsync(Tree(Pause("p"))));
        }

        var codes = await Task.WhenAll(tasks.Select(StartAsync));

        Assert.Equal(1, codes.Count(c => c == StatusCode.OK));
        Assert.Equal(19, codes.Count(c => c == StatusCode.Aborted));
        foreach (var (task, code) in tasks.Zip(codes))
        {
            Assert.Equal(code == StatusCode.OK ? "RUNNING" : "CREATED", (await task.StatusAsync()).State);
        }

        async Task<StatusCode> StartAsync(StartedRun task)
        {
            try
            {
                var request = new StartTaskRequest
                {
                    BkBizId = 2,
                    TaskId = task.Id,
                    RequestId = "raced",
                };
                await _client.Tasks.StartTaskAsync(request);
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }
    }

    [Fact]
    public async Task Id_OfAnotherBusiness_IsAnotherId()
    {
        var request = new CreateTemplateRequest
        {
            BkBizId = 61,
            Name = "mine",
            PipelineTree = new JsonValue { Json = Tree(Echo("a")) },
            RequestId = "shared",
        };
        var mine = await _client.Templates.CreateTemplateAsync(request);
        request.BkBizId = 62;

        var theirs = await _client.Templates.CreateTemplateAsync(request);

        Assert.NotEqual(mine.TemplateId, theirs.TemplateId);
    }

    private async Task<CreateTaskRequest> CreateTaskAsync(string requestId)
    {
        var template = await _client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = 2,
                Name = "t",
                PipelineTree = new JsonValue { Json = Tree(Echo("a")) },
            }
        );
        return new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = template.TemplateId,
            Name = "task",
            RequestId = requestId,
        };
    }

    private static Task<T[]> ManyAsync<T>(Func<Task<T>> call) =>
        Task.WhenAll(Enumerable.Range(0, Copies).Select(_ => call()));
}
