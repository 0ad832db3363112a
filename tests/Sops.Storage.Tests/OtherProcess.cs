using System.Diagnostics;
using System.Globalization;

namespace Sops.Storage.Tests;

/// <summary>
/// A second process on a database: it makes a task, commits turn after turn and names each revision once it is committed,
/// until it is killed; or it says why it may not.
/// </summary>
internal sealed class OtherProcess : IDisposable
{
    public const string Argument = "commit-until-killed";
    private readonly Process _process;

    private OtherProcess(Process process) => _process = process;

    public static OtherProcess Start(string connectionString)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Under `dotnet Tests.dll` the process is dotnet itself.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        }
        start.ArgumentList.Add(Argument);
        start.ArgumentList.Add(connectionString);
        return new OtherProcess(Process.Start(start)!);
    }

    public static async Task<int> RunAsync(string connectionString)
    {
        try
        {
            await using var database = await Database.OpenAsync(connectionString);
            var id = await database.Tasks.InsertAsync(Given.Task());
            for (var revision = 2L; ; revision++)
            {
                await database.Tasks.CommitAsync(Given.Turn(id, revision));
                await Console.Out.WriteLineAsync(revision.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (StorageException e)
        {
            await Console.Out.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>The last revision it named.</summary>
    public long Named { get; private set; }

    public async Task<string?> ReadLineAsync()
    {
        var line = await _process.StandardOutput.ReadLineAsync();
        // The last line of a killed process may have been cut off, which leaves a smaller number.
        Named = long.TryParse(line, CultureInfo.InvariantCulture, out var revision) ? Math.Max(Named, revision) : Named;
        return line;
    }

    /// <summary>Ends it without notice.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        while (await ReadLineAsync() is not null)
        {
            // What it said before it ended.
        }
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
        _process.Dispose();
    }
}
