using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>update_template and delete_template: exactly what was meant, and only where nobody else was quicker.</summary>
public sealed class UpdateTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    private SopsClient Client => app.Client;

    [Fact]
    public async Task Fields_ThatAreGiven_AreChangedAndNoOthers()
    {
        var id = await MadeAsync();
        var before = await AllAsync(id);

        await Client.PostOkAsync(Path(id), """{"description": "", "notify_type": {"fail": ["sms"]}}""");

        var after = await AllAsync(id);
        Assert.Equal(("", """{"success":[],"fail":["sms"]}"""), (after.Description, after.NotifyType.Json));
        Assert.Equal(
            (before.Name, before.Category, before.ExecutorProxy, before.NotifyReceivers),
            (after.Name, after.Category, after.ExecutorProxy, after.NotifyReceivers)
        );
        Assert.Equal((before.Version, before.PipelineTree), (after.Version, after.PipelineTree));
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.Equal("\"admin\"", after.Editor.Json);
    }

    [Theory]
    [InlineData("\"name,description,executor_proxy\"")]
    [InlineData("[\"name\", \"description\", \"executorProxy\"]")]
    public async Task Mask_OverRest_IsATextOrAList(string mask)
    {
        var id = await MadeAsync();

        var answer = await Client.PostOkAsync(
            Path(id),
            $$"""{"update_mask": {{mask}}, "name": "masked", "category": "Other"}"""
        );

        Assert.Equal("masked", answer.Data.GetProperty("name").GetString());
        var after = await AllAsync(id);
        Assert.Equal(("masked", "", ""), (after.Name, after.Description, after.ExecutorProxy));
        Assert.Equal("OpsTools", after.Category);
    }

    [Fact]
    public async Task Mask_NamingEverything_EmptiesWhatMayBeEmpty()
    {
        var id = await MadeAsync();

        await Client.Templates.UpdateTemplateAsync(
            new UpdateTemplateRequest
            {
                BkBizId = 2,
                TemplateId = id,
                Name = "all",
                Category = "Other",
                PipelineTree = Json(Simple("other")),
                UpdateMask = new FieldMask
                {
                    Paths =
                    {
                        "name",
                        "category",
                        "pipeline_tree",
                        "description",
                        "notify_type",
                        "notify_receivers",
                        "executor_proxy",
                    },
                },
            }
        );

        var after = await AllAsync(id);
        Assert.Equal(("all", "Other", "", ""), (after.Name, after.Category, after.Description, after.ExecutorProxy));
        Assert.Equal("""{"success":[],"fail":[]}""", after.NotifyType.Json);
        Assert.Equal("""{"receiver_group":[],"more_receiver":""}""", after.NotifyReceivers.Json);
        Assert.Contains("other", after.PipelineTree.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"update_mask": "nickname", "name": "x"}""", "update_mask: nickname is no field")]
    [InlineData("""{"update_mask": ["name", "id"], "name": "x"}""", "update_mask: id is no field")]
    [InlineData("""{"update_mask": "name"}""", "name: is named in update_mask")]
    [InlineData("""{"update_mask": "pipeline_tree"}""", "pipeline_tree: is named in update_mask")]
    [InlineData("""{"update_mask": "category"}""", "category: is named in update_mask")]
    [InlineData("""{"update_mask": 1}""", "update_mask: must be the names of fields")]
    [InlineData("""{"update_mask": [1]}""", "update_mask: must be the names of fields")]
    [InlineData("""{"name": ""}""", "name: must have 1 to 50")]
    [InlineData("""{"category": "Cooking"}""", "category: must be one of")]
    [InlineData("""{"notify_receivers": []}""", "notify_receivers: must be an object")]
    public async Task Input_ThatCannotBeKept_IsRefused_AndNothingChanges(string body, string message)
    {
        var id = await MadeAsync();
        var before = await AllAsync(id);

        var refused = await Client.PostAsync(Path(id), body);

        Assert.Equal((200, 3540000), (refused.Status, refused.Code));
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await AllAsync(id));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"request_id": "nothing", "update_mask": ""}""")]
    public async Task Nothing_ToChange_IsRefused(string body)
    {
        var id = await MadeAsync();
        var before = await AllAsync(id);

        var answer = await Client.PostAsync(Path(id), body);

        Assert.Equal((3540000, "update_mask: no field is given that can be changed"), (answer.Code, answer.Message));
        Assert.Equal(before, await AllAsync(id));
    }

    [Fact]
    public async Task Name_IsMeasuredInCharacters()
    {
        var id = await MadeAsync();
        var longest = string.Concat(Enumerable.Repeat("😀", 50));

        await Client.PostOkAsync(Path(id), $$"""{"name": "{{longest}}"}""");
        var answer = await Client.PostAsync(Path(id), $$"""{"name": "{{longest}}x"}""");

        Assert.Equal((3540000, longest), (answer.Code, (await AllAsync(id)).Name));
    }

    [Fact]
    public async Task ValidateOnly_LooksAtNoRequestId()
    {
        var id = await MadeAsync();
        await Client.PostOkAsync(Path(id), """{"name": "first", "request_id": "kept"}""");

        var answer = await Client.PostOkAsync(
            Path(id),
            """{"name": "second", "request_id": "kept", "validate_only": true}"""
        );

        Assert.Equal("second", answer.Data.GetProperty("name").GetString());
        Assert.Equal("first", (await AllAsync(id)).Name);
    }

    [Fact]
    public async Task Etag_ThatIsNoLongerRight_IsAborted_AndNothingChanges()
    {
        var id = await MadeAsync();
        var stale = (await app.GetAsync(2, id)).Etag;
        var change = new UpdateTemplateRequest
        {
            BkBizId = 2,
            TemplateId = id,
            Name = "first",
            Etag = stale,
        };
        var fresh = (await Client.Templates.UpdateTemplateAsync(change)).Template;
        change.Name = "second";

        var (status, reason, _) = await RefusedAsync(() => Client.Templates.UpdateTemplateAsync(change));
        var overRest = await Client.PostAsync($"/apigw/delete_template/{id}/2/", $$"""{"etag": "{{stale}}"}""");

        Assert.Equal((StatusCode.Aborted, "TEMPLATE_CHANGED"), (status, reason));
        Assert.Equal((200, 3545100), (overRest.Status, overRest.Code));
        var after = await app.GetAsync(2, id);
        Assert.Equal(("first", fresh.Etag), (after.Name, after.Etag));
        Assert.Equal(after.Etag, Assert.Single(await app.ListAsync(2), t => t.Id == id).Etag);
        await Client.PostOkAsync($"/apigw/delete_template/{id}/2/", $$"""{"etag": "{{after.Etag}}"}""");
    }

    [Fact]
    public async Task Etag_OfManyChangesAtOnce_LetsOneThrough()
    {
        var id = await MadeAsync();
        var etag = (await app.GetAsync(2, id)).Etag;

        var names = await Task.WhenAll(Enumerable.Range(0, 20).Select(ChangeAsync));

        var winner = Assert.Single(names.OfType<string>());
        Assert.Equal(winner, (await app.GetAsync(2, id)).Name);

        async Task<string?> ChangeAsync(int number)
        {
            try
            {
                var change = new UpdateTemplateRequest
                {
                    BkBizId = 2,
                    TemplateId = id,
                    Name = $"n{number}",
                    Etag = etag,
                };
                return (await Client.Templates.UpdateTemplateAsync(change)).Template.Name;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task ValidateOnly_AnswersAsIfItHadBeenDone_AndChangesNothing()
    {
        var id = await MadeAsync();
        var before = await AllAsync(id);

        var answer = await Client.PostOkAsync(
            Path(id),
            $$"""{"validate_only": true, "name": "would be", "pipeline_tree": {{Simple("would be")}} }"""
        );
        var refused = await Client.PostAsync(
            Path(id),
            """{"validate_only": true, "pipeline_tree": {"activities": 1} }"""
        );

        Assert.Equal(
            (0, "would be", ""),
            (
                answer.Data.GetProperty("id").GetInt64(),
                answer.Data.GetProperty("name").GetString(),
                answer.Data.GetProperty("etag").GetString()
            )
        );
        Assert.Contains("would be", answer.Data.GetProperty("pipeline_tree").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(3546100, refused.Code);
        Assert.Equal(before, await AllAsync(id));
    }

    [Fact]
    public async Task Common_Template_IsChangedAndDeletedAsSuchOnly()
    {
        var id = (
            await Client.Templates.CreateTemplateAsync(new CreateTemplateRequest(New(2)) { TemplateSource = "common" })
        ).TemplateId;

        Assert.Equal(3540400, (await Client.PostAsync(Path(id), """{"name": "x"}""")).Code);
        Assert.Equal(3540400, (await Client.PostAsync($"/apigw/delete_template/{id}/2/", "{}")).Code);
        var other = NewBusiness();
        var changed = await Client.PostOkAsync(
            $"/apigw/update_template/{id}/{other}/",
            """{"name": "renamed", "template_source": "common"}"""
        );
        Assert.Equal(other, changed.Data.GetProperty("bk_biz_id").GetInt64());
        await Client.PostOkAsync($"/apigw/delete_template/{id}/{other}/", """{"template_source": "common"}""");
        Assert.DoesNotContain(await app.ListAsync(2, "common"), t => t.Id == id);
    }

    [Fact]
    public async Task Delete_OfWhatIsGone_IsNotFound()
    {
        var id = await MadeAsync();
        await Client.PostOkAsync($"/apigw/delete_template/{id}/2/", "");

        Assert.Equal(3540400, (await Client.PostAsync($"/apigw/delete_template/{id}/2/", "")).Code);
        Assert.Equal(3540400, (await Client.PostAsync(Path(id), """{"name": "x"}""")).Code);
    }

    private static string Path(long id) => $"/apigw/update_template/{id}/2/";

    private async Task<long> MadeAsync() =>
        (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest(New(2, "before"))
                {
                    Category = "OpsTools",
                    Description = "described",
                    ExecutorProxy = "bot",
                    NotifyReceivers = Json("""{"more_receiver":"eve"}"""),
                }
            )
        ).TemplateId;

    private async Task<TemplateDetail> AllAsync(long id) =>
        (
            await Client.Templates.GetTemplateAsync(
                new GetTemplateRequest
                {
                    BkBizId = 2,
                    TemplateId = id,
                    IncludeExecutorProxy = true,
                    IncludeNotify = true,
                }
            )
        ).Template;
}
