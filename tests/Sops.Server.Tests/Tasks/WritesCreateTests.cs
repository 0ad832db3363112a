using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>What create_task and create_and_start_task make, in both REST forms and over gRPC.</summary>
public sealed class WritesCreateTests(SopsApp app) : IClassFixture<SopsApp>
{
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("create_task", false)]
    [InlineData("create_task", true)]
    [InlineData("create_and_start_task", false)]
    [InlineData("create_and_start_task", true)]
    public async Task FromABusinessTemplate_IsMade(string method, bool esb)
    {
        var template = await _client.TemplateAsync(Tree(Constant("x", 1), Node("a", "test_echo", ("text", "${x}"))));
        var (path, ids) = Writes.Form(esb, method, template);

        var made = await _client.PostOkAsync(
            path,
            $$$"""{ {{{ids}}}, "name": "任务😀", "template_source": "business", "constants": {"${x}": 20.0, "${y}": 2} }"""
        );

        var id = made.Data.GetProperty("task_id").GetInt64();
        Assert.EndsWith($"/taskflow/execute/2/?instance_id={id}", made.Data.GetProperty("task_url").GetString());
        Assert.False(
            made.Data.TryGetProperty("function_task_claim_url", out var url) && url.ValueKind != JsonValueKind.Null
        );
        var tree = made.Data.GetProperty("pipeline_tree");
        Assert.Equal("20.0", Writes.Constant(tree, "${x}").GetProperty("value").GetRawText());
        Assert.Equal(
            "a",
            tree.GetProperty("activities").EnumerateObject().Single().Value.GetProperty("template_node_id").GetString()
        );
        var row = await app.RowAsync(id);
        Assert.Equal(
            ("任务😀", template, "project", "OpsTools", "common", "api", "admin"),
            (
                row.Name,
                row.TemplateId!.Value,
                row.TemplateSource,
                row.Category,
                row.FlowType,
                row.CreateMethod,
                row.Creator
            )
        );
    }

    [Theory]
    [InlineData("create_task")]
    [InlineData("create_and_start_task")]
    public async Task FromACommonTemplate_BelongsToTheCallersBusiness(string method)
    {
        var template = await app.CommonTemplateAsync(Tree(Echo("a")));

        foreach (var business in (long[])[2, 3])
        {
            var made = await _client.PostOkAsync(
                $"/apigw/{method}/{template}/{business}/",
                """{"name": "n", "template_source": "common"}"""
            );
            var row = await app.RowAsync(made.Data.GetProperty("task_id").GetInt64());
            Assert.Equal((business, "common"), (row.BusinessId, row.TemplateSource));
        }
        var asOwn = await _client.PostAsync($"/apigw/{method}/{template}/2/", """{"name": "n"}""");
        Assert.Equal(
            (3540400, $"template[id={template}] of project[project_id=2,biz_id=2] does not exist"),
            (asOwn.Code, asOwn.Message)
        );
    }

    [Fact]
    public async Task OwnTemplateAskedForAsCommon_IsNotFound()
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));

        var answer = await _client.PostAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "n", "template_source": "common"}"""
        );

        Assert.Equal((3540400, $"common template[id={template}] does not exist"), (answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("create_task")]
    [InlineData("create_and_start_task")]
    public async Task TemplateSource_ThatIsNone_IsRefused_WhereATaskIsMade_AndMeansCommonWhereOneReads(string method)
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));

        var made = await _client.PostAsync(
            $"/apigw/{method}/{template}/2/",
            """{"name": "n", "template_source": "elsewhere"}"""
        );
        var read = await _client.GetAsync($"/apigw/get_template_info/{template}/2/?template_source=elsewhere");

        Assert.Equal((3540000, "template_source: must be business, project or common"), (made.Code, made.Message));
        Assert.Equal((3540400, $"common template[id={template}] does not exist"), (read.Code, read.Message));
    }

    [Theory]
    [InlineData("{}", "task params is invalid: name: 1 to 100 characters")]
    [InlineData("""{"name": ""}""", "task params is invalid: name: 1 to 100 characters")]
    [InlineData(
        """{"name": "n", "flow_type": "other"}""",
        "task params is invalid: flow_type: must be common or common_func"
    )]
    [InlineData("""{"name": "n", "template_schemes_id": "1-a"}""", "unknown template_schemes_id: 1-a")]
    [InlineData("""{"name": "n", "template_schemes_id": 7}""", "unknown template_schemes_id: 7")]
    [InlineData("""{"name": "n", "template_schemes_id": ["a", 2]}""", "unknown template_schemes_id: a, 2")]
    [InlineData(
        """{"name": "n", "template_schemes_id": ["a", "b", "a", "b"]}""",
        "duplicate template_schemes_id: a, b"
    )]
    [InlineData("""{"name": "n", "template_schemes_id": {} }""", "invalid template_schemes_id")]
    [InlineData("""{"name": "n", "template_schemes_id": true}""", "invalid template_schemes_id")]
    [InlineData(
        """{"name": "n", "template_schemes_id": ["a", ""]}""",
        "invalid template_schemes_id: all items must be non-empty strings or positive integers"
    )]
    [InlineData(
        """{"name": "n", "template_schemes_id": [0]}""",
        "invalid template_schemes_id: all items must be non-empty strings or positive integers"
    )]
    [InlineData(
        """{"name": "n", "template_schemes_id": "a", "exclude_task_nodes_id": ["a"]}""",
        "template_schemes_id can not be used with exclude_task_nodes_id or execute_task_nodes_id"
    )]
    [InlineData(
        """{"name": "n", "template_schemes_id": "a", "pipeline_tree": {"a": 1} }""",
        "template_schemes_id can not be used with pipeline_tree"
    )]
    [InlineData(
        """{"name": "n", "exclude_task_nodes_id": ["fixed"]}""",
        "[API] create_task create pipeline without tree error: task node[id=fixed] is not optional"
    )]
    [InlineData(
        """{"name": "n", "exclude_task_nodes_id": ["spare", "spare"]}""",
        "[API] create_task create pipeline without tree error: task node[id=spare] is not in template pipeline tree"
    )]
    [InlineData(
        """{"name": "n", "execute_task_nodes_id": ["spare", "unknown"]}""",
        "[API] create_task create pipeline without tree error: task node[id=fixed] is not optional"
    )]
    public async Task BadParameters_AreRefusedAndNothingIsMade(string body, string message)
    {
        const long business = 71;
        var template = await _client.TemplateAsync(Tree(Writes.Optional("spare"), Echo("fixed")), business);
        var made = await app.CountAsync(business);

        var gateway = await _client.PostAsync($"/apigw/create_task/{template}/{business}/", body);
        var esb = await _client.PostAsync(
            "/v2/sops/create_task/",
            body.Insert(1, $"\"bk_biz_id\": {business}, \"template_id\": {template}{(body == "{}" ? "" : ", ")}")
        );

        foreach (var answer in (Reply[])[gateway, esb])
        {
            Assert.Equal((200, 3540000, message), (answer.Status, answer.Code, answer.Message));
        }
        Assert.Equal(made, await app.CountAsync(business));
    }

    [Fact]
    public async Task UnknownTemplate_IsToldBeforeABadName()
    {
        var answer = await _client.PostAsync("/apigw/create_task/999999/2/", "{}");

        Assert.Equal(3540400, answer.Code);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task Name_IsMeasuredInCharacters(int length, bool fits)
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));
        var name = string.Concat(Enumerable.Repeat("😀", length));

        var answer = await _client.PostAsync($"/apigw/create_task/{template}/2/", $$"""{"name": "{{name}}"}""");

        Assert.Equal(fits, answer.Result);
    }

    [Theory]
    [InlineData("exclude_task_nodes_id", """["b", "p1"]""", "a,c,p2")]
    [InlineData("execute_task_nodes_id", """["a", "unknown"]""", "a,c")]
    [InlineData("exclude_task_nodes_id", """["p1", "p2"]""", "a,b,c")]
    [InlineData("exclude_task_nodes_id", "[]", "a,b,c,p1,p2")]
    public async Task NodesLeftOut_AreNotInTheTreeNorRun(string list, string nodes, string left)
    {
        var template = await _client.TemplateAsync(
            Tree(
                Writes.Optional("a"),
                Writes.Optional("b"),
                Parallel("fork", Writes.Optional("p1"), Writes.Optional("p2")),
                Echo("c")
            )
        );

        // c is not optional: what is executed has to name it.
        var given = list == "execute_task_nodes_id" ? nodes.Replace("]", ", \"c\"]", StringComparison.Ordinal) : nodes;
        var made = await _client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            $$"""{"name": "n", "{{list}}": {{given}}}"""
        );

        var tree = made.Data.GetProperty("pipeline_tree");
        Assert.Equal(left, string.Join(',', Writes.Activities(tree)));
        var task = new StartedRun(_client, 2, made.Data.GetProperty("task_id").GetInt64(), tree.GetRawText());
        await _client.PostOkAsync($"/apigw/start_task/{task.Id}/2/", "");
        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task ExecutedNodes_WinOverExcludedOnes()
    {
        var template = await _client.TemplateAsync(Tree(Writes.Optional("a"), Writes.Optional("b")));

        var made = await _client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "n", "exclude_task_nodes_id": ["a"], "execute_task_nodes_id": ["a"]}"""
        );

        Assert.Equal(["a"], Writes.Activities(made.Data.GetProperty("pipeline_tree")));
    }

    [Fact]
    public async Task CreateAndStart_NodeThatCannotBeLeftOut_IsRefusedInBareWords()
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));

        var answer = await _client.PostAsync(
            $"/apigw/create_and_start_task/{template}/2/",
            """{"name": "n", "exclude_task_nodes_id": [1]}"""
        );

        Assert.Equal("task node[id=1] is not in template pipeline tree", answer.Message);
    }

    [Fact]
    public async Task TreeOfTheCallers_IsTakenWholeWithCleanNames()
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));
        var tree = Tree(Constant("idle", 1), Act("mine", n => Named(n, "<b>&$'\"" + new string('n', 60))), Echo("two"));

        var made = await _client.PostOkAsync(
            $"/apigw/create_task/{template}/2/",
            $$"""{"name": "n", "pipeline_tree": {{tree}}, "exclude_task_nodes_id": ["ghost"], "constants": {"${idle}": 2} }"""
        );

        var whole = made.Data.GetProperty("pipeline_tree");
        Assert.Equal(["b" + new string('n', 49), "two"], Writes.Activities(whole));
        Assert.Equal(2, Writes.Constant(whole, "${idle}").GetProperty("value").GetInt32());

        static void Named(System.Text.Json.Nodes.JsonObject node, string name)
        {
            node["component"]!["code"] = "test_echo";
            node["name"] = name;
        }
    }

    [Fact]
    public async Task TreeOfTheCallers_Broken_IsRefusedInTheMethodsWords()
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));

        var answer = await _client.PostAsync(
            $"/apigw/create_task/{template}/2/",
            """{"name": "n", "pipeline_tree": {"activities": {} } }"""
        );

        Assert.Equal(3546100, answer.Code);
        Assert.StartsWith("[API] create_task get invalid pipeline_tree: ", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create_task", "common")]
    [InlineData("create_task", "common_func")]
    [InlineData("create_and_start_task", "common")]
    public async Task ValidateOnly_AnswersAsIfDone_AndMakesNothing(string method, string flow)
    {
        const long business = 72;
        var template = await _client.TemplateAsync(Tree(Echo("a")), business);

        var answer = await _client.PostOkAsync(
            $"/apigw/{method}/{template}/{business}/",
            $$"""{"name": "n", "validate_only": true, "flow_type": "{{flow}}", "request_id": "looked-at"}"""
        );

        Assert.Equal(0, answer.Data.GetProperty("task_id").GetInt64());
        Assert.Equal(["a"], Writes.Activities(answer.Data.GetProperty("pipeline_tree")));
        Assert.Equal(0, await app.CountAsync(business));
        var refused = await _client.PostAsync(
            $"/apigw/{method}/{template}/{business}/",
            """{"name": "n", "validate_only": true, "exclude_task_nodes_id": ["a"]}"""
        );
        Assert.EndsWith("task node[id=a] is not optional", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ValidateOnly_LeavesItsRequestIdUnused()
    {
        const long business = 73;
        var request = new CreateTaskRequest
        {
            BkBizId = business,
            TemplateId = await _client.TemplateAsync(Tree(Echo("a")), business),
            Name = "n",
            ValidateOnly = true,
            RequestId = "first-look",
        };
        await _client.Tasks.CreateTaskAsync(request);
        request.ValidateOnly = false;

        var made = await _client.Tasks.CreateTaskAsync(request);

        Assert.True(made.TaskId > 0);
        request.ValidateOnly = true;
        Assert.Equal(0, (await _client.Tasks.CreateTaskAsync(request)).TaskId);
    }

    [Fact]
    public async Task BasicView_LeavesTheTreeOut()
    {
        var template = await _client.TemplateAsync(Tree(Echo("a")));
        var request = new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = template,
            Name = "n",
            View = View.Basic,
        };

        Assert.Null((await _client.Tasks.CreateTaskAsync(request)).PipelineTree);
        foreach (var method in (string[])["create_task", "create_and_start_task"])
        {
            var answer = await _client.PostOkAsync(
                $"/apigw/{method}/{template}/2/",
                """{"name": "n", "view": "VIEW_BASIC"}"""
            );
            Assert.False(
                answer.Data.TryGetProperty("pipeline_tree", out var tree) && tree.ValueKind != JsonValueKind.Null
            );
        }
    }

    [Fact]
    public async Task OverGrpc_RefusalNamesTheField()
    {
        var request = new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = await _client.TemplateAsync(Tree(Echo("a"))),
            Name = "n",
            ExcludeTaskNodesId = { "a", "ghost" },
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.Tasks.CreateTaskAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        Assert.Equal(
            ["task node[id=a] is not optional", "task node[id=ghost] is not in template pipeline tree"],
            failure.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Select(v => v.Description)
        );
    }

    [Fact]
    public async Task Repeat_AfterTheTaskMovedOn_GetsTheFirstAnswer()
    {
        var request = new CreateTaskRequest
        {
            BkBizId = 2,
            TemplateId = await _client.TemplateAsync(Tree(Constant("x", 1), Node("a", "test_echo", ("text", "${x}")))),
            Name = "n",
            Constants = { ["${x}"] = new V1.JsonValue { Json = "2" } },
            RequestId = "moved-on",
        };
        var first = await _client.Tasks.CreateTaskAsync(request);
        await _client.PostOkAsync(
            $"/apigw/modify_constants_for_task/{first.TaskId}/2/",
            """{"constants": {"${x}": 3} }"""
        );

        Assert.Equal(first, await _client.Tasks.CreateTaskAsync(request));
    }
}
