using System.Diagnostics;
using Grpc.Net.Client;
using Sops.Server.Rest;

namespace Sops.Clients.Tests;

/// <summary>The built server in its own process, on free loopback ports and a database of its own.</summary>
public sealed class ServerProcess : IAsyncLifetime
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sops-clients-");
    Process? process;

    public string Http { get; private set; } = "http://127.0.0.1:0";
    public string Grpc { get; private set; } = "http://127.0.0.1:0";
    public GrpcChannel Channel { get; private set; } = null!;

    /// <summary>As gRPC clients outside .NET write it.</summary>
    public string GrpcHost => new Uri(Grpc).Authority;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Channel = GrpcChannel.ForAddress(Grpc);
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Channel.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends it as a power failure would.</summary>
    public void Kill()
    {
        process!.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts it; once more where it was before, when it was started before.</summary>
    public async Task StartAsync()
    {
        process = Process.Start(
            new ProcessStartInfo("dotnet", [typeof(EnvelopeMiddleware).Assembly.Location])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                Environment =
                {
                    ["DOTNET_ENVIRONMENT"] = "Production",
                    ["Kestrel__Endpoints__Http__Url"] = Http,
                    ["Kestrel__Endpoints__Grpc__Url"] = Grpc,
                    ["Sops__Outbound__AllowedNetworks__0"] = "127.0.0.0/8",
                    ["ConnectionStrings__Sops"] = $"Data Source={Path.Combine(folder.FullName, "sops.db")}",
                },
            }
        )!;
        var output = process.StandardOutput;
        var banner = "";
        while (!banner.Contains("curl", StringComparison.Ordinal))
        {
            var line = await output.ReadLineAsync() ?? throw new InvalidOperationException($"it ended: {banner}");
            banner += line + "\n";
        }
        Http = Address(banner, "REST");
        Grpc = Address(banner, "gRPC");
        _ = output.BaseStream.CopyToAsync(Stream.Null);
    }

    static string Address(string banner, string name) =>
        banner.Split('\n').Single(l => l.TrimStart().StartsWith(name, StringComparison.Ordinal)).Split(' ')[^1];
}
