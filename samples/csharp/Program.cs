// Makes a task from ../tree.json, watches it, lets its pause node go on, and ends once it is FINISHED.
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Sops.V1;

const long Business = 2;
var address = Environment.GetEnvironmentVariable("SOPS_GRPC") ?? "127.0.0.1:8081";
using var channel = GrpcChannel.ForAddress($"http://{address}");
var templates = new TemplateService.TemplateServiceClient(channel);
var tasks = new TaskService.TaskServiceClient(channel);
var callbacks = new CallbackService.CallbackServiceClient(channel);

var tree = new JsonValue { Json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "tree.json")) };
var template = templates.CreateTemplate(
    new()
    {
        BkBizId = Business,
        Name = "sample",
        PipelineTree = tree,
    }
);
var task = tasks.CreateTask(
    new()
    {
        BkBizId = Business,
        TemplateId = template.TemplateId,
        Name = "from C#",
    }
);
using var made = JsonDocument.Parse(task.PipelineTree.Json);
var pauses = made
    .RootElement.GetProperty("activities")
    .EnumerateObject()
    .Where(activity => activity.Value.GetProperty("component").GetProperty("code").ValueEquals("pause_node"))
    .Select(activity => activity.Name)
    .ToHashSet();
Console.WriteLine($"task {task.TaskId}");

using var watch = tasks.WatchTaskStatus(new() { BkBizId = Business, TaskId = task.TaskId });
tasks.StartTask(new() { BkBizId = Business, TaskId = task.TaskId });
var state = "";
await foreach (var message in watch.ResponseStream.ReadAllAsync())
{
    if (message.Heartbeat is not null)
        continue;
    state = message.Snapshot?.State ?? message.Change.State;
    Console.WriteLine($"revision {message.Revision}: {state}");
    var nodes =
        message.Snapshot?.Children.Values.Select(n => (n.Id, n.Name, n.State, n.Version))
        ?? message.Change.Nodes.Select(n => (n.Id, n.Name, n.State, n.Version));
    foreach (var node in nodes)
    {
        Console.WriteLine($"  {(node.Name.Length > 0 ? node.Name : node.Id)}: {node.State}");
        if (!pauses.Contains(node.Id) || node.State != "RUNNING")
            continue;
        // With the attempt as request id a second sight of the waiting node is not a second callback.
        callbacks.NodeCallback(
            new()
            {
                BkBizId = Business,
                TaskId = task.TaskId,
                NodeId = node.Id,
                RequestId = node.Version,
            }
        );
    }
}
return state == "FINISHED" ? 0 : 1;
