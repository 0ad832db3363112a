using System.Text.Json;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>get_template_list, over gRPC and both REST forms.</summary>
public sealed class ListTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    private SopsClient Client => app.Client;

    [Fact]
    public async Task Pages_RunDownTheIds_WhateverIsAddedMeanwhile()
    {
        var business = NewBusiness();
        long[] ids =
        [
            await app.CreateAsync(business),
            await app.CreateAsync(business),
            await app.CreateAsync(business),
        ];
        var request = new ListTemplatesRequest { BkBizId = business, PageSize = 2 };
        var first = await Client.Templates.ListTemplatesAsync(request);
        await app.CreateAsync(business);
        request.PageToken = first.NextPageToken;

        var second = await Client.Templates.ListTemplatesAsync(request);

        Assert.Equal([ids[2], ids[1]], first.Templates.Select(t => t.Id));
        Assert.Equal([ids[0]], second.Templates.Select(t => t.Id));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public async Task Size_LeftOut_IsAHundredOverGrpcAndEverythingOverRest()
    {
        var business = NewBusiness();
        for (var i = 0; i < 101; i++)
        {
            await app.CreateAsync(business);
        }

        var page = await Client.Templates.ListTemplatesAsync(new ListTemplatesRequest { BkBizId = business });

        Assert.Equal((100, false), (page.Templates.Count, page.NextPageToken.Length == 0));
        foreach (var path in Paths(business))
        {
            var all = await Client.GetAsync(path);
            Assert.Equal(101, all.Data.GetArrayLength());
            Assert.False(all.Json.TryGetProperty("next_page_token", out _));
            var two = await Client.GetAsync($"{path}page_size=2");
            Assert.Equal(2, two.Data.GetArrayLength());
            var token = two.Json.GetProperty("next_page_token").GetString();
            var next = await Client.GetAsync($"{path}page_size=2&page_token={token}");
            Assert.Equal(Ids(all)[2..4], Ids(next));
        }
    }

    [Theory]
    [InlineData("page_size=1001", "page_size")]
    [InlineData("page_size=-1", "page_size")]
    [InlineData("page_token=bm9uZQ", "page_token")]
    [InlineData("id_in=1,x", "id_in")]
    [InlineData("expected_timezone=Mars/Olympus", "expected_timezone Mars/Olympus is unknown.")]
    [InlineData("expected_timezone=../../etc/passwd", "expected_timezone ../../etc/passwd is unknown.")]
    public async Task Parameter_ThatMakesNoSense_IsRefused(string parameter, string message)
    {
        foreach (var path in Paths(2))
        {
            var refused = await Client.GetAsync(path + parameter);
            Assert.Equal((200, false, 3540000), (refused.Status, refused.Result, refused.Code));
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Token_OfAnotherList_IsRefused()
    {
        var business = NewBusiness();
        await app.CreateAsync(business);
        await app.CreateAsync(business);
        var page = await Client.Templates.ListTemplatesAsync(
            new ListTemplatesRequest { BkBizId = business, PageSize = 1 }
        );

        var (status, _, _) = await RefusedAsync(() =>
            Client.Templates.ListTemplatesAsync(
                new ListTemplatesRequest
                {
                    BkBizId = business,
                    PageSize = 1,
                    NameKeyword = "t",
                    PageToken = page.NextPageToken,
                }
            )
        );

        Assert.Equal(StatusCode.InvalidArgument, status);
    }

    [Fact]
    public async Task Filters_ByIdsAndKeyword_AreBothKept()
    {
        var business = NewBusiness();
        var a = await app.CreateAsync(business, "Deploy web");
        var b = await app.CreateAsync(business, "deploy db");
        var c = await app.CreateAsync(business, "磁盘清理");
        foreach (var path in Paths(business))
        {
            Assert.Equal([b, a], Ids(await Client.GetAsync($"{path}name_keyword=DEPLOY")));
            Assert.Equal([c, a], Ids(await Client.GetAsync($"{path}id_in={a},%20{c},999999")));
            Assert.Equal([a], Ids(await Client.GetAsync($"{path}id_in={a},{c}&name_keyword=deploy")));
            Assert.Empty(Ids(await Client.GetAsync($"{path}name_keyword=nothing")));
        }
    }

    [Fact]
    public async Task Item_HasTheDocumentedFields_AndNamesOnlyWhereThereAreSome()
    {
        await app.CreateAsync(2, "named");
        foreach (var path in Paths(2))
        {
            var item = (await Client.GetAsync($"{path}name_keyword=named")).Data[0];
            Assert.Equal(
                [
                    "auth_actions",
                    "bk_biz_id",
                    "bk_biz_name",
                    "category",
                    "create_time",
                    "creator",
                    "description",
                    "edit_time",
                    "editor",
                    "etag",
                    "id",
                    "name",
                    "project_id",
                    "project_name",
                ],
                item.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal)
            );
            Assert.Equal(
                """[2,"蓝鲸","蓝鲸",null,""]""",
                Fields(item, "bk_biz_id", "bk_biz_name", "project_name", "editor", "description")
            );
            Assert.Equal(
                ["flow_view", "flow_edit", "flow_create_task"],
                item.GetProperty("auth_actions").EnumerateArray().Select(a => a.GetString())
            );
            Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0800$", item.GetProperty("create_time").GetString());
            Assert.Equal(item.GetProperty("create_time").GetString(), item.GetProperty("edit_time").GetString());
        }
        var other = NewBusiness();
        await app.CreateAsync(other);
        var unnamed = (await Client.GetAsync($"/apigw/get_template_list/{other}/")).Data[0];
        Assert.Equal("""[null,""]""", Fields(unnamed, "bk_biz_name", "project_name"));
    }

    [Fact]
    public async Task Flags_AddWhatTheyName()
    {
        var business = NewBusiness();
        await Client.PostOkAsync(
            $"/apigw/create_template/{business}/",
            $$"""
            {"pipeline_tree": {{Simple()}}, "notify_type": {"success": ["email"]}, "executor_proxy": "bot",
             "notify_receivers": {"more_receiver": "eve"} }
            """
        );
        foreach (var path in Paths(business))
        {
            var item = (
                await Client.GetAsync($"{path}include_notify=1&include_labels=true&include_executor_proxy=True")
            ).Data[0];
            Assert.Equal(
                """[{"success":["email"],"fail":[]},{"receiver_group":[],"more_receiver":"eve"},[],"bot"]""",
                Fields(item, "notify_type", "notify_receivers", "labels", "executor_proxy")
            );
        }
    }

    [Fact]
    public async Task Timezone_ChangesTheShownOffsetOnly()
    {
        var business = NewBusiness();
        await app.CreateAsync(business);
        foreach (var path in Paths(business))
        {
            var shanghai = (await Client.GetAsync(path)).Data[0].GetProperty("create_time").GetString()!;
            var utc = (await Client.GetAsync($"{path}expected_timezone=UTC"))
                .Data[0]
                .GetProperty("create_time")
                .GetString()!;
            Assert.EndsWith(" +0000", utc, StringComparison.Ordinal);
            Assert.Equal(Moment(shanghai), Moment(utc));
        }

        static DateTimeOffset Moment(string text) =>
            DateTimeOffset.ParseExact(text.Insert(text.Length - 2, ":"), "yyyy-MM-dd HH:mm:ss zzz", null);
    }

    private static string[] Paths(long business) =>
        [
            $"/apigw/get_template_list/{business}/?",
            $"/v2/sops/get_template_list/?bk_biz_id={business}&",
            $"/api/c/compapi/v2/sops/get_template_list/?bk_biz_id={business}&",
        ];

    private static long[] Ids(Reply list) =>
        [.. list.Data.EnumerateArray().Select(t => t.GetProperty("id").GetInt64())];

    private static string Fields(JsonElement item, params string[] names) =>
        JsonSerializer.Serialize(names.Select(n => item.GetProperty(n)), App.Plain.Json);
}
