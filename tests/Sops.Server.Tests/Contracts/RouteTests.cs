using Google.Api;
using Google.Protobuf.Reflection;
using Sops.V1;

namespace Sops.Server.Tests.Contracts;

/// <summary>The paths that the documents name, against the annotations.</summary>
public sealed class RouteTests
{
    static readonly List<string> Annotated =
    [
        .. new[]
        {
            TemplateServiceReflection.Descriptor,
            TaskServiceReflection.Descriptor,
            SpaceTaskServiceReflection.Descriptor,
            CallbackServiceReflection.Descriptor,
            WebhookServiceReflection.Descriptor,
        }
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods)
            .SelectMany(Rules)
            .Select(rule => rule.Get.Length > 0 ? $"GET {rule.Get}" : $"POST {rule.Post}"),
    ];

    [Theory]
    [InlineData("GET", "get_template_list", "{bk_biz_id}")]
    [InlineData("GET", "get_template_info", "{template_id}/{bk_biz_id}")]
    [InlineData("POST", "create_template", "{bk_biz_id}")]
    [InlineData("POST", "create_task", "{template_id}/{bk_biz_id}")]
    [InlineData("POST", "create_and_start_task", "{template_id}/{bk_biz_id}")]
    [InlineData("POST", "start_task", "{task_id}/{bk_biz_id}")]
    [InlineData("POST", "operate_task", "{task_id}/{bk_biz_id}")]
    [InlineData("POST", "operate_node", "{bk_biz_id}/{task_id}")]
    [InlineData("POST", "node_callback", "{task_id}/{bk_biz_id}")]
    [InlineData("POST", "get_tasks_status", "{bk_biz_id}")]
    [InlineData("GET", "get_task_list", "{bk_biz_id}")]
    [InlineData("POST", "query_task_count", "{bk_biz_id}")]
    [InlineData("POST", "modify_constants_for_task", "{task_id}/{bk_biz_id}")]
    [InlineData("POST", "claim_functionalization_task", "{task_id}/{bk_biz_id}")]
    [InlineData("GET", "get_task_operate_record", "{task_id}/{bk_biz_id}")]
    [InlineData("GET", "get_task_status", "{task_id}/{bk_biz_id}")]
    [InlineData("GET", "get_task_detail", "{task_id}/{bk_biz_id}")]
    [InlineData("GET", "get_task_node_detail", "{task_id}/{bk_biz_id}")]
    public void BkSopsMethod_HasTheOldAndBothBusForms(string verb, string name, string ids)
    {
        Assert.Contains($"{verb} /apigw/{name}/{ids}", Annotated);
        Assert.Contains($"{verb} /v2/sops/{name}", Annotated);
        Assert.Contains($"{verb} /api/c/compapi/v2/sops/{name}", Annotated);
    }

    [Theory]
    [InlineData("POST", "create_webhook", "{bk_biz_id}")]
    [InlineData("GET", "get_webhook_list", "{bk_biz_id}")]
    [InlineData("GET", "get_webhook_info", "{webhook_id}/{bk_biz_id}")]
    [InlineData("POST", "update_webhook", "{webhook_id}/{bk_biz_id}")]
    [InlineData("POST", "delete_webhook", "{webhook_id}/{bk_biz_id}")]
    [InlineData("POST", "rotate_webhook_secret", "{webhook_id}/{bk_biz_id}")]
    [InlineData("POST", "test_webhook", "{webhook_id}/{bk_biz_id}")]
    [InlineData("GET", "get_delivery_list", "{bk_biz_id}")]
    [InlineData("POST", "resend_delivery", "{delivery_id}/{bk_biz_id}")]
    public void WebhookMethod_HasTheSameForms(string verb, string name, string ids) =>
        BkSopsMethod_HasTheOldAndBothBusForms(verb, name, ids);

    [Theory]
    [InlineData("POST /apigw/space/{space_id}/create_task_without_template")]
    [InlineData("POST /space/{space_id}/create_task_without_template")]
    [InlineData("POST /apigw/space/{space_id}/task/{task_id}/operate_task/{operation}")]
    [InlineData("POST /space/{space_id}/task/{task_id}/operate_task/{operation}")]
    [InlineData("POST /space/{space_id}/task/{task_id}/node/{node_id}/operate_node/{operation}")]
    [InlineData("GET /space/{space_id}/task/{task_id}/get_task_states")]
    [InlineData("GET /space/{space_id}/task/{task_id}/get_task_detail")]
    [InlineData("GET /space/{space_id}/task/{task_id}/node/{node_id}/get_task_node_detail")]
    [InlineData("GET /apigw/get_functionalization_task_list")]
    [InlineData("GET /v2/sops/get_functionalization_task_list")]
    [InlineData("POST /apigw/update_template/{template_id}/{bk_biz_id}")]
    [InlineData("POST /apigw/delete_template/{template_id}/{bk_biz_id}")]
    [InlineData("POST /apigw/validate_pipeline_tree/{bk_biz_id}")]
    [InlineData("GET /apigw/get_task_events/{task_id}/{bk_biz_id}")]
    [InlineData("GET /apigw/watch_task_status/{task_id}/{bk_biz_id}")]
    [InlineData("GET /apigw/watch_tasks/{bk_biz_id}")]
    public void OtherMethod_HasItsOwnForm(string rule) => Assert.Contains(rule, Annotated);

    [Fact]
    public void EveryRule_IsNamedOnce_AndEndsWithoutSlash()
    {
        Assert.Equal(Annotated.Distinct().Order(), Annotated.Order());
        Assert.DoesNotContain(Annotated, rule => rule.EndsWith('/'));
    }

    internal static IEnumerable<HttpRule> Rules(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return [rule, .. rule.AdditionalBindings];
    }
}
