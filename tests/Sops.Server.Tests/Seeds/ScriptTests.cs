using Google.Rpc;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Seeds;

/// <summary>A document's tree of a component that this service does not have is refused before it becomes a task.</summary>
public sealed class ScriptTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const string Node = "631b6576cc5dfbdcaa4f510ce88a7e67";
    private const string Problem = "component job_fast_execute_script does not exist here";
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/create_task/{0}/2/")]
    [InlineData("/apigw/create_and_start_task/{0}/2/")]
    [InlineData("/v2/sops/create_task/")]
    [InlineData("/v2/sops/create_and_start_task/")]
    public async Task OverRest_IsRefused_NamingNodeAndComponent(string path)
    {
        var template = await TemplateAsync();

        var answer = await _client.PostAsync(
            string.Format(null, path, template),
            $$"""{"bk_biz_id": 2, "template_id": {{template}}, "name": "tasktest"}"""
        );

        Assert.Equal((200, 3546100), (answer.Status, answer.Code));
        Assert.Contains(Node, answer.Message, StringComparison.Ordinal);
        Assert.Contains(Problem, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OverGrpc_IsRefused_NamingNodeAndComponent()
    {
        var request = new CreateTaskRequest
        {
            BkBizId = SopsClient.Business,
            TemplateId = await TemplateAsync(),
            Name = "tasktest",
        };

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _client.Tasks.CreateTaskAsync(request));

        Assert.Equal(StatusCode.InvalidArgument, failure.StatusCode);
        var status = failure.GetRpcStatus()!;
        Assert.Equal("PIPELINE_TREE_INVALID", status.GetDetail<ErrorInfo>().Reason);
        var violation = Assert.Single(status.GetDetail<BadRequest>().FieldViolations);
        Assert.Equal((Node, Problem), (violation.Field, violation.Description));
    }

    private async Task<long> TemplateAsync()
    {
        var template = await _client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = SopsClient.Business,
                Name = "script",
                PipelineTree = new JsonValue { Json = TestTrees.Seed("003_1") },
            }
        );
        return template.TemplateId;
    }
}
