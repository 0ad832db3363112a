using System.Diagnostics;
using System.Text;

namespace Sops.Clients.Tests;

/// <summary>A program run to its end, with its lines as they come; one that hangs is ended with all it started.</summary>
public static class OutsideProgram
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <param name="onLine">Hears each line of its output, and may answer through its input.</param>
    public static async Task<Ended> RunAsync(
        string program,
        IEnumerable<string> arguments,
        Func<string, StreamWriter, Task>? onLine = null,
        params (string Name, string Value)[] environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        var output = new StringBuilder();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(late.Token);
            while (await process.StandardOutput.ReadLineAsync(late.Token) is { } line)
            {
                output.AppendLine(line);
                if (onLine is not null)
                    await onLine(line, process.StandardInput);
            }
            await process.WaitForExitAsync(late.Token);
            return new Ended(process.ExitCode, output.ToString(), await errors);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{program} did not end; it said: {output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

/// <summary>What a program left behind.</summary>
public sealed record Ended(int ExitCode, string Output, string Errors)
{
    public void MustBeFine() => Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Errors}\n{Output}");
}
