using System.Text.Json;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Golden;

/// <summary>get_template_list and get_template_info as the documents' samples call them.</summary>
public sealed class TemplateTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTemplateList_Sample(string form)
    {
        var never = await TemplateAsync("003_2");
        var changed = await TemplateAsync("001_1");
        await Client.PostOkAsync($"/apigw/update_template/{changed}/2/", """{"name": "testname"}""");

        var answer = await In(form).GetAsync("get_template_list", Kwargs, ("bk_biz_id", Business));

        SeedAnswers.All["003_get_template_list"].RequireFit(answer);
        var items = answer.Data.EnumerateArray().ToDictionary(t => t.GetProperty("id").GetInt64());
        Assert.Equal(JsonValueKind.Null, items[never].GetProperty("editor").ValueKind);
        Assert.Equal(Text(items[never], "create_time"), Text(items[never], "edit_time"));
        Assert.Equal("admin", Text(items[changed], "editor"));
        Assert.Equal(items.Keys.OrderDescending(), items.Keys);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTemplateList_WithTheParametersAsJsonTextInTheQuery_IsAnswered(string form)
    {
        await TemplateAsync("003_2");

        var answer = await In(form).GetWithJsonAsync("get_template_list", Kwargs, ("bk_biz_id", Business));

        SeedAnswers.All["003_get_template_list"].RequireFit(answer);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task GetTemplateInfo_Sample(string form)
    {
        var template = await TemplateAsync("003_1");

        var answer = await In(form)
            .GetAsync("get_template_info", Kwargs, ("template_id", template), ("bk_biz_id", Business));

        SeedAnswers.All["003_get_template_info"].RequireFit(answer);
        var tree = answer.Data.GetProperty("pipeline_tree");
        var sample = Answer.Sample("003_get_template_info").GetProperty("data").GetProperty("pipeline_tree");
        foreach (var part in (string[])["activities", "flows", "constants"])
        {
            Assert.Equal(
                sample.GetProperty(part).EnumerateObject().Select(n => n.Name),
                tree.GetProperty(part).EnumerateObject().Select(n => n.Name)
            );
        }
    }
}
