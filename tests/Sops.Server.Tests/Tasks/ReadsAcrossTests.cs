using Sops.Server.Access;
using Sops.Server.Tests.App;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Tasks;

/// <summary>Without a business, get_functionalization_task_list shows those that the app may act for, and no other.</summary>
public sealed class ReadsAcrossTests(ReadsAcrossTests.App app) : IClassFixture<ReadsAcrossTests.App>
{
    private const string Secret = "a secret";
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task FunctionalTasks_OfNoBusinessNamed_AreThoseOfTheApp()
    {
        foreach (var business in (int[])[71, 72, 73])
        {
            var template = await _client.PostOkAsync(
                $"/apigw/create_template/{business}/",
                $$"""{"bk_app_code": "all", "bk_app_secret": "{{Secret}}", "name": "t", "pipeline_tree": {{Tree(Echo("a"))}}}"""
            );
            await _client.PostOkAsync(
                $"/apigw/create_task/{template.Data.GetProperty("template_id").GetInt64()}/{business}/",
                $$"""{"bk_app_code": "all", "bk_app_secret": "{{Secret}}", "name": "n", "flow_type": "common_func"}"""
            );
        }

        Assert.Equal([73, 72, 71], await BusinessesAsync("all"));
        Assert.Equal([73, 71], await BusinessesAsync("some"));
        Assert.Equal([71], await BusinessesAsync("some", "&bk_biz_id=71"));
        Assert.Equal(3540400, (await _client.GetAsync(Path("some", "&bk_biz_id=72"))).Code);
        var listed = await _client.GetAsync($"/apigw/get_task_list/71/?bk_app_code=some&bk_app_secret={Secret}");
        Assert.Equal("""["task_view"]""", listed.Data[0].GetProperty("auth_actions").GetRawText());
    }

    private async Task<IEnumerable<int>> BusinessesAsync(string code, string query = "")
    {
        var reply = await _client.GetAsync(Path(code, query));
        Assert.Equal(reply.Json.GetProperty("count").GetInt32(), reply.Data.GetArrayLength());
        return reply.Data.EnumerateArray().Select(t => t.GetProperty("bk_biz_id").GetInt32());
    }

    private static string Path(string code, string query) =>
        $"/apigw/get_functionalization_task_list/?bk_app_code={code}&bk_app_secret={Secret}{query}";

    /// <summary>One app that may do everything, and one that may look at two businesses.</summary>
    public sealed class App : SopsApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [
                ("Sops:Auth:Apps:0:Code", "all"),
                ("Sops:Auth:Apps:0:SecretHash", SecretHash.Of(Secret, 1000).ToString()),
                ("Sops:Auth:Apps:0:Businesses", "*"),
                ("Sops:Auth:Apps:1:Code", "some"),
                ("Sops:Auth:Apps:1:SecretHash", SecretHash.Of(Secret, 1000).ToString()),
                ("Sops:Auth:Apps:1:Businesses:0", "71"),
                ("Sops:Auth:Apps:1:Businesses:1", "73"),
                ("Sops:Auth:Apps:1:Permissions:0", "VIEW_TASKS"),
            ];
    }
}
