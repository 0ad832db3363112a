using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Golden;

/// <summary>query_task_count as the document's sample calls it.</summary>
public sealed class CountTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task QueryTaskCount_Sample(string form)
    {
        var task = await Client.StartAsync(TestTrees.Seed("001_1"));

        var answer = await CountAsync(form, "2018-07-12 10:00:00");
        var later = await CountAsync(form, "2100-07-12 10:00:00");

        var sample = Answer.Sample("003_query_task_count").GetProperty("data");
        Assert.Equal(Groups(sample), Groups(answer.Data));
        Assert.Equal(0, answer.Data.GetProperty("total").GetInt64());
        Assert.InRange(later.Data.GetProperty("total").GetInt64(), 1, task.Id);
    }

    private async Task<Reply> CountAsync(string form, string until)
    {
        var answer = await In(form)
            .PostAsync(
                "query_task_count",
                With(
                    $$"""
                    "conditions": {"create_time__lte": "{{until}}", "is_started": true}, "group_by": "flow_type"
                    """
                ),
                ("bk_biz_id", Business)
            );
        SeedAnswers.All["003_query_task_count"].RequireFit(answer);
        return answer;
    }

    private static IEnumerable<string> Groups(System.Text.Json.JsonElement data) =>
        data.GetProperty("groups").EnumerateArray().Select(g => $"{Text(g, "code")} {Text(g, "name")}");
}
