using System.Collections.Concurrent;
using Dapper;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Durability;

/// <summary>Callers that make, start and call back tasks until the service is gone, and remember what it told them.</summary>
internal sealed class Callers(string tree)
{
    private const int AtOnce = 4;

    /// <summary>Tasks that nobody calls back before the end, so that some are under way at every fault.</summary>
    private const int HeldOfEach = 3;

    private readonly ConcurrentBag<(long Task, string Kind, long Revision)> _acknowledged = [];
    private readonly ConcurrentDictionary<long, long> _shown = [];
    private int _calls;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>Ends with the service.</summary>
    public Task CallAsync(SopsClient client) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => CallUntilGoneAsync(client)));

    /// <summary>Every acknowledgement and everything that was shown is in the file.</summary>
    public async Task RequireStoredAsync(string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString + ";Mode=ReadOnly;Pooling=False");
        var stored = (
            await connection.QueryAsync<(long Id, long Revision)>("SELECT id, revision FROM task")
        ).ToDictionary(t => t.Id, t => t.Revision);
        Assert.All(_acknowledged, a => Assert.True(stored.GetValueOrDefault(a.Task) >= a.Revision, $"{a} is lost"));
        Assert.All(_shown, s => Assert.True(stored.GetValueOrDefault(s.Key) >= s.Value, $"{s} was shown and is lost"));
    }

    /// <summary>Lets every task run to its end, also those whose answer was lost, and looks for what was acknowledged in it.</summary>
    public async Task FinishAsync(SopsClient client, string connectionString)
    {
        await using var connection = new SqliteConnection(connectionString + ";Mode=ReadOnly;Pooling=False");
        var ids = (await connection.QueryAsync<long>("SELECT id FROM task")).AsList();
        var acknowledged = _acknowledged.ToLookup(a => a.Task, a => (a.Kind, a.Revision));
        await Parallel.ForEachAsync(
            ids,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (id, _) => await FinishAsync(await FindAsync(client, id), acknowledged[id])
        );
    }

    private static async Task FinishAsync(StartedRun task, IEnumerable<(string Kind, long Revision)> acknowledged)
    {
        if ((await task.StatusAsync()).State == "CREATED")
        {
            await StartAsync(task);
        }
        var events = await task.EventsAsync();
        if (events.All(e => e.Kind != "CALLBACK_RECEIVED"))
        {
            await task.UntilAsync(v => v.Nodes.GetValueOrDefault(task["hold"]) == "RUNNING");
            await task.CallBackAsync("hold");
        }
        await task.UntilAsync("FINISHED");
        events = await task.EventsAsync();
        Assert.Empty(acknowledged.Except(events.Select(e => (e.Kind, e.Revision))));
        Assert.Single(events, e => e.Kind == "CALLBACK_RECEIVED");
        foreach (var name in (string[])["first", "hold", "last"])
        {
            Assert.Single(events, e => e.Kind == "NODE_FINISHED" && e.NodeId == task[name]);
        }
    }

    private async Task CallUntilGoneAsync(SopsClient client)
    {
        try
        {
            var template = await TemplateAsync(client);
            while (true)
            {
                await CallAsync(client, template);
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            Assert.DoesNotContain("sops.db", e.Status.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("SQLite", e.Status.Detail, StringComparison.Ordinal);
        }
        catch (ObjectDisposedException)
        {
            // The process ended between two calls.
        }
    }

    private async Task CallAsync(SopsClient client, long template)
    {
        var made = await client.Tasks.CreateTaskAsync(
            new CreateTaskRequest
            {
                BkBizId = SopsClient.Business,
                TemplateId = template,
                Name = "task",
            }
        );
        Acknowledge(made.TaskId, "TASK_CREATED", 1);
        var task = new StartedRun(client, SopsClient.Business, made.TaskId, made.PipelineTree.Json);
        Acknowledge(task.Id, "TASK_STARTED", await StartAsync(task));
        if (Interlocked.Increment(ref _calls) % HeldOfEach == 0)
        {
            return;
        }
        Show(task, await task.UntilNodeAsync("hold", "RUNNING"));
        Acknowledge(task.Id, "CALLBACK_RECEIVED", (await task.CallBackAsync("hold")).Revision);
        Show(task, await task.UntilAsync("FINISHED"));
    }

    private static async Task<long> StartAsync(StartedRun task) =>
        (
            await task.Client.Tasks.StartTaskAsync(
                new StartTaskRequest { BkBizId = SopsClient.Business, TaskId = task.Id }
            )
        ).Revision;

    private async Task<long> TemplateAsync(SopsClient client)
    {
        var made = await client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = SopsClient.Business,
                Name = "template",
                PipelineTree = new JsonValue { Json = tree },
            }
        );
        return made.TemplateId;
    }

    private static async Task<StartedRun> FindAsync(SopsClient client, long id)
    {
        var detail = await client.Tasks.GetTaskDetailAsync(
            new GetTaskDetailRequest { BkBizId = SopsClient.Business, TaskId = id }
        );
        return new StartedRun(client, SopsClient.Business, id, detail.Task.PipelineTree.Json);
    }

    private void Acknowledge(long task, string kind, long revision) => _acknowledged.Add((task, kind, revision));

    private void Show(StartedRun task, TaskView view) => _shown[task.Id] = view.Revision;
}
