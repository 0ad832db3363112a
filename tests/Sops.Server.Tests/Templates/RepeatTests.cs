using Google.Protobuf;
using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Server.Tests.Templates.TemplatesApp;

namespace Sops.Server.Tests.Templates;

/// <summary>Each rpc that changes a template, sent fifty times at once under one request_id, has one effect.</summary>
public sealed class RepeatTests(TemplatesApp app) : IClassFixture<TemplatesApp>
{
    private const int Copies = 50;

    private TemplateService.TemplateServiceClient Templates => app.Client.Templates;

    [Fact]
    public async Task Create_WithoutAName_GetsOneNameFiftyTimes()
    {
        var business = NewBusiness();
        var request = new CreateTemplateRequest(New(business)) { Name = "", RequestId = "create" };

        var answer = await ManyAsync(() => Templates.CreateTemplateAsync(request));

        var only = Assert.Single(await app.ListAsync(business));
        Assert.Equal((only.Id, only.Name), (answer.TemplateId, answer.TemplateName));
        await Templates.UpdateTemplateAsync(
            new UpdateTemplateRequest
            {
                BkBizId = business,
                TemplateId = only.Id,
                Name = "renamed",
            }
        );
        Assert.Equal(answer, await Templates.CreateTemplateAsync(request));
        request.Description = "another";
        await RequireReusedAsync(() => Templates.CreateTemplateAsync(request));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Update_IsDoneOnce_AndAnsweredAsItWasThen(bool withEtag)
    {
        var business = NewBusiness();
        var id = await app.CreateAsync(business);
        var before = await app.GetAsync(business, id);
        var request = new UpdateTemplateRequest
        {
            BkBizId = business,
            TemplateId = id,
            Name = "once",
            PipelineTree = Json(Simple("once")),
            Etag = withEtag ? before.Etag : "",
            RequestId = "update",
        };

        var answer = await ManyAsync(() => Templates.UpdateTemplateAsync(request));

        var after = await app.GetAsync(business, id);
        Assert.Equal(answer.Template, after);
        await Templates.UpdateTemplateAsync(
            new UpdateTemplateRequest
            {
                BkBizId = business,
                TemplateId = id,
                Name = "twice",
                PipelineTree = Json(Simple("twice")),
                Etag = after.Etag,
            }
        );
        Assert.Equal(answer, await Templates.UpdateTemplateAsync(request));
        Assert.Equal("twice", (await app.GetAsync(business, id)).Name);
        request.Name = "another";
        await RequireReusedAsync(() => Templates.UpdateTemplateAsync(request));
    }

    [Fact]
    public async Task Delete_IsDoneOnce_AndTheOthersAreNotRefused()
    {
        var business = NewBusiness();
        var id = await app.CreateAsync(business);
        var other = await app.CreateAsync(business);
        var request = new DeleteTemplateRequest
        {
            BkBizId = business,
            TemplateId = id,
            RequestId = "delete",
        };

        var answer = await ManyAsync(() => Templates.DeleteTemplateAsync(request));

        Assert.Equal(id, answer.TemplateId);
        request.TemplateId = other;
        await RequireReusedAsync(() => Templates.DeleteTemplateAsync(request));
        Assert.Equal(other, Assert.Single(await app.ListAsync(business)).Id);
    }

    private static async Task<T> ManyAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : IMessage
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Copies).Select(async _ => await call()));
        return Assert.Single(answers.Distinct());
    }

    private static async Task RequireReusedAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        var (status, reason, _) = await RefusedAsync(call);
        Assert.Equal((StatusCode.Aborted, "REQUEST_ID_REUSED"), (status, reason));
    }
}
