namespace Sops.Clients.Tests;

/// <summary>The samples do what their README says.</summary>
public sealed class SampleTests(ServerProcess server, PythonStubs stubs)
{
    [Fact]
    public Task CSharp_WatchesItsTask_UntilFinished() =>
        MustFinishAsync(
            "dotnet",
            Repository.File("samples", "csharp", "bin", Build, "net10.0", "Sops.Samples.WatchTask.dll")
        );

    [Fact]
    public async Task Python_WatchesItsTask_UntilFinished()
    {
        await stubs.RequireAsync();
        await MustFinishAsync(Tool.Python, Repository.File("samples", "python", "watch_task.py"));
    }

    [Fact]
    public async Task Node_WatchesItsTask_UntilFinished()
    {
        Tool.Require("node");
        Tool.RequireNodeModules("samples", "node");
        await MustFinishAsync("node", Repository.File("samples", "node", "watch-task.mjs"));
    }

    async Task MustFinishAsync(string program, string script)
    {
        var ended = await OutsideProgram.RunAsync(
            program,
            [script],
            null,
            ("SOPS_GRPC", server.GrpcHost),
            ("SOPS_STUBS", stubs.Folder)
        );

        ended.MustBeFine();
        var lines = ended.Output.ReplaceLineEndings("\n").Split('\n');
        Assert.Contains("  pause: RUNNING", lines);
        Assert.Contains("  pause: FINISHED", lines);
        Assert.Contains("  timing: FINISHED", lines);
        Assert.EndsWith(": FINISHED", lines.Last(l => l.StartsWith("revision ", StringComparison.Ordinal)));
    }

    /// <summary>Debug or Release: the samples were built as these tests were.</summary>
    static string Build => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
