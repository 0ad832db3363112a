using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dapper;

namespace Sops.Bench;

/// <summary>The service as its users run it: in a process of its own, on free ports, with a database of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Where a published service is, to be measured in place of the one that was built beside the bench.</summary>
    private static readonly string? Published = Environment.GetEnvironmentVariable("SOPS_BENCH_SERVER")
        is { Length: > 0 } folder
        ? folder
        : null;

    private static readonly string[] Service =
    [
        Path.GetFullPath(Path.Combine(Published ?? AppContext.BaseDirectory, "Sops.Server.dll")),
    ];

    private readonly BenchFolder _folder;
    private readonly Process _process;
    private readonly bool _keeps;

    private ServerProcess(BenchFolder folder, bool keeps, Process process, Uri rest, Uri grpc)
    {
        _folder = folder;
        _keeps = keeps;
        _process = process;
        Rest = rest;
        Grpc = grpc;
    }

    /// <summary>Which one is started.</summary>
    public static string Described => Published ?? "as built, not published";

    public Uri Rest { get; }
    public Uri Grpc { get; }

    /// <summary>For what else has to be measured on the same disk.</summary>
    public string Folder => _folder.Path;

    /// <summary>Bytes of its database file.</summary>
    public long Stored => new FileInfo(_folder.Database).Length;

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartTime { get; private init; }

    /// <summary>Bytes of memory that it holds.</summary>
    public long Memory => Read(p => p.WorkingSet64);

    /// <summary>Processor time that it took so far.</summary>
    public TimeSpan Cpu => Read(p => p.TotalProcessorTime);

    public static Task<ServerProcess> StartAsync(string directory, params (string Key, string Value)[] settings) =>
        StartAsync(new BenchFolder(directory), keeps: false, Service, settings);

    /// <summary>Over the database that is in that folder, which stays.</summary>
    public static Task<ServerProcess> StartOverAsync(BenchFolder folder) => StartAsync(folder, keeps: true, Service);

    /// <summary>One that does nothing but say that it lives.</summary>
    public static Task<ServerProcess> StartBareAsync(BenchFolder folder) =>
        StartAsync(folder, keeps: true, [typeof(BareHost).Assembly.Location, BareHost.Argument]);

    private static async Task<ServerProcess> StartAsync(
        BenchFolder folder,
        bool keeps,
        string[] command,
        params (string Key, string Value)[] settings
    )
    {
        var (rest, grpc) = (FreeUrl(), FreeUrl());
        var start = new ProcessStartInfo("dotnet", command)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            Environment =
            {
                ["Kestrel__Endpoints__Http__Url"] = rest.ToString(),
                ["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString(),
                ["Sops__Plugins__Conformance"] = "true",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        while (!process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            try
            {
                if ((await http.GetAsync(new Uri(rest, "/readyz"))).IsSuccessStatusCode)
                {
                    return new ServerProcess(folder, keeps, process, rest, grpc) { StartTime = watch.Elapsed };
                }
            }
            catch (HttpRequestException) { }
            await Task.Delay(5);
        }
        throw new InvalidOperationException(
            process.HasExited
                ? $"the server ended with exit code {process.ExitCode}"
                : "the server did not become ready within 30 s"
        );
    }

    /// <summary>Ends once all tasks have ended. It reads the file, so that asking takes nothing from the service.</summary>
    public async Task AllEndedAsync()
    {
        await using var database = await _folder.OpenAsync();
        while (
            await database.ExecuteScalarAsync<long?>(
                "SELECT 1 FROM task WHERE business_id = @Business AND finish_time IS NULL LIMIT 1",
                new { BenchClient.Business }
            ) == 1
        )
        {
            await Task.Delay(2);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!_keeps)
        {
            _folder.Dispose();
        }
    }

    /// <summary>What the system says now; a process is not to be read by two threads at once.</summary>
    private T Read<T>(Func<Process, T> what)
    {
        lock (_process)
        {
            _process.Refresh();
            return what(_process);
        }
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
