using System.Diagnostics;
using System.Text;
using Sops.Server.Rest;

namespace Sops.Server.Tests.App;

/// <summary>The server as a process of its own on free ports, to be killed and started again over the same database.</summary>
public sealed class SopsProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-");
    private Process? _process;
    private Task<string> _said = Task.FromResult("");

    /// <summary>Null while the process is down.</summary>
    public SopsClient? Client { get; private set; }

    public string ConnectionString => $"Data Source={DatabaseFile}";

    /// <summary>Where it runs; gone with it.</summary>
    public string Folder => _folder.FullName;

    private string DatabaseFile => Path.Combine(Folder, "sops.db");

    /// <summary>Settings of the test's own, as environment variables.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { private get; init; } = [];

    public static async Task<SopsProcess> BeginAsync(params (string Key, string Value)[] settings)
    {
        var server = new SopsProcess { Settings = settings };
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        if (await TryStartAsync() is var (exit, said))
        {
            throw new InvalidOperationException($"the process ended with {exit}: {said}");
        }
    }

    /// <summary>Starts it where it may not come up; null when it serves, else how it ended and what it wrote.</summary>
    public async Task<(int ExitCode, string Output)?> TryStartAsync()
    {
        _process = Launch();
        // Also where nobody asks for it: a full pipe would stop the process.
        var errors = _process.StandardError.ReadToEndAsync();
        var text = new StringBuilder();
        if (await AddressesAsync(text) is var (rest, grpc))
        {
            _said = _process.StandardOutput.ReadToEndAsync();
            Client = new SopsClient(rest, grpc);
            return null;
        }
        await _process.WaitForExitAsync(new CancellationTokenSource(SopsClient.Patience).Token);
        var ended = (_process.ExitCode, text + await errors);
        await EndAsync();
        return ended;
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndAsync();
    }

    /// <param name="name">TERM, STOP, CONT.</param>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process!.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns how it ended.</summary>
    public async Task<int> TerminateAsync(TimeSpan within)
    {
        await SignalAsync("TERM");
        await _process!.WaitForExitAsync(new CancellationTokenSource(within).Token);
        var code = _process.ExitCode;
        await EndAsync();
        return code;
    }

    /// <summary>Waits until it has ended by itself; returns how, and what it wrote since the banner.</summary>
    public async Task<(int ExitCode, string Output)> EndedAsync()
    {
        await _process!.WaitForExitAsync(new CancellationTokenSource(SopsClient.Patience).Token);
        var ended = (_process.ExitCode, await _said);
        await EndAsync();
        return ended;
    }

    /// <summary>Starts a second process over the same database; returns all it wrote, and how it ended.</summary>
    public async Task<(int ExitCode, string Output)> StartAnotherAsync(params string[] arguments)
    {
        using var second = Launch(arguments);
        var output = await Task.WhenAll(second.StandardOutput.ReadToEndAsync(), second.StandardError.ReadToEndAsync());
        await second.WaitForExitAsync(new CancellationTokenSource(SopsClient.Patience).Token);
        return (second.ExitCode, string.Concat(output));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
        // A process whose settings were refused made none.
        if (File.Exists(DatabaseFile))
        {
            await Histories.RequireEqualToRowsAsync(ConnectionString);
        }
        _folder.Delete(recursive: true);
    }

    private async Task EndAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        Client?.Dispose();
        Client = null;
    }

    private Process Launch(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EnvelopeMiddleware).Assembly.Location, .. arguments])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["Kestrel__Endpoints__Http__Url"] = "http://127.0.0.1:0",
                ["Kestrel__Endpoints__Grpc__Url"] = "http://127.0.0.1:0",
                ["ConnectionStrings__Sops"] = ConnectionString,
                ["Sops__Plugins__Conformance"] = "true",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        foreach (var (key, value) in Settings)
        {
            start.Environment[key] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>Reads as far as the banner; null where the process ends before.</summary>
    private async Task<(string Http, string Grpc)?> AddressesAsync(StringBuilder text)
    {
        var addresses = new Dictionary<string, string>();
        while (await _process!.StandardOutput.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["REST" or "gRPC", var address])
            {
                addresses[words[0]] = address;
            }
            else if (words is ["Try", ..])
            {
                return (addresses["REST"], addresses["gRPC"]);
            }
        }
        return null;
    }
}
