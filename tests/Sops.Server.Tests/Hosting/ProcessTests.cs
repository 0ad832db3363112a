using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sops.Server.Rest;

namespace Sops.Server.Tests.Hosting;

/// <summary>The process as an operator meets it: settings of the working directory, the banner, the end.</summary>
public sealed class ProcessTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sops-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Start_WithSettingsInTheWorkingDirectory_PrintsItsAddresses_AndStopsOnSigterm()
    {
        using var process = await StartAsync("http://127.0.0.1:0");
        var banner = await BannerAsync(process);
        using var http = new HttpClient { BaseAddress = new(Address(banner, "REST")) };

        Assert.DoesNotContain(":0", Address(banner, "gRPC") + "/", StringComparison.Ordinal);
        Assert.Equal("Healthy", await http.GetStringAsync("/healthz"));
        Assert.Equal("Healthy", await http.GetStringAsync("/readyz"));
        Assert.NotEmpty(await http.GetStringAsync("/"));

        await StopAsync(process);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Start_OnAPortThatIsTaken_SaysSoInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var process = await StartAsync($"http://{taken.LocalEndpoint}");

        var error = await process.StandardError.ReadToEndAsync();

        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Equal(
            $"Sops.Grpc did not start: Failed to bind to address http://{taken.LocalEndpoint}: address already in use.",
            error.Trim()
        );
    }

    [Fact]
    public async Task Start_OnADatabaseThatIsInUse_SaysSoInOneLine()
    {
        using var first = await StartAsync("http://127.0.0.1:0");
        await BannerAsync(first);
        using var second = Start();

        var error = await second.StandardError.ReadToEndAsync();

        await second.WaitForExitAsync();
        Assert.Equal(1, second.ExitCode);
        Assert.Matches("^Sops.Grpc did not start: The database .* is in use by another process .*$", error.Trim());
        await StopAsync(first);
    }

    [Fact]
    public async Task Start_WithACertificate_ServesOverTls()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wanted = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        using var certificate = wanted.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1),
            DateTimeOffset.UtcNow.AddDays(1)
        );
        var (file, keyFile) = (
            Path.Combine(folder.FullName, "server.crt"),
            Path.Combine(folder.FullName, "server.key")
        );
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        using var process = await StartAsync(
            "https://127.0.0.1:0",
            $$"""
            , "Certificate": { "Path": "{{file}}", "KeyPath": "{{keyFile}}" }
            """
        );
        var banner = await BannerAsync(process);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString() == certificate.GetCertHashString(),
        };
        using var http = new HttpClient(handler) { BaseAddress = new(Address(banner, "REST")) };

        Assert.Equal(Uri.UriSchemeHttps, http.BaseAddress.Scheme);
        Assert.Equal("Healthy", await http.GetStringAsync("/readyz"));
        await StopAsync(process);
    }

    /// <param name="http">More of what is set for the endpoint.</param>
    async Task<Process> StartAsync(string httpUrl, string http = "")
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "appsettings.json"),
            $$"""
            {
              "Kestrel": {
                "Endpoints": { "Http": { "Url": "{{httpUrl}}" {{http}} }, "Grpc": { "Url": "http://127.0.0.1:0" } }
              }
            }
            """
        );
        return Start();
    }

    static async Task StopAsync(Process process)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await process.WaitForExitAsync(limit.Token);
    }

    Process Start() =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(EnvelopeMiddleware).Assembly.Location])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["DOTNET_ENVIRONMENT"] = "Production" },
            }
        )!;

    static async Task<string> BannerAsync(Process process)
    {
        var text = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            text += line + "\n";
            if (line.Contains("curl", StringComparison.Ordinal))
                return text;
        }
        throw new InvalidOperationException($"the process ended: {text}");
    }

    static string Address(string banner, string name) =>
        banner.Split('\n').Single(l => l.TrimStart().StartsWith(name, StringComparison.Ordinal)).Split(' ')[^1];
}
