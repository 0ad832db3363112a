using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Seeds;

/// <summary>BKFlow's document: a task without a template, by both forms of its path and over gRPC.</summary>
public sealed class DisplayTests(SopsApp app) : IClassFixture<SopsApp>
{
    private const long Space = 1;
    private readonly SopsClient _client = app.Client;

    [Theory]
    [InlineData("/apigw/space/1/create_task_without_template/")]
    [InlineData("/space/1/create_task_without_template/")]
    public async Task OverRest_IsMade_AndRunsToTheEnd(string path)
    {
        var body = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Rest", "bkflow_create_task.json")
        );

        var made = (await _client.PostOkAsync(path, body)).Data;

        Assert.Equal(
            (Space, "创建者", false, JsonValueKind.Null),
            (
                made.GetProperty("space_id").GetInt64(),
                made.GetProperty("creator").GetString(),
                made.GetProperty("is_started").GetBoolean(),
                made.GetProperty("template_id").ValueKind
            )
        );
        await RunAsync(made.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task OverGrpc_IsMade_AndRunsToTheEnd()
    {
        var made = await _client.Tasks.CreateTaskWithoutTemplateAsync(
            new CreateTaskWithoutTemplateRequest
            {
                SpaceId = Space,
                Creator = "创建者",
                PipelineTree = new JsonValue { Json = TestTrees.Seed("002_1") },
            }
        );

        Assert.Equal("default_taskflow_instance", made.Task.Name);
        await RunAsync(made.Task.Id);
    }

    private async Task RunAsync(long id)
    {
        var task = new StartedRun(_client, Space, id, "");

        await _client.PostOkAsync($"/apigw/start_task/{id}/{Space}/", "");

        await task.UntilAsync("FINISHED");
    }
}
