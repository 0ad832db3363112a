namespace Sops.Storage.Tests;

public abstract class OperationSuite : StorageSuite
{
    private static readonly OperationRecord Start = new()
    {
        At = Given.Noon,
        BusinessId = 2,
        TaskId = 5,
        NodeId = "n1",
        Method = "operate_task",
        Name = "start",
        Operator = "ann",
        AppCode = "main",
        RequestId = "r1",
        Outcome = "OK",
    };

    [Fact]
    public async Task Operation_Kept_IsReadAsItWas()
    {
        await Db.Operations.AddAsync(Start);

        var read = Assert.Single(await Db.Operations.OfTaskAsync(2, 5, null, null, 10));

        Assert.True(read.Id > 0);
        Assert.Equal(Start with { Id = read.Id }, read);
    }

    [Fact]
    public async Task Operations_OfATask_AreThoseOfItsBusinessAndNode_NewestFirst()
    {
        await AddAsync(
            Start,
            Start with
            {
                NodeId = "n2",
            },
            Start with
            {
                BusinessId = 3,
            },
            Start with
            {
                TaskId = 6,
            },
            Start with
            {
                Name = "pause",
            }
        );

        var all = await Db.Operations.OfTaskAsync(2, 5, null, null, 10);
        var older = await Db.Operations.OfTaskAsync(2, 5, null, all[0].Id, 1);

        Assert.Equal(["pause n1", "start n2", "start n1"], all.Select(o => $"{o.Name} {o.NodeId}"));
        Assert.Equal(all[1], Assert.Single(older));
        Assert.Equal([all[0], all[2]], await Db.Operations.OfTaskAsync(2, 5, "n1", null, 10));
    }

    [Fact]
    public async Task Operations_WithoutATask_AreNobodys()
    {
        await AddAsync(Start with { TaskId = 0 });

        Assert.Empty(await Db.Operations.OfTaskAsync(2, 0, null, null, 10));
    }

    [Fact]
    public async Task Purge_DeletesTheOldest_AndAtMostSoMany()
    {
        for (var i = 0; i < 4; i++)
        {
            await AddAsync(Start with { At = Given.Noon.AddMinutes(i), Name = $"{i}" });
        }
        var before = Given.Noon.AddMinutes(3);

        Assert.Equal(2, await Db.Operations.PurgeAsync(before, 2));
        Assert.Equal(["3", "2"], (await Db.Operations.OfTaskAsync(2, 5, null, null, 10)).Select(o => o.Name));
        Assert.Equal(1, await Db.Operations.PurgeAsync(before, 2));
        Assert.Equal(0, await Db.Operations.PurgeAsync(before, 2));
        Assert.Equal("3", Assert.Single(await Db.Operations.OfTaskAsync(2, 5, null, null, 10)).Name);
    }

    private async Task AddAsync(params OperationRecord[] operations)
    {
        foreach (var operation in operations)
        {
            await Db.Operations.AddAsync(operation);
        }
    }
}
