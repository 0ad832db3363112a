using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sops.Bench;

/// <summary>The service as its users run it: in a process of its own, on free ports, with a database of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private ServerProcess(DirectoryInfo folder, Process process, Uri rest, Uri grpc)
    {
        _folder = folder;
        _process = process;
        Rest = rest;
        Grpc = grpc;
    }

    public Uri Rest { get; }
    public Uri Grpc { get; }

    /// <summary>For what else has to be measured on the same disk.</summary>
    public string Folder => _folder.FullName;

    public static async Task<ServerProcess> StartAsync(string directory)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, $"sops-bench-{Guid.NewGuid():N}"));
        var (rest, grpc) = (FreeUrl(), FreeUrl());
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Sops.Server.dll")])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            Environment =
            {
                ["Kestrel__Endpoints__Http__Url"] = rest.ToString(),
                ["Kestrel__Endpoints__Grpc__Url"] = grpc.ToString(),
                ["Sops__Plugins__Conformance"] = "true",
            },
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var http = new HttpClient();
        for (var i = 0; i < 300; i++)
        {
            try
            {
                if ((await http.GetAsync(new Uri(rest, "/readyz"))).IsSuccessStatusCode)
                {
                    return new ServerProcess(folder, process, rest, grpc);
                }
            }
            catch (HttpRequestException) { }
            await Task.Delay(100);
        }
        throw new InvalidOperationException("the server did not become ready within 30 s");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
