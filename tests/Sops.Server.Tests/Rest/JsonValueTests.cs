using Sops.V1;

namespace Sops.Server.Tests.Rest;

/// <summary>Open JSON passes both ways as it came.</summary>
public sealed class JsonValueTests : IAsyncLifetime
{
    EdgeHost host = null!;

    public async ValueTask InitializeAsync() => host = await EdgeHost.InMemoryAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("""{"b":20.0,"a":1.10,"b":12345678901234567890}""")]
    [InlineData("""{ "x" : [ 1e400 , "\u4e2d中<>&" , null , true ] }""")]
    [InlineData("""[]""")]
    [InlineData("\"text\"")]
    [InlineData("-0.0")]
    public async Task Tree_ThereAndBack_IsByteForByteTheSame(string json)
    {
        var answer = await host.PostAsync("/apigw/create_task/10/2/", $$"""{"pipeline_tree":{{json}}}""");

        Assert.Equal(json, host.Tasks.Seen.As<CreateTaskRequest>().PipelineTree.Json);
        Assert.Equal(json, answer.Data.GetProperty("pipeline_tree").GetRawText());
    }

    [Fact]
    public async Task Constants_OfAnyKind_KeepTheirText()
    {
        await host.PostAsync(
            "/apigw/create_task/10/2/",
            """{"constants": {"${content}": "echo 1", "${timeout}": 20, "${nothing}": null, "${tree}": {"a": [1.0]}}}"""
        );

        var constants = host.Tasks.Seen.As<CreateTaskRequest>().Constants;
        Assert.Equal(
            [
                ("${content}", "\"echo 1\""),
                ("${timeout}", "20"),
                ("${nothing}", "null"),
                ("${tree}", """{"a": [1.0]}"""),
            ],
            constants.Select(c => (c.Key, c.Value.Json))
        );
    }

    [Theory]
    [InlineData("""{"node_id":"n1","callback_data":{"data":"data"}}""", """{"data":"data"}""")]
    [InlineData("""{"node_id":"n1","callback_data":"x"}""", "\"x\"")]
    [InlineData("""{"node_id":"n1","callback_data":null}""", null)]
    [InlineData("""{"node_id":"n1"}""", null)]
    public async Task CallbackData_OfAnyKind_Arrives(string body, string? data)
    {
        var answer = await host.PostAsync("/apigw/node_callback/1/2/", body);

        Assert.True(answer.Result, answer.Text);
        Assert.Equal(data, host.Callbacks.Seen.As<NodeCallbackRequest>().CallbackData?.Json);
    }
}
