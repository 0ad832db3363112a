using System.Text.Json;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Golden;

/// <summary>Paths of methods that bk-sops has and this service does not, and methods called with the other verb.</summary>
public sealed class PathTests(SopsApp app) : GoldenTests(app), IClassFixture<SopsApp>
{
    [Theory]
    [InlineData("GET", "/apigw/get_mini_app_list/2/")]
    [InlineData("POST", "/apigw/create_mini_app/1/2/")]
    [InlineData("POST", "/v2/sops/get_periodic_task/")]
    [InlineData("GET", "/api/c/compapi/v2/sops/get_template_schemes/?template_id=1&bk_biz_id=2")]
    [InlineData("POST", "/apigw/import_project_template/2/")]
    [InlineData("GET", "/space/1/get_task_list/")]
    [InlineData("GET", "/apigw/space/1/list_plugins/")]
    [InlineData("GET", "/apigw/get_task_status/10/")]
    [InlineData("GET", "/apigw/get_task_status/ten/2/")]
    [InlineData("GET", "/apigw/")]
    [InlineData("GET", "/v2/sops")]
    public Task Path_OfNoMethod_Is404(string verb, string path) => RefusedAsync(verb, path, 404, 3540400);

    [Theory]
    [InlineData("GET", "/apigw/create_task/1/2/")]
    [InlineData("GET", "/v2/sops/start_task/")]
    [InlineData("GET", "/api/c/compapi/v2/sops/operate_task/")]
    [InlineData("POST", "/apigw/get_task_status/1/2/")]
    [InlineData("DELETE", "/v2/sops/get_template_list/")]
    [InlineData("GET", "/v2/sops/set_periodic_task_enabled/")]
    [InlineData("POST", "/apigw/get_periodic_task_info/1/2/")]
    [InlineData("PUT", "/space/1/create_task_without_template/")]
    public Task Method_CalledWithAnotherVerb_Is405(string verb, string path) => RefusedAsync(verb, path, 405, 3540000);

    private async Task RefusedAsync(string verb, string path, int status, int code)
    {
        var answer = await Client.SendAsync(new HttpMethod(verb), path, null);

        Assert.Equal((status, code, false), (answer.Status, answer.Code, answer.Result));
        Assert.Equal(
            ["result", "code", "message", "data", "request_id", "trace_id"],
            answer.Json.EnumerateObject().Select(m => m.Name)
        );
        Assert.Equal(JsonValueKind.Null, answer.Data.ValueKind);
    }
}
