using Grpc.Core;
using Grpc.Net.Client;
using Sops.Server.Access;
using Sops.Server.Hosting;
using Sops.V1;
using Spectre.Console;

namespace Sops.Server.Demo;

/// <summary>
/// Shows the service at work on its own front door: loads the sample templates, starts one, and prints its nodes as
/// WatchTaskStatus brings them. It is a client like any other.
/// </summary>
public sealed class DemoRun(Banner banner, IAnsiConsole console, Stopping stopping)
{
    private const long Business = 2;
    private const string Watched = "release";
    private static readonly string[] Samples = [Watched, "check"];

    public async Task RunAsync()
    {
        try
        {
            using var channel = GrpcChannel.ForAddress(banner.Grpc);
            var templates = new TemplateService.TemplateServiceClient(channel);
            var tasks = new TaskService.TaskServiceClient(channel);
            var ids = new Dictionary<string, long>();
            foreach (var name in Samples)
            {
                ids[name] = await LoadAsync(templates, name);
            }
            var made = await tasks.CreateAndStartTaskAsync(
                new CreateAndStartTaskRequest
                {
                    BkBizId = Business,
                    TemplateId = ids[Watched],
                    Name = "demo",
                },
                cancellationToken: stopping.Token
            );
            console.MarkupLineInterpolated($"[bold]Task {made.TaskId}[/] runs the template '{Watched}':");
            await WatchAsync(tasks, made.TaskId);
        }
        catch (RpcException e) when (stopping.Token.IsCancellationRequested || e.StatusCode == StatusCode.Unavailable)
        { }
    }

    private static async Task<long> LoadAsync(TemplateService.TemplateServiceClient templates, string name)
    {
        var known = await templates.ListTemplatesAsync(
            new ListTemplatesRequest { BkBizId = Business, NameKeyword = name }
        );
        if (known.Templates.FirstOrDefault(t => t.Name == name) is { } loaded)
        {
            return loaded.Id;
        }
        var tree = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Demo", $"{name}.json"));
        var made = await templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = Business,
                Name = name,
                PipelineTree = new JsonValue { Json = tree },
            }
        );
        return made.TemplateId;
    }

    private async Task WatchAsync(TaskService.TaskServiceClient tasks, long taskId)
    {
        using var stream = tasks.WatchTaskStatus(
            new WatchTaskStatusRequest
            {
                BkBizId = Business,
                TaskId = taskId,
                AfterRevision = 0,
            },
            cancellationToken: stopping.Token
        );
        var asked = false;
        var shown = new Dictionary<string, string>();
        await foreach (var message in stream.ResponseStream.ReadAllAsync(stopping.Token))
        {
            foreach (var node in message.Change?.Nodes ?? [])
            {
                var name = node.ParentId == node.Id ? "task" : node.Name;
                if (name.Length > 0 && shown.GetValueOrDefault(node.Id) != node.State)
                {
                    shown[node.Id] = node.State;
                    console.MarkupLineInterpolated(
                        $"  {message.Revision, 3}  [{Color(node.State)}]{node.State, -9}[/]  {name}"
                    );
                }
                if (!asked && node is { Name: "Wait for go-ahead", State: "RUNNING" })
                {
                    asked = true;
                    console.WriteLine("\nThe task waits for a person. Call the node back to let it go on:");
                    // As it stands: a console would break the line, and the command with it.
                    console.Profile.Out.Writer.WriteLine(
                        $$"""  curl {{banner.Http}}/apigw/node_callback/{{taskId}}/{{Business}}/ -d '{"node_id":"{{node.Id}}"}'"""
                            + "\n"
                    );
                }
            }
        }
        console.WriteLine("\nThe task has ended; the service goes on. Ctrl+C stops it.");
    }

    private static string Color(string state) =>
        state switch
        {
            "FINISHED" => "green",
            "FAILED" or "REVOKED" => "red",
            "RUNNING" => "blue",
            _ => "yellow",
        };
}
