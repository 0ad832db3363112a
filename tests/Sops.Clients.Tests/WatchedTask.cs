using System.Text.Json.Nodes;
using Grpc.Core;
using Sops.V1;

namespace Sops.Clients.Tests;

/// <summary>A task of the samples' tree, a pause and then a timer, and what really happened to it.</summary>
public sealed class WatchedTask(ServerProcess server)
{
    public const long Business = 2;
    readonly TaskService.TaskServiceClient tasks = new(server.Channel);

    public long Id { get; private set; }
    public string Pause { get; private set; } = "";

    public static async Task<WatchedTask> CreateAsync(
        ServerProcess server,
        string name = "watched",
        string? node = null
    )
    {
        var tree = JsonNode.Parse(await File.ReadAllTextAsync(Repository.File("samples", "tree.json")))!;
        var pause = tree["activities"]!.AsObject().Single(a => (string?)a.Value!["name"] == "pause").Value!;
        pause["name"] = node ?? "pause";
        var template = await new TemplateService.TemplateServiceClient(server.Channel).CreateTemplateAsync(
            new()
            {
                BkBizId = Business,
                Name = "watched",
                PipelineTree = new() { Json = tree.ToJsonString() },
            }
        );
        var task = new WatchedTask(server);
        var made = await task.tasks.CreateTaskAsync(
            new()
            {
                BkBizId = Business,
                TemplateId = template.TemplateId,
                Name = name,
            }
        );
        task.Id = made.TaskId;
        task.Pause = JsonNode.Parse(made.PipelineTree.Json)!["activities"]!
            .AsObject()
            .Single(a => (string?)a.Value!["component"]!["code"] == "pause_node")
            .Key;
        return task;
    }

    public async Task StartAsync() => await tasks.StartTaskAsync(new() { BkBizId = Business, TaskId = Id });

    /// <summary>Lets the pause go on; where it is not reached yet, as soon as it is.</summary>
    public async Task CallBackAsync() =>
        await new CallbackService.CallbackServiceClient(server.Channel).NodeCallbackAsync(
            new()
            {
                BkBizId = Business,
                TaskId = Id,
                NodeId = Pause,
            }
        );

    /// <summary>What this process' own client sees, until the watch ends.</summary>
    public async Task<List<Seen>> WatchAsync(long? after, Func<Task>? onMessage = null)
    {
        var request = new WatchTaskStatusRequest { BkBizId = Business, TaskId = Id };
        if (after is { } revision)
            request.AfterRevision = revision;
        using var watch = tasks.WatchTaskStatus(request, cancellationToken: TestContext.Current.CancellationToken);
        var seen = new List<Seen>();
        await foreach (var message in watch.ResponseStream.ReadAllAsync())
        {
            seen.Add(Seen.Of(message));
            if (onMessage is not null)
                await onMessage();
        }
        return seen;
    }
}
