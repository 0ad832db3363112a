namespace Sops.Storage.Tests;

public abstract class RequestSuite : StorageSuite
{
    private static readonly RequestRecord Request = new()
    {
        Scope = "2/create_task",
        RequestId = "r1",
        Digest = "d",
        Response = """{"task_id":1}""",
        At = Given.Noon,
    };

    [Fact]
    public async Task Request_StoredWithItsEffect_IsFoundInItsScope()
    {
        await InsertAsync(Request);

        Assert.Equal(Request, await Db.Requests.FindAsync("2/create_task", "r1"));
        Assert.Null(await Db.Requests.FindAsync("3/create_task", "r1"));
        Assert.Null(await Db.Requests.FindAsync("2/create_task", "r2"));
    }

    [Fact]
    public async Task Request_Again_HasNoSecondEffect()
    {
        await InsertAsync(Request);

        var error = await Assert.ThrowsAsync<DuplicateRequestException>(() =>
            InsertAsync(Request with { Response = "other" })
        );

        Assert.Equal(("2/create_task", "r1"), (error.Scope, error.RequestId));
        Assert.Equal(1, await Tasks.CountAsync(TaskQuery.Of(2)));
        Assert.Equal(Request, await Db.Requests.FindAsync("2/create_task", "r1"));
    }

    [Fact]
    public async Task Request_WithATemplate_KnowsItsId()
    {
        var id = await Db.Templates.InsertAsync(
            Given.Template(),
            "{}",
            i => Given.Call(Request with { Response = $"{i}" })
        );

        Assert.Equal($"{id}", (await Db.Requests.FindAsync("2/create_task", "r1"))!.Response);
        await Assert.ThrowsAsync<DuplicateRequestException>(() =>
            Db.Templates.InsertAsync(Given.Template(), "{}", _ => Given.Call(Request))
        );
        Assert.Single(await Db.Templates.ListAsync(new TemplateQuery { BusinessId = 2 }));
    }

    [Fact]
    public async Task Purge_DeletesOnlyWhatIsOlder()
    {
        await InsertAsync(Request);
        await InsertAsync(Request with { RequestId = "r2", At = Given.Noon.AddMilliseconds(1) });

        Assert.Equal(1, await Db.Requests.PurgeAsync(Given.Noon.AddMilliseconds(1)));

        Assert.Null(await Db.Requests.FindAsync("2/create_task", "r1"));
        Assert.NotNull(await Db.Requests.FindAsync("2/create_task", "r2"));
    }

    private Task<long> InsertAsync(RequestRecord request) =>
        Tasks.InsertAsync(Given.Task(), [Given.Turn(Tasks.NextId(), 1) with { Call = Given.Call(request) }], "{}");
}
