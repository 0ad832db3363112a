using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Seeds;

/// <summary>The document's tree of one message to a chat, where no webhook is configured.</summary>
public sealed class WechatTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const string Node = "发送消息";
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task OverGrpc_FailsSayingSo_AndCanBeSkipped()
    {
        var task = await _client.StartAsync(TestTrees.Seed("000_1"));

        await SkipAsync(task);
    }

    [Fact]
    public async Task OverEsb_FailsSayingSo_AndCanBeSkipped()
    {
        var template = await _client.PostOkAsync(
            "/v2/sops/create_template/",
            $$"""{"bk_biz_id": 2, "name": "seed", "pipeline_tree": {{TestTrees.Seed("000_1")}}}"""
        );
        var id = template.Data.GetProperty("template_id").GetInt64();
        var made = await _client.PostOkAsync(
            "/v2/sops/create_and_start_task/",
            $$$"""
            {"app_code": "bk_sops", "bk_app_secret": "xxx", "bk_token": "xxx", "bk_username": "xxx",
             "template_id": "{{{id}}}", "template_source": "business", "bk_biz_id": "2", "name": "tasktest",
             "flow_type": "common", "constants": {"${content}": "echo 1", "${params}": "", "${script_timeout}": 20},
             "description": "description"}
            """
        );

        await SkipAsync(
            new StartedRun(
                _client,
                SopsClient.Business,
                made.Data.GetProperty("task_id").GetInt64(),
                made.Data.GetProperty("pipeline_tree").GetRawText()
            )
        );
    }

    private async Task SkipAsync(StartedRun task)
    {
        await task.UntilNodeAsync(Node, "FAILED");
        var detail = await _client.GetAsync(
            $"/apigw/get_task_node_detail/{task.Id}/2/?node_id={task[Node]}&component_code=wechat_work_send_message"
        );
        Assert.Equal(
            "WechatWork send message URL is not config, contact admin please",
            detail.Data.GetProperty("ex_data").GetString()
        );

        await _client.PostOkAsync(
            $"/apigw/operate_node/2/{task.Id}/",
            $$"""{"node_id": "{{task[Node]}}", "action": "skip"}"""
        );

        var end = await task.UntilAsync("FINISHED");
        Assert.Equal("FINISHED", end.Nodes[task[Node]]);
    }
}
