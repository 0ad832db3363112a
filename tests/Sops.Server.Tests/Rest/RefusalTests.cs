namespace Sops.Server.Tests.Rest;

/// <summary>What cannot be meant is refused by name, in our words.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("{\"a\": 1,\n \"b\" 2}", "request body is not valid JSON at line 2, byte 6")]
    [InlineData("{\"a\": 1", "request body is not valid JSON at line 1, byte 8")]
    [InlineData("{} {}", "request body is not valid JSON at line 1, byte 4")]
    [InlineData("a=1&b=2", "request body is not valid JSON at line 1, byte 1")]
    [InlineData("[1]", "request body must be a JSON object")]
    [InlineData("\"x\"", "request body must be a JSON object")]
    [InlineData("null", "request body must be a JSON object")]
    public async Task Body_ThatIsNoJsonObject_IsRefusedWithThePlace(string body, string message)
    {
        var answer = await host.PostAsync("/apigw/create_task/10/2/", body);

        Assert.Equal((200, 3540000, message), (answer.Status, answer.Code, answer.Message));
        Assert.Null(host.Tasks.Seen.Request);
    }

    [Fact]
    public async Task Fields_OfTheWrongKind_AreAllNamed()
    {
        var answer = await host.PostAsync(
            "/v2/sops/create_task/",
            """
            {"bk_biz_id": "xxx", "template_id": 1.5, "name": {"a": 1}, "constants": [1], "exclude_task_nodes_id": "n1",
             "execute_task_nodes_id": [["n"], null]}
            """
        );

        Assert.Equal(3540000, answer.Code);
        Assert.Equal(
            "request has wrong fields: bk_biz_id: must be an integer; template_id: must be an integer; "
                + "name: must be a string; constants: must be an object; exclude_task_nodes_id: must be a list; "
                + "execute_task_nodes_id: must be a list whose items are each a string",
            answer.Message
        );
    }

    [Fact]
    public async Task Query_OfTheWrongKind_IsNamed()
    {
        var answer = await host.GetAsync("/v2/sops/get_task_status/?bk_biz_id=xxx&task_id=1&with_ex_data=maybe");

        Assert.Equal(3540000, answer.Code);
        Assert.Equal(
            "request has wrong fields: bk_biz_id: must be an integer; with_ex_data: must be true or false",
            answer.Message
        );
    }

    [Theory]
    [InlineData(126, true)]
    [InlineData(127, false)]
    public async Task Body_NestedTooDeep_IsRefused(int levels, bool taken)
    {
        var body = $$"""{"pipeline_tree":{{new string('[', levels + 1)}}{{new string(']', levels + 1)}}}""";

        var answer = await host.PostAsync("/apigw/create_template/2/", body);

        Assert.Equal(taken, answer.Result);
        if (!taken)
            Assert.Equal("request body nests deeper than 128 levels", answer.Message);
    }

    [Fact]
    public async Task Body_WithBytesThatAreNoUtf8_IsRefused()
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xff, 0xfe, .. "\"}"u8]);

        var answer = await host.SendAsync(HttpMethod.Post, "/apigw/create_task/10/2/", content);

        Assert.Equal((200, 3540000, "request body is not UTF-8"), (answer.Status, answer.Code, answer.Message));
    }

    [Theory]
    [InlineData("""{"\ud83d":1}""", false)]
    [InlineData("""{"pipeline_tree":{"a":["\uD83D"]}}""", false)]
    [InlineData("""{"pipeline_tree":{"a":["\ud83d\ude00"]}}""", true)]
    [InlineData("""{"name":"\\ud83d"}""", true)]
    public async Task Body_WithHalfASurrogatePair_IsRefused(string body, bool taken)
    {
        var answer = await host.PostAsync("/apigw/create_template/2/", body);

        Assert.Equal(taken, answer.Result);
        Assert.Equal(taken ? 0 : 3540000, answer.Code);
    }
}
