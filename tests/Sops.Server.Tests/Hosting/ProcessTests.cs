using System.Diagnostics;
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
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "appsettings.json"),
            """{"Kestrel":{"Endpoints":{"Http":{"Url":"http://127.0.0.1:0"},"Grpc":{"Url":"http://127.0.0.1:0"}}}}"""
        );
        using var process = Start();
        var banner = await BannerAsync(process);
        using var http = new HttpClient { BaseAddress = new(Address(banner, "REST")) };

        Assert.DoesNotContain(":0", Address(banner, "gRPC") + "/", StringComparison.Ordinal);
        Assert.Equal("Healthy", await http.GetStringAsync("/healthz"));
        Assert.Equal("Healthy", await http.GetStringAsync("/readyz"));
        Assert.NotEmpty(await http.GetStringAsync("/"));

        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token);
        Assert.Equal(0, process.ExitCode);
    }

    Process Start() =>
        Process.Start(
            new ProcessStartInfo("dotnet", [typeof(EnvelopeMiddleware).Assembly.Location])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
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
