using System.Text;
using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>What clients send that a strict reading of the contract would refuse.</summary>
public sealed class LeniencyTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("nonsense")]
    public async Task Body_WhateverItsContentType_IsReadAsJson(string? contentType)
    {
        using var content = EdgeHost.Content("""{"action":"pause"}""");
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        var answer = await host.SendAsync(HttpMethod.Post, "/apigw/operate_task/10/2/", content);

        Assert.True(answer.Result, answer.Text);
        Assert.Equal("pause", host.Tasks.Seen.As<OperateTaskRequest>().Action);
    }

    [Fact]
    public async Task Body_InAnotherCharset_IsConverted()
    {
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes("""{"action":"é"}"""));
        content.Headers.ContentType = new("application/json") { CharSet = "iso-8859-1" };

        await host.SendAsync(HttpMethod.Post, "/apigw/operate_task/10/2/", content);

        Assert.Equal("é", host.Tasks.Seen.As<OperateTaskRequest>().Action);
    }

    [Fact]
    public async Task Body_InAnUnknownCharset_IsRefusedByName()
    {
        var answer = await host.PostAsync("/apigw/operate_task/10/2/", "{}", "application/json; charset=klingon");

        Assert.Equal(3540000, answer.Code);
        Assert.Equal("request body is in the unknown charset klingon; send UTF-8", answer.Message);
    }

    [Fact]
    public async Task Body_WithByteOrderMark_IsRead()
    {
        var answer = await host.PostAsync("/apigw/operate_task/10/2/", "\uFEFF{\"action\":\"pause\"}");

        Assert.True(answer.Result, answer.Text);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Post_WithoutBody_IsAnEmptyObject(string? body)
    {
        var answer = await host.PostAsync("/apigw/start_task/10/2/", body);

        Assert.True(answer.Result, answer.Text);
        Assert.Equal(
            (10, 2),
            (host.Tasks.Seen.As<StartTaskRequest>().TaskId, host.Tasks.Seen.As<StartTaskRequest>().BkBizId)
        );
    }

    [Fact]
    public async Task Scalars_OfTheOtherKind_AreTaken()
    {
        var answer = await host.PostAsync(
            "/v2/sops/create_task/",
            """
            {"bk_biz_id": "2", "template_id": "10", "name": 5, "description": true, "scope": null, "constants": null,
             "exclude_task_nodes_id": null, "execute_task_nodes_id": [1, "n2", 3.50], "pipeline_tree": null, "unknown": {}}
            """
        );

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<CreateTaskRequest>();
        Assert.Equal(
            (2, 10, "5", "true", ""),
            (request.BkBizId, request.TemplateId, request.Name, request.Description, request.Scope)
        );
        Assert.Equal(["1", "n2", "3.50"], request.ExecuteTaskNodesId);
        Assert.Empty(request.ExcludeTaskNodesId);
        Assert.Empty(request.Constants);
        Assert.Null(request.PipelineTree);
    }

    [Fact]
    public async Task PathIds_WinOverTheBody()
    {
        await host.PostAsync("/apigw/start_task/10/2/", """{"task_id": 11, "bk_biz_id": 3}""");

        Assert.Equal(
            (10, 2),
            (host.Tasks.Seen.As<StartTaskRequest>().TaskId, host.Tasks.Seen.As<StartTaskRequest>().BkBizId)
        );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public async Task Query_Flag_TakesTheUsualSpellings(string text, bool value)
    {
        var answer = await host.GetAsync($"/v2/sops/get_task_status/?bk_biz_id=2&task_id=10&with_ex_data={text}");

        Assert.True(answer.Result, answer.Text);
        Assert.Equal(value, host.Tasks.Seen.As<GetTaskStatusRequest>().WithExData);
    }

    [Fact]
    public async Task Query_EmptyAndUnknownAndJsonKeys_AreIgnored()
    {
        // The documents' own `requests.get(url, json.dumps(kwargs))` puts a whole object into the query.
        var answer = await host.GetAsync(
            "/apigw/get_task_node_detail/10/2/?node_id=n1&loop=&x.y=1&task_id=99&%7B%22app_code%22:%20%22a%22%7D"
        );

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<GetTaskNodeDetailRequest>();
        Assert.Equal((10, "n1", false), (request.TaskId, request.NodeId, request.HasLoop));
    }

    [Fact]
    public async Task Get_WithAJsonBody_ReadsItAsQuery()
    {
        var answer = await host.SendAsync(
            HttpMethod.Get,
            "/v2/sops/get_task_node_detail/?node_id=n1",
            EdgeHost.Content("""{"bk_biz_id": 2, "task_id": "10", "node_id": "n2", "loop": 3, "x": {}}""")
        );

        Assert.True(answer.Result, answer.Text);
        var request = host.Tasks.Seen.As<GetTaskNodeDetailRequest>();
        Assert.Equal((2, 10, "n1", 3), (request.BkBizId, request.TaskId, request.NodeId, request.Loop));
    }
}
