namespace Sops.Clients.Tests;

/// <summary>What a watch promises, asked of one client: a class per client says how it watches.</summary>
public abstract class WatchSuite(ServerProcess server)
{
    protected ServerProcess Server { get; } = server;

    /// <summary>Skips the test where the client's tools are missing.</summary>
    protected virtual Task RequireAsync() => Task.CompletedTask;

    /// <summary>Watches until the stream ends, once for each of these revisions; null is a watch without one.</summary>
    /// <param name="onMessage">To be called at each message as it arrives.</param>
    protected abstract Task<List<List<Seen>>> WatchAsync(
        WatchedTask task,
        IReadOnlyList<long?> after,
        Func<Task>? onMessage = null
    );

    [Fact]
    public async Task Watch_FromTheCreation_IsASnapshot_ThenEveryRevision_UntilFinished()
    {
        await RequireAsync();
        var task = await WatchedTask.CreateAsync(Server);
        var messages = 0;

        // The task only moves once the client has its snapshot: what follows was watched while it happened.
        var seen = Assert.Single(await WatchAsync(task, [null], Next));

        Assert.Equal(new Seen(1, "snapshot", "CREATED", ""), seen[0]);
        Assert.All(seen.Skip(1), message => Assert.Equal("change", message.Kind));
        Assert.Equal(Enumerable.Range(1, seen.Count).Select(r => (long)r), seen.Select(message => message.Revision));
        Assert.Equal(await task.WatchAsync(after: 1), seen[1..]);
        Assert.Equal("FINISHED", seen[^1].State);
        Assert.Single(seen, message => message.State == "FINISHED");

        async Task Next()
        {
            if (++messages == 1)
                await task.StartAsync();
            else if (messages == 2)
                await task.CallBackAsync();
        }
    }

    [Fact]
    public async Task Watch_AfterAnyRevision_IsExactlyTheRest()
    {
        await RequireAsync();
        var task = await WatchedTask.CreateAsync(Server);
        await task.StartAsync();
        await task.CallBackAsync();
        var all = await task.WatchAsync(after: 0);

        var after = Enumerable.Range(0, all.Count + 1).Select(revision => (long?)revision).ToList();
        var rests = await WatchAsync(task, after);

        Assert.True(all.Count > 3, "too little happened to tell one revision from another");
        Assert.Equal(after.Select(revision => all[(int)revision!.Value..]), rests);
    }
}
