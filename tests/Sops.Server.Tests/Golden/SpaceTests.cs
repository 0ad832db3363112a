using Sops.Server.Tests.App;
using Sops.Server.Tests.Rest;

namespace Sops.Server.Tests.Golden;

/// <summary>BKFlow's create_task_without_template as its document's sample calls it.</summary>
public sealed class SpaceTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [InlineData("/apigw/space/1/create_task_without_template/")]
    [InlineData("/space/1/create_task_without_template/")]
    public async Task CreateTaskWithoutTemplate_Sample(string path)
    {
        var body = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Rest", "bkflow_create_task.json")
        );

        var answer = await Client.SendAsync(HttpMethod.Post, path, EdgeHost.Content(body));

        SeedAnswers.All["002_create_task_without_template"].RequireFit(answer);
        var sample = Answer.Sample("002_create_task_without_template").GetProperty("data");
        foreach (
            var same in sample
                .EnumerateObject()
                .Where(f => !f.Name.EndsWith("id", StringComparison.Ordinal) && f.Name != "create_time")
        )
        {
            Assert.Equal(Compact(same.Value), Compact(answer.Data.GetProperty(same.Name)));
        }
    }

    private static string Compact(System.Text.Json.JsonElement value) =>
        System.Text.Json.Nodes.JsonNode.Parse(value.GetRawText())?.ToJsonString() ?? "null";
}
