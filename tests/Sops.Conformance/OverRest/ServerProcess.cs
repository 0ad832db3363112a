using System.Diagnostics;
using System.Text;

namespace Sops.Conformance.OverRest;

/// <summary>The built server in a process of its own, on ports that were free, with a database of its own.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-");
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process _process = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Sops.Server.dll")])
            {
                WorkingDirectory = _folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["DOTNET_ENVIRONMENT"] = "Production",
                    ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
                    ["Kestrel__Endpoints__Grpc__Url"] = "http://127.0.0.1:0",
                    ["ConnectionStrings__Sops"] = $"Data Source={_folder.FullName}/sops.db",
                    ["Sops__Plugins__Conformance"] = "true",
                    ["Logging__LogLevel__Default"] = "Error",
                },
            },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, said) => Hear(said.Data);
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException($"It ended: {_said}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Http = new HttpClient { BaseAddress = await _address.Task.WaitAsync(Patience), Timeout = Patience };
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>The banner tells where it listens.</summary>
    private void Hear(string? line)
    {
        _said.AppendLine(line);
        if (line?.TrimStart() is { } text && text.StartsWith("REST ", StringComparison.Ordinal))
        {
            _address.TrySetResult(new Uri(text.Split(' ')[^1]));
        }
    }
}
