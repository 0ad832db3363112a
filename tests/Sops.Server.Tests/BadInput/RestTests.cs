using System.Text.Json.Nodes;
using Sops.Server.Tests.App;
using Sops.Server.Tests.Rest;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.BadInput;

/// <summary>Bodies and queries that make no sense over REST are told so, and the server goes on.</summary>
public sealed class RestTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const int Parameter = 3540000;
    private const int TreeCode = 3546100;
    private const int NotFound = 3540400;
    private const int Refused = 3545000;
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("{")]
    [InlineData("{\"name\": }")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("\u0000\u0001")]
    [InlineData("{\"name\": \"\\ud83d\", \"pipeline_tree\": {}}")]
    [InlineData("{\"name\": 1, \"name\": 2, \"pipeline_tree\": {}")]
    [InlineData("{\"name\": {\"a\": 1}, \"pipeline_tree\": {}}")]
    [InlineData("{\"name\": [\"a\"], \"pipeline_tree\": {}}")]
    [InlineData("{\"name\": \"n\"}")]
    [InlineData("{\"name\": \"n\", \"pipeline_tree\": null}")]
    [InlineData("{\"name\": \"\", \"pipeline_tree\": {}}")]
    [InlineData("{\"name\": \"n\", \"pipeline_tree\": {}, \"request_id\": {}}")]
    public Task CreateTemplate_OfNonsense(string body) =>
        RefusedAsync("/apigw/create_template/2/", body, Parameter, TreeCode);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("12")]
    [InlineData("\"{\"")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("{\"activities\": []}")]
    [InlineData("{\"activities\": {\"a\": null}, \"flows\": {}, \"gateways\": {}}")]
    [InlineData("{\"start_event\": 1, \"end_event\": [], \"activities\": \"\", \"flows\": null, \"gateways\": 0}")]
    public Task Tree_OfNonsense(string tree) =>
        RefusedAsync(
            "/apigw/create_template/2/",
            $$"""{"name": "n", "pipeline_tree": {{tree}}}""",
            TreeCode,
            Parameter
        );

    [Fact]
    public async Task Tree_WithADanglingFlow_NamesTheFlow()
    {
        var tree = JsonNode.Parse(Tree(Echo("a")))!;
        tree["flows"]!["f0"]!["target"] = "nowhere";

        var answer = await TreeAsync(tree.ToJsonString());

        Assert.Contains("f0", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tree_WithAnUnknownNodeType_NamesNodeAndType()
    {
        var tree = JsonNode.Parse(Tree(Echo("a")))!;
        tree["activities"]!["a"]!["type"] = "Teapot";

        var answer = await TreeAsync(tree.ToJsonString());

        Assert.Contains("Teapot", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Tree_OfTenThousandNodes_NamesTheLimit() => TreeAsync(Chain(10_000), "5000");

    [Fact]
    public Task Tree_OfSubprocesses33Deep_NamesTheLimit() => TreeAsync(Nested(33), "32");

    [Fact]
    public async Task Tree_OfSubprocesses32Deep_Runs()
    {
        var task = await _client.StartAsync(Nested(32));

        await task.UntilAsync("FINISHED");

        Assert.True((await _client.GetAsync($"/apigw/get_task_status/{task.Id}/2/")).Result);
        Assert.True((await _client.GetAsync($"/apigw/get_task_detail/{task.Id}/2/")).Result);
    }

    [Fact]
    public Task Tree_OfSubprocesses300Deep_IsRefused() =>
        RefusedAsync(
            "/apigw/create_template/2/",
            $$"""{"name": "n", "pipeline_tree": {{Nested(300)}}}""",
            Parameter,
            TreeCode
        );

    [Theory]
    [InlineData(100)]
    [InlineData(300)]
    [InlineData(100_000)]
    public async Task Json_Deep_IsTakenOrRefused_AsAConstantAndAsACallback(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);
        var task = await _client.StartAsync(Tree(Constant("x", 1), Node("c", "test_callback"), Echo("a")));
        await task.UntilNodeAsync("c", "RUNNING");
        (string Path, string Body)[] calls =
        [
            ("/apigw/create_template/2/", $$"""{"name": "n", "pipeline_tree": {{deep}}}"""),
            ($"/apigw/node_callback/{task.Id}/2/", $$"""{"node_id": "{{task["c"]}}", "callback_data": {{deep}} }"""),
            (
                $"/apigw/operate_node/2/{task.Id}/",
                $$"""{"node_id": "{{task["c"]}}", "action": "retry", "inputs": {"a": {{deep}} } }"""
            ),
            (
                $"/apigw/create_task/{await TemplateAsync()}/2/",
                $$"""{"name": "n", "constants": {"${x}": {{deep}} } }"""
            ),
        ];
        foreach (var (path, body) in calls)
        {
            var answer = await _client.PostAsync(path, body);
            if (!answer.Result)
            {
                Require(answer, Parameter, TreeCode, Refused);
            }
        }
        // Whatever was taken can be read again.
        foreach (var read in (string[])["get_task_status", "get_task_detail", "get_task_events"])
        {
            var answer = await _client.GetAsync($"/apigw/{read}/{task.Id}/2/");
            Assert.True(answer.Result, answer.Text[..Math.Min(500, answer.Text.Length)]);
        }
        var node = await _client.GetAsync($"/apigw/get_task_node_detail/{task.Id}/2/?node_id={task["c"]}");
        Assert.True(node.Result, node.Text[..Math.Min(500, node.Text.Length)]);
    }

    [Fact]
    public async Task Body_Of20Megabytes_Is413()
    {
        var answer = await _client.PostAsync(
            "/apigw/create_template/2/",
            $$"""{"name": "n", "pipeline_tree": {"x": "{{new string('x', 20 << 20)}}"} }"""
        );

        Assert.Equal((413, Refused), (answer.Status, answer.Code));
        Clear.Require(answer.Message);
        await Clear.RequireAnsweringAsync(_client);
    }

    [Theory]
    [InlineData("{\"name\": \"\"}")]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("{\"name\": null}")]
    [InlineData("{\"name\": \"n\", \"constants\": []}")]
    [InlineData("{\"name\": \"n\", \"constants\": \"x\"}")]
    [InlineData("{\"name\": \"n\", \"constants\": 1}")]
    [InlineData("{\"name\": \"n\", \"flow_type\": \"teapot\"}")]
    [InlineData("{\"name\": \"n\", \"exclude_task_nodes_id\": [1, 2, 3]}")]
    [InlineData("{\"name\": \"n\", \"exclude_task_nodes_id\": {\"a\": 1}}")]
    [InlineData("{\"name\": \"n\", \"pipeline_tree\": 5}")]
    public async Task CreateTask_OfNonsense(string body) =>
        await RefusedAsync($"/apigw/create_task/{await TemplateAsync()}/2/", body, Parameter, TreeCode);

    [Fact]
    public async Task TaskName_Of101Characters_IsRefused_AndOf100Taken()
    {
        var path = $"/apigw/create_task/{await TemplateAsync()}/2/";

        await RefusedAsync(path, $$"""{"name": "{{new string('名', 101)}}"}""", Parameter);

        await _client.PostOkAsync(path, $$"""{"name": "{{new string('名', 100)}}"}""");
    }

    [Fact]
    public async Task Constant_ThatNeedsItself_IsRefused()
    {
        var template = await TemplateAsync();
        var answer = await _client.PostAsync(
            $"/apigw/create_and_start_task/{template}/2/",
            """{"name": "n", "constants": {"${x}": "a ${x}"} }"""
        );
        Assert.Equal((false, 3540000), (answer.Result, answer.Code));
        Assert.Contains("${x}", answer.Message, StringComparison.Ordinal);
        Clear.Require(answer.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1e400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("{\"a\": [1, {\"b\": null}]}")]
    [InlineData("true")]
    [InlineData("\"${1/0}\"")]
    [InlineData("\"${y}\"")]
    public async Task Constant_OfAnOddType_Runs(string value)
    {
        var template = await TemplateAsync();
        var made = await _client.PostOkAsync(
            $"/apigw/create_and_start_task/{template}/2/",
            $$"""{"name": "n", "constants": {"${x}": {{value}}, "${unknown}": {{value}} } }"""
        );
        var task = new StartedRun(
            _client,
            2,
            made.Data.GetProperty("task_id").GetInt64(),
            made.Data.GetProperty("pipeline_tree").GetRawText()
        );

        var end = await task.UntilAsync("FINISHED", "FAILED");

        Assert.Equal("FINISHED", end.State);
        Assert.True((await _client.GetAsync($"/apigw/get_task_detail/{task.Id}/2/")).Result);
        Clear.Require((await task.NodeAsync("a")).ExData.Json);
    }

    [Theory]
    [InlineData("/apigw/get_task_status/{0}/3/")]
    [InlineData("/apigw/get_task_detail/{0}/3/")]
    [InlineData("/apigw/get_task_node_detail/{0}/3/?node_id={1}")]
    [InlineData("/apigw/get_task_events/{0}/3/")]
    [InlineData("/apigw/watch_task_status/{0}/3/")]
    [InlineData("/apigw/get_task_status/987654321/2/")]
    [InlineData("/apigw/get_task_detail/987654321/2/")]
    [InlineData("/apigw/get_task_status/0/2/")]
    [InlineData("/v2/sops/get_task_status/?bk_biz_id=3&task_id={0}")]
    [InlineData("/v2/sops/get_task_status/?bk_biz_id=2")]
    public async Task Task_OfAnotherBusinessOrNone_IsNotFoundByReads(string path)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        Require(await _client.GetAsync(string.Format(null, path, task.Id, task["a"])), NotFound);
    }

    [Theory]
    [InlineData("/apigw/start_task/{0}/3/", "{}")]
    [InlineData("/apigw/operate_task/{0}/3/", "{\"action\": \"start\"}")]
    [InlineData("/apigw/operate_node/3/{0}/", "{\"action\": \"skip\", \"node_id\": \"NODE\"}")]
    [InlineData("/apigw/node_callback/{0}/3/", "{\"node_id\": \"NODE\", \"callback_data\": {}}")]
    [InlineData("/apigw/start_task/987654321/2/", "{}")]
    public async Task Task_OfAnotherBusinessOrNone_IsNotFoundByCommands(string path, string body)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        var answer = await _client.PostAsync(
            string.Format(null, path, task.Id),
            body.Replace("NODE", task["a"], StringComparison.Ordinal)
        );

        Require(answer, NotFound);
        Assert.Single(await task.EventsAsync());
    }

    [Theory]
    [InlineData("GET", "/v2/sops/get_task_status/?task_id=1", "bk_biz_id: is required, from 1")]
    [InlineData("GET", "/apigw/get_task_status/1/0/", "bk_biz_id: is required, from 1")]
    [InlineData("POST", "/v2/sops/start_task/", "bk_biz_id: is required, from 1")]
    [InlineData("POST", "/space/0/create_task_without_template/", "space_id: is required, from 1")]
    public async Task NoBusiness_IsNamed(string method, string path, string message)
    {
        var answer = method == "GET" ? await _client.GetAsync(path) : await _client.PostAsync(path, "{}");

        Require(answer, Parameter);
        Assert.Equal(message, answer.Message);
    }

    [Fact]
    public async Task Node_OfAnotherTask_IsRefused()
    {
        var task = await _client.StartAsync(Tree(Pause("p")));
        var other = await _client.StartAsync(Tree(Pause("p")));
        await task.UntilNodeAsync("p", "RUNNING");
        await other.UntilNodeAsync("p", "RUNNING");
        var node = other["p"];

        Require(await _client.GetAsync($"/apigw/get_task_node_detail/{task.Id}/2/?node_id={node}"), Parameter);
        await RefusedAsync(
            $"/apigw/operate_node/2/{task.Id}/",
            $$"""{"node_id": "{{node}}", "action": "forced_fail"}""",
            Parameter
        );
        await RefusedAsync(
            $"/apigw/node_callback/{task.Id}/2/",
            $$$"""{"node_id": "{{{node}}}", "callback_data": {}}""",
            Parameter
        );
        Assert.Equal("RUNNING", (await other.StatusAsync()).Nodes[node]);
    }

    [Theory]
    [InlineData("page_token=nonsense")]
    [InlineData("page_token=%00%01")]
    [InlineData("page_token=AAAA")]
    [InlineData("page_token=OTk5LjEuMA")]
    [InlineData("page_size=-1")]
    [InlineData("page_size=1001")]
    [InlineData("page_size=99999999999999999999")]
    [InlineData("page_size=many")]
    public async Task Events_ByABadPage_AreRefused(string query)
    {
        var task = await _client.CreateAsync(Tree(Echo("a")));

        Require(await _client.GetAsync($"/apigw/get_task_events/{task.Id}/2/?{query}"), Parameter);
    }

    [Theory]
    [InlineData("/v2/sops/get_task_status/?bk_biz_id=2&task_id=99999999999999999999")]
    [InlineData("/v2/sops/get_task_status/?bk_biz_id=2&task_id=1.5")]
    [InlineData("/v2/sops/get_task_status/?bk_biz_id=two&task_id=1")]
    [InlineData("/apigw/watch_task_status/1/2/?heartbeat_interval=4294967296")]
    [InlineData("/apigw/watch_task_status/1/2/?heartbeat_interval=4")]
    [InlineData("/apigw/watch_task_status/1/2/?after_revision=99999999999999999999")]
    public async Task Number_OverItsRange_IsRefused(string path) =>
        Require(await _client.GetAsync(path), Parameter, NotFound);

    [Theory]
    [InlineData("/apigw/get_task_status/99999999999999999999/2/")]
    [InlineData("/apigw/get_task_status/1/99999999999999999999/")]
    [InlineData("/apigw/get_task_status/-1/2/")]
    [InlineData("/apigw/get_task_status/one/2/")]
    public async Task Path_WhoseIdsAreNone_IsNoPath(string path)
    {
        var answer = await _client.GetAsync(path);

        Assert.Equal((404, NotFound), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("{\"node_id\": \"\", \"action\": \"skip\"}")]
    [InlineData("{\"action\": \"skip\"}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"teapot\"}")]
    [InlineData("{\"node_id\": \"NODE\"}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"retry\", \"inputs\": [1]}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"skip_exg\", \"flow_id\": \"f\"}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"skip_cpg\", \"flow_ids\": \"f\"}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"skip_cpg\", \"flow_ids\": []}")]
    [InlineData("{\"node_id\": \"NODE\", \"action\": \"callback\", \"version\": \"v\"}")]
    public async Task OperateNode_OfNonsense(string body)
    {
        var task = await _client.StartAsync(Tree(Pause("p")));

        await RefusedAsync(
            $"/apigw/operate_node/2/{task.Id}/",
            body.Replace("NODE", task["p"], StringComparison.Ordinal),
            Parameter,
            Refused
        );
    }

    [Theory]
    [InlineData("{\"creator\": \"\", \"pipeline_tree\": {}}")]
    [InlineData("{\"creator\": \"a\"}")]
    [InlineData("{\"pipeline_tree\": {}}")]
    [InlineData("{\"creator\": \"a\", \"pipeline_tree\": \"\"}")]
    [InlineData("{\"creator\": \"a\", \"pipeline_tree\": {}, \"notify_config\": 5}")]
    [InlineData("{\"creator\": \"a\", \"pipeline_tree\": {}, \"scope_type\": \"\"}")]
    public Task CreateTaskWithoutTemplate_OfNonsense(string body) =>
        RefusedAsync("/apigw/space/1/create_task_without_template/", body, Parameter, TreeCode);

    private async Task RefusedAsync(string path, string body, params int[] codes)
    {
        Require(await _client.SendAsync(HttpMethod.Post, path, EdgeHost.Content(body)), codes);
        await Clear.RequireAnsweringAsync(_client);
    }

    private static void Require(Reply answer, params int[] codes)
    {
        Assert.True(answer.Status == 200 && !answer.Result, answer.Text[..Math.Min(1000, answer.Text.Length)]);
        Assert.True(codes.Contains(answer.Code), answer.Text[..Math.Min(1000, answer.Text.Length)]);
        Clear.Require(answer.Message);
    }

    private async Task<Reply> TreeAsync(string tree, string says = "")
    {
        var answer = await _client.PostAsync(
            "/apigw/create_template/2/",
            $$"""{"name": "n", "pipeline_tree": {{tree}}}"""
        );
        Require(answer, TreeCode);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
        await Clear.RequireAnsweringAsync(_client);
        return answer;
    }

    private async Task<long> TemplateAsync()
    {
        var template = await _client.PostOkAsync(
            "/apigw/create_template/2/",
            $$"""{"name": "n", "pipeline_tree": {{Tree(Constant("x", 1), Node("a", "test_echo", ("v", "${x}")))}}}"""
        );
        return template.Data.GetProperty("template_id").GetInt64();
    }

    private static string Nested(int depth)
    {
        var tree = Build("in", Echo("a"));
        for (var i = 0; i < depth; i++)
        {
            tree = Build($"s{i}", Sub($"sub{i}", tree));
        }
        return tree.ToJsonString(new System.Text.Json.JsonSerializerOptions { MaxDepth = 2000 });
    }
}
