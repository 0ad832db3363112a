namespace Sops.Storage.Tests;

public abstract class TemplateSuite : StorageSuite
{
    private TemplateStore Templates => Db.Templates;

    [Fact]
    public async Task Insert_OfATemplate_IsFoundByItsBusinessOnly()
    {
        var row = Given.Template() with { Extra = """{"labels":[]}""" };

        var id = await Templates.InsertAsync(row, """{"tree":1}""");

        var found = await Templates.FindAsync(2, TemplateSource.Project, id);
        Assert.Equal(row with { Id = id, SnapshotDigest = SnapshotStore.Digest("""{"tree":1}""") }, found);
        Assert.Null(await Templates.FindAsync(3, TemplateSource.Project, id));
        Assert.Null(await Templates.FindAsync(2, TemplateSource.Common, id));
    }

    [Fact]
    public async Task Insert_OfACommonTemplate_IsFoundByEveryBusiness()
    {
        var id = await Templates.InsertAsync(Given.Template() with { Source = TemplateSource.Common }, "{}");

        Assert.Equal(0, (await Templates.FindAsync(3, TemplateSource.Common, id))!.BusinessId);
        Assert.Single(await Templates.ListAsync(new TemplateQuery { BusinessId = 9, Source = TemplateSource.Common }));
        Assert.Null(await Templates.FindAsync(0, TemplateSource.Project, id));
    }

    [Fact]
    public async Task Update_FromTheVersionThatIsThere_CountsIt()
    {
        var id = await Templates.InsertAsync(Given.Template(), "{}");
        var edited = (await Templates.FindAsync(2, TemplateSource.Project, id))! with
        {
            Name = "renamed",
            Editor = "eve",
            EditTime = Given.Noon.AddDays(1),
        };

        Assert.True(await Templates.UpdateAsync(edited, expectedVersion: 1));

        Assert.Equal(edited with { Version = 2 }, await Templates.FindAsync(2, TemplateSource.Project, id));
        Assert.True(await Templates.UpdateAsync(edited, 2, """{"tree":2}"""));
        var found = (await Templates.FindAsync(2, TemplateSource.Project, id))!;
        Assert.Equal((3, SnapshotStore.Digest("""{"tree":2}""")), (found.Version, found.SnapshotDigest));
    }

    [Fact]
    public async Task Update_FromAnOlderVersionOrAnotherBusiness_ChangesNothing()
    {
        var id = await Templates.InsertAsync(Given.Template(), "{}");
        var row = (await Templates.FindAsync(2, TemplateSource.Project, id))!;
        Assert.True(await Templates.UpdateAsync(row with { Name = "first" }, 1));

        Assert.False(await Templates.UpdateAsync(row with { Name = "second" }, 1));
        Assert.False(await Templates.UpdateAsync(row with { Name = "third", BusinessId = 3 }, 2));

        Assert.Equal("first", (await Templates.FindAsync(2, TemplateSource.Project, id))!.Name);
    }

    [Fact]
    public async Task Delete_OfATemplate_HidesIt()
    {
        var id = await Templates.InsertAsync(Given.Template(), "{}");

        Assert.False(await Templates.DeleteAsync(3, TemplateSource.Project, id));
        Assert.True(await Templates.DeleteAsync(2, TemplateSource.Project, id));

        Assert.False(await Templates.DeleteAsync(2, TemplateSource.Project, id));
        Assert.Null(await Templates.FindAsync(2, TemplateSource.Project, id));
        Assert.Empty(await Templates.ListAsync(new TemplateQuery { BusinessId = 2 }));
        Assert.False(await Templates.UpdateAsync(Given.Template() with { Id = id }, 1));
    }

    [Fact]
    public async Task Delete_AtAnotherVersion_ChangesNothing()
    {
        var id = await Templates.InsertAsync(Given.Template(), "{}");
        var row = (await Templates.FindAsync(2, TemplateSource.Project, id))!;
        Assert.True(await Templates.UpdateAsync(row, 1));

        Assert.False(await Templates.DeleteAsync(2, TemplateSource.Project, id, expectedVersion: 1));

        Assert.NotNull(await Templates.FindAsync(2, TemplateSource.Project, id));
        Assert.True(await Templates.DeleteAsync(2, TemplateSource.Project, id, expectedVersion: 2));
    }

    [Fact]
    public async Task Etag_IsAnotherAfterEachChange_AndNeverOneThatWas()
    {
        var id = await Templates.InsertAsync(Given.Template(), "{}");
        var etags = new HashSet<string>();
        for (var version = 1; version <= 4; version++)
        {
            var row = (await Templates.FindAsync(2, TemplateSource.Project, id))!;
            Assert.True(etags.Add(row.Etag));
            // There and back again: the tree is one that was before.
            Assert.True(await Templates.UpdateAsync(row, version, version % 2 == 0 ? "{}" : """{"tree":2}"""));
        }
    }

    [Fact]
    public async Task List_ByIdsAndName_ComesNewestFirst()
    {
        var a = await Templates.InsertAsync(Given.Template("Deploy web"), "{}");
        var b = await Templates.InsertAsync(Given.Template("deploy_db"), "{}");
        var c = await Templates.InsertAsync(Given.Template("磁盘清理"), "{}");
        var any = new TemplateQuery { BusinessId = 2 };

        Assert.Equal([c, b, a], await IdsAsync(any));
        Assert.Equal([b, a], await IdsAsync(any with { NameContains = "DEPLOY" }));
        Assert.Equal([b], await IdsAsync(any with { NameContains = "y_" }));
        Assert.Equal([c], await IdsAsync(any with { NameContains = "清理" }));
        Assert.Equal([c, a], await IdsAsync(any with { Ids = [a, c] }));
        Assert.Equal([b], await IdsAsync(any with { BeforeId = c, Limit = 1 }));
        Assert.Empty(await IdsAsync(any with { BusinessId = 3 }));
    }

    private async Task<IEnumerable<long>> IdsAsync(TemplateQuery query) =>
        (await Templates.ListAsync(query)).Select(t => t.Id);
}
