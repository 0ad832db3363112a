namespace Sops.Storage.Tests;

public abstract class WebhookSuite : StorageSuite
{
    private static readonly WebhookRow Row = new()
    {
        BusinessId = 2,
        Url = "http://host/",
        Events = """["sops.task.failed"]""",
        TemplateId = 4,
        Description = "d",
        Secret = "whsec_1",
        Creator = "ann",
        CreateTime = Given.Noon,
        EditTime = Given.Noon,
    };

    [Fact]
    public async Task Webhook_IsReadAsItWas_ByItsBusinessAlone()
    {
        var id = (await Db.Webhooks.InsertAsync(Row, 20, _ => Given.Call()))!.Value;

        Assert.Equal(Row with { Id = id }, await Db.Webhooks.FindAsync(2, id));
        Assert.Null(await Db.Webhooks.FindAsync(3, id));
        Assert.Empty(await Db.Webhooks.ListAsync(3));
        Assert.Equal([Row with { Id = id }], await Db.Webhooks.AllAsync());
    }

    [Fact]
    public async Task Insert_BeyondTheMost_IsRefused_PerBusiness()
    {
        Assert.NotNull(await Db.Webhooks.InsertAsync(Row, 1));
        Assert.Null(await Db.Webhooks.InsertAsync(Row, 1, _ => Given.Call()));
        Assert.NotNull(await Db.Webhooks.InsertAsync(Row with { BusinessId = 3 }, 1));

        Assert.Single(await Db.Webhooks.ListAsync(2));
    }

    [Fact]
    public async Task Update_IsOfTheVersionThatWasRead()
    {
        var id = (await Db.Webhooks.InsertAsync(Row, 20))!.Value;
        var changed = Row with
        {
            Id = id,
            Url = "http://new/",
            Events = "[]",
            TemplateId = null,
            Description = "",
            Enabled = false,
            Secret = "whsec_2",
            FormerSecret = "whsec_1",
            FormerUntil = Given.Noon.AddDays(1),
            Editor = "bob",
            EditTime = Given.Noon.AddHours(1),
        };

        Assert.True(await Db.Webhooks.UpdateAsync(changed, 1, Given.Call()));
        Assert.False(await Db.Webhooks.UpdateAsync(changed, 1));
        Assert.False(await Db.Webhooks.UpdateAsync(changed with { BusinessId = 3 }, 2));

        Assert.Equal(changed with { Version = 2 }, await Db.Webhooks.FindAsync(2, id));
    }

    [Fact]
    public async Task Delete_IsOfTheVersionThatWasMeant_AndItsIdIsGivenToNoOther()
    {
        var id = (await Db.Webhooks.InsertAsync(Row, 20))!.Value;

        Assert.False(await Db.Webhooks.DeleteAsync(3, id));
        Assert.False(await Db.Webhooks.DeleteAsync(2, id, 2));
        Assert.True(await Db.Webhooks.DeleteAsync(2, id, 1, Given.Call()));
        Assert.False(await Db.Webhooks.DeleteAsync(2, id));

        Assert.Null(await Db.Webhooks.FindAsync(2, id));
        Assert.NotEqual(id, await Db.Webhooks.InsertAsync(Row, 20));
    }

    [Fact]
    public async Task List_IsNewestFirst_InPages()
    {
        for (var i = 0; i < 3; i++)
        {
            await Db.Webhooks.InsertAsync(Row with { Description = $"{i}" }, 20);
        }

        var page = await Db.Webhooks.ListAsync(2, limit: 2);
        var rest = await Db.Webhooks.ListAsync(2, page[1].Id);

        Assert.Equal(["2", "1", "0"], page.Concat(rest).Select(w => w.Description));
    }
}
