using System.Text.Json;

namespace Sops.Clients.Tests;

public sealed class CSharpWatchTests(ServerProcess server) : WatchSuite(server)
{
    protected override async Task<List<List<Seen>>> WatchAsync(
        WatchedTask task,
        IReadOnlyList<long?> after,
        Func<Task>? onMessage
    )
    {
        var seen = new List<List<Seen>>();
        foreach (var revision in after)
            seen.Add(await task.WatchAsync(revision, onMessage));
        return seen;
    }
}

/// <summary>A client that is a program which takes all revisions at once and prints {after, message} per message.</summary>
public abstract class ProbedWatchSuite(ServerProcess server) : WatchSuite(server)
{
    protected abstract Task<Ended> RunAsync(IEnumerable<string> arguments, Func<string, StreamWriter, Task> onLine);

    protected override async Task<List<List<Seen>>> WatchAsync(
        WatchedTask task,
        IReadOnlyList<long?> after,
        Func<Task>? onMessage
    )
    {
        var seen = after.ToDictionary(Name, _ => new List<Seen>());
        var ended = await RunAsync(
            [$"{WatchedTask.Business}", $"{task.Id}", .. after.Select(Name)],
            async (line, _) =>
            {
                var printed = JsonElement.Parse(line);
                seen[printed.GetProperty("after").GetString()!].Add(Seen.Of(printed.GetProperty("message")));
                if (onMessage is not null)
                    await onMessage();
            }
        );
        ended.MustBeFine();
        return [.. after.Select(revision => seen[Name(revision)])];
    }

    static string Name(long? revision) => revision is null ? "none" : $"{revision}";
}

public sealed class PythonWatchTests(ServerProcess server, PythonStubs stubs) : ProbedWatchSuite(server)
{
    protected override Task RequireAsync() => stubs.RequireAsync();

    protected override Task<Ended> RunAsync(IEnumerable<string> arguments, Func<string, StreamWriter, Task> onLine) =>
        OutsideProgram.RunAsync(
            Tool.Python,
            [Repository.Probe("watch.py"), Server.GrpcHost, .. arguments],
            onLine,
            ("PYTHONPATH", stubs.Folder)
        );
}

public sealed class NodeWatchTests(ServerProcess server) : ProbedWatchSuite(server)
{
    protected override Task RequireAsync()
    {
        Tool.Require("node");
        Tool.RequireNodeModules("tests", "Sops.Clients.Tests");
        return Task.CompletedTask;
    }

    protected override Task<Ended> RunAsync(IEnumerable<string> arguments, Func<string, StreamWriter, Task> onLine) =>
        OutsideProgram.RunAsync("node", [Repository.Probe("watch.mjs"), Server.GrpcHost, .. arguments], onLine);
}

public sealed class ChromiumWatchTests(ServerProcess server) : ProbedWatchSuite(server)
{
    protected override Task RequireAsync()
    {
        Tool.Require("node", Tool.Chromium);
        Tool.RequireNodeModules("tests", "Sops.Clients.Tests");
        return Task.CompletedTask;
    }

    protected override Task<Ended> RunAsync(IEnumerable<string> arguments, Func<string, StreamWriter, Task> onLine) =>
        OutsideProgram.RunAsync("node", [Repository.Probe("watch-in-chromium.mjs"), Server.Http, .. arguments], onLine);
}

/// <summary>A client that is a command which prints bare messages.</summary>
public abstract class CommandWatchSuite(ServerProcess server) : WatchSuite(server)
{
    protected abstract (string Program, string[] Arguments) Command(WatchedTask task, long? after);

    protected override async Task<List<List<Seen>>> WatchAsync(
        WatchedTask task,
        IReadOnlyList<long?> after,
        Func<Task>? onMessage
    )
    {
        var seen = new List<List<Seen>>();
        foreach (var revision in after)
        {
            var (program, arguments) = Command(task, revision);
            // A message starts in the first column, whether it takes one line or many.
            var ended = await OutsideProgram.RunAsync(
                program,
                arguments,
                (line, _) => onMessage is not null && line.StartsWith('{') ? onMessage() : Task.CompletedTask
            );
            ended.MustBeFine();
            seen.Add(Seen.All(ended.Output));
        }
        return seen;
    }
}

public sealed class CurlWatchTests(ServerProcess server) : CommandWatchSuite(server)
{
    protected override Task RequireAsync()
    {
        Tool.Require("curl");
        return Task.CompletedTask;
    }

    protected override (string Program, string[] Arguments) Command(WatchedTask task, long? after)
    {
        var query = after is null ? "" : $"?after_revision={after}";
        return ("curl", ["-sSfN", $"{Server.Http}/apigw/watch_task_status/{task.Id}/{WatchedTask.Business}/{query}"]);
    }
}

public sealed class BufCurlWatchTests(ServerProcess server) : CommandWatchSuite(server)
{
    protected override Task RequireAsync()
    {
        Tool.Require("buf");
        return Task.CompletedTask;
    }

    protected override (string Program, string[] Arguments) Command(WatchedTask task, long? after)
    {
        var from = after is null ? "" : $", \"after_revision\": {after}";
        return (
            "buf",
            [
                "curl",
                "--schema",
                Repository.File("protos"),
                "--http2-prior-knowledge",
                "--protocol",
                "grpc",
                "-d",
                $"{{\"bk_biz_id\": {WatchedTask.Business}, \"task_id\": {task.Id}{from}}}",
                $"{Server.Grpc}/sops.v1.TaskService/WatchTaskStatus",
            ]
        );
    }
}
