namespace Sops.Storage.Tests;

public abstract class DeliverySuite : StorageSuite
{
    private static readonly DateTimeOffset Later = Given.Noon.AddHours(1);

    private DeliveryStore Store => Db.Deliveries;

    [Fact]
    public async Task Delivery_IsStoredWithItsTurn_AndReadAsItWas()
    {
        var task = await InsertAsync(New("one") with { WebhookId = 7 });

        var read = Assert.Single(await Store.NextAsync("host", 10));

        Assert.Equal(
            new DeliveryRow
            {
                Id = read.Id,
                EventId = "evt_one",
                Lane = "lane",
                WebhookId = 7,
                BusinessId = 2,
                TaskId = task,
                Kind = "sops.task.started",
                Url = "http://host/",
                Host = "host",
                ContentType = "text/plain",
                Body = "one",
                NextAt = Given.Noon.AddSeconds(1),
                CreatedAt = Given.Noon.AddSeconds(1),
            },
            read
        );
        Assert.Equal(read with { Body = "" }, await Store.FindAsync(2, read.Id));
        Assert.Null(await Store.FindAsync(3, read.Id));
        Assert.Equal(["host"], await Store.HostsAsync());
    }

    [Fact]
    public async Task Turn_ThatIsRefused_LeavesNoDelivery()
    {
        var task = await InsertAsync();

        await Assert.ThrowsAsync<RevisionConflictException>(() =>
            Tasks.CommitAsync(Given.Turn(task, 3) with { Deliveries = [New("one")] })
        );

        Assert.Empty(await Store.ListAsync(new DeliveryQuery { BusinessId = 2 }));
    }

    [Fact]
    public async Task OneOfALane_IsDue_AndTheNextOnceThatHasEnded()
    {
        await InsertAsync(New("one"), New("two") with { Host = "elsewhere" }, New("three"), New("other", "aside"));
        Assert.Equal(["one", "other"], await DueAsync());
        Assert.Empty(await Store.NextAsync("elsewhere", 10));

        var one = (await Store.NextAsync("host", 1))[0];
        Assert.Null(await Store.KeepAsync(Failed(one)));
        Assert.Equal(["other", "one"], await DueAsync());
        Assert.Equal(Later, (await Store.FindAsync(2, one.Id))!.NextAt);

        Assert.Equal("elsewhere", await Store.KeepAsync(Ended(one, DeliveryState.Dead)));
        Assert.Equal(["other"], await DueAsync());
        var two = Assert.Single(await Store.NextAsync("elsewhere", 10));
        Assert.Equal(("two", Later), (two.Body, two.NextAt));
        Assert.Equal(["elsewhere", "host"], (await Store.HostsAsync()).Order());

        Assert.Equal("host", await Store.KeepAsync(Ended(two, DeliveryState.Delivered)));
        Assert.Equal(["other", "three"], await DueAsync());
    }

    [Fact]
    public async Task Outcome_IsKept()
    {
        await InsertAsync(New("one"));
        var one = (await Store.NextAsync("host", 1))[0];

        await Store.KeepAsync(
            Ended(one, DeliveryState.Dead) with
            {
                Url = "http://new/",
                Status = 500,
                Error = "answered with 500",
            }
        );

        Assert.Equal(
            one with
            {
                Body = "",
                State = DeliveryState.Dead,
                Attempts = 1,
                NextAt = null,
                Url = "http://new/",
                LastStatus = 500,
                LastError = "answered with 500",
                EndedAt = Later,
            },
            await Store.FindAsync(2, one.Id)
        );
        // It ended: a second outcome changes nothing, and lets nobody go.
        Assert.Null(await Store.KeepAsync(Ended(one, DeliveryState.Delivered)));
        Assert.Equal(DeliveryState.Dead, (await Store.FindAsync(2, one.Id))!.State);
    }

    [Fact]
    public async Task Resend_TakesItsTurnInTheLane_WithAttemptsCountedAnew()
    {
        await InsertAsync(New("one"), New("two"), New("three"));
        var one = (await Store.NextAsync("host", 1))[0];
        Assert.False(await Store.ResendAsync(2, one.Id, Later));
        await Store.KeepAsync(Ended(one, DeliveryState.Dead));

        Assert.False(await Store.ResendAsync(3, one.Id, Later));
        Assert.True(await Store.ResendAsync(2, one.Id, Later, Given.Call()));

        Assert.Equal(["two"], await DueAsync());
        await Store.KeepAsync(Ended((await Store.NextAsync("host", 1))[0], DeliveryState.Delivered));
        Assert.Equal(["one"], await DueAsync());
        var again = (await Store.NextAsync("host", 1))[0];
        Assert.Equal((0, null, "", null), (again.Attempts, again.LastStatus, again.LastError, again.EndedAt));
        await Store.KeepAsync(Ended(again, DeliveryState.Delivered));
        await Store.KeepAsync(Ended((await Store.NextAsync("host", 1))[0], DeliveryState.Delivered));
        Assert.Empty(await DueAsync());
        // With nothing before it, it is due at once.
        Assert.True(await Store.ResendAsync(2, one.Id, Later.AddHours(1)));
        Assert.Equal(Later.AddHours(1), (await Store.NextAsync("host", 1))[0].NextAt);
    }

    [Fact]
    public async Task Delivery_OfNoTurn_IsTakenWhereItsLaneIsFree()
    {
        var id = await Store.InsertAsync(New("test"), Given.Noon, _ => Given.Call());

        Assert.Null(await Store.InsertAsync(New("test"), Given.Noon));
        var row = Assert.Single(await Store.NextAsync("host", 10));
        Assert.Equal((id, 0L), (row.Id, row.TaskId));
    }

    [Fact]
    public async Task List_IsNewestFirst_AndByWhatWasAskedFor()
    {
        var first = await InsertAsync(New("a") with { WebhookId = 1 }, New("b", "aside") with { WebhookId = 2 });
        await InsertAsync(New("c", "further") with { BusinessId = 3 }, New("d", "fourth"));
        var a = (await Store.NextAsync("host", 1))[0];
        await Store.KeepAsync(Ended(a, DeliveryState.Dead));
        var all = new DeliveryQuery { BusinessId = 2 };

        Assert.Equal(["evt_d", "evt_b", "evt_a"], await ListAsync(all));
        Assert.Equal(["evt_d"], await ListAsync(all with { Limit = 1 }));
        Assert.Equal(["evt_a"], await ListAsync(all with { BeforeId = a.Id + 1 }));
        Assert.Equal(["evt_a"], await ListAsync(all with { State = DeliveryState.Dead }));
        Assert.Equal(["evt_b", "evt_a"], await ListAsync(all with { TaskId = first }));
        Assert.Equal(["evt_b"], await ListAsync(all with { TaskId = first, State = DeliveryState.Pending }));
        Assert.Equal(["evt_b"], await ListAsync(all with { WebhookId = 2 }));
    }

    [Fact]
    public async Task Purge_DeletesWhatEndedSoLongAgo_AndAtMostSoMany()
    {
        for (var i = 0; i < 3; i++)
        {
            await InsertAsync(New("one", $"lane{i}"));
            var row = (await Store.NextAsync("host", 1))[0];
            await Store.KeepAsync(Ended(row, DeliveryState.Delivered) with { At = Given.Noon.AddMinutes(i) });
        }
        await InsertAsync(New("pending"));
        var before = Given.Noon.AddMinutes(2);

        Assert.Equal(0, await Store.PurgeAsync(DeliveryState.Dead, before, 10));
        Assert.Equal(1, await Store.PurgeAsync(DeliveryState.Delivered, before, 1));
        Assert.Equal(1, await Store.PurgeAsync(DeliveryState.Delivered, before, 10));
        Assert.Equal(2, (await Store.ListAsync(new DeliveryQuery { BusinessId = 2 })).Count);
    }

    private static NewDelivery New(string body, string lane = "lane") =>
        new()
        {
            EventId = $"evt_{body}",
            Lane = lane,
            BusinessId = 2,
            Kind = "sops.task.started",
            Url = "http://host/",
            Host = "host",
            ContentType = "text/plain",
            Body = body,
        };

    private static DeliveryOutcome Ended(DeliveryRow row, DeliveryState state) =>
        new()
        {
            Delivery = row,
            State = state,
            Attempts = row.Attempts + 1,
            Url = row.Url,
            Status = 200,
            At = Later,
        };

    private static DeliveryOutcome Failed(DeliveryRow row) => Ended(row, DeliveryState.Pending) with { NextAt = Later };

    private Task<long> InsertAsync(params NewDelivery[] deliveries) =>
        Tasks.InsertAsync(Given.Task(), [Given.Turn(Tasks.NextId(), 1) with { Deliveries = deliveries }], "{}");

    private async Task<IEnumerable<string>> DueAsync() => (await Store.NextAsync("host", 10)).Select(d => d.Body);

    private async Task<IEnumerable<string>> ListAsync(DeliveryQuery query) =>
        (await Store.ListAsync(query)).Select(d => d.EventId);
}
