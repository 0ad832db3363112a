using Sops.Server.Access;
using Sops.Server.Tests.App;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>What apps may do with templates, as they are told and as it is.</summary>
public sealed class CallerTests(CallerTests.GuardedApp app) : IClassFixture<CallerTests.GuardedApp>
{
    private const string All = "all";
    private const string One = "one";
    private const string Reader = "reader";

    [Theory]
    [InlineData(All, "business", "flow_view,flow_edit,flow_create_task")]
    [InlineData(All, "common", "flow_view,flow_edit,flow_create_task")]
    [InlineData(One, "business", "flow_view,flow_edit,flow_create_task")]
    [InlineData(One, "common", "flow_view,flow_create_task")]
    [InlineData(Reader, "business", "flow_view")]
    public async Task Actions_AreThoseOfTheCaller(string caller, string source, string actions)
    {
        await MadeAsync(All, source);

        var list = await app.Client.GetAsync($"/apigw/get_template_list/2/?template_source={source}&{Claims(caller)}");

        var shown = list.Data[0].GetProperty("auth_actions").EnumerateArray().Select(a => a.GetString());
        Assert.Equal(actions, string.Join(',', shown));
    }

    [Fact]
    public async Task Common_Template_IsChangedByWhoMayActForAllOnly()
    {
        var id = await MadeAsync(All, "common");
        foreach (var method in new[] { $"create_template/2", $"update_template/{id}/2", $"delete_template/{id}/2" })
        {
            foreach (var only in new[] { "true", "false" })
            {
                var refused = await app.Client.PostAsync(
                    $"/apigw/{method}/?{Claims(One)}",
                    $$"""{"template_source": "common", "name": "x", "validate_only": {{only}}, "pipeline_tree": {{Simple()}} }"""
                );
                Assert.Equal((403, 3540100), (refused.Status, refused.Code));
            }
        }
        var read = await app.Client.GetAsync($"/apigw/get_template_info/{id}/2/?template_source=common&{Claims(One)}");
        Assert.Equal("made", read.Data.GetProperty("name").GetString());
    }

    private async Task<long> MadeAsync(string caller, string source)
    {
        var made = await app.Client.PostOkAsync(
            $"/apigw/create_template/2/?{Claims(caller)}",
            $$"""{"name": "made", "template_source": "{{source}}", "pipeline_tree": {{Simple()}} }"""
        );
        return made.Data.GetProperty("template_id").GetInt64();
    }

    private static string Claims(string caller) => $"bk_app_code={caller}&bk_app_secret=secret-of-{caller}";

    public sealed class GuardedApp : SopsApp
    {
        protected override IEnumerable<(string Key, string Value)> Settings =>
            [
                .. App(0, All, "*", "VIEW_TEMPLATES,EDIT_TEMPLATES,CREATE_TASKS"),
                .. App(1, One, "2", "VIEW_TEMPLATES,EDIT_TEMPLATES,CREATE_TASKS"),
                .. App(2, Reader, "2", "VIEW_TEMPLATES"),
            ];

        private static (string, string)[] App(int number, string code, string businesses, string permissions) =>
            [
                ($"Sops:Auth:Apps:{number}:Code", code),
                ($"Sops:Auth:Apps:{number}:SecretHash", SecretHash.Of($"secret-of-{code}").ToString()),
                ($"Sops:Auth:Apps:{number}:Businesses", businesses),
                ($"Sops:Auth:Apps:{number}:Permissions", permissions),
            ];
    }
}
