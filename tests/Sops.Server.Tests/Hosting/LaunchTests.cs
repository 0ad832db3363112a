using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sops.Server.Hosting;

namespace Sops.Server.Tests.Hosting;

public sealed class LaunchTests
{
    [Fact]
    public async Task Start_ToldToStopMeanwhile_EndsAsAnyStop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<StopsMeanwhile>();
        builder.Services.AddHostedService(s => s.GetRequiredService<StopsMeanwhile>());
        await using var app = builder.Build();

        await app.RunWithBannerAsync([]);

        Assert.True(app.Services.GetRequiredService<StopsMeanwhile>().Stopped);
    }

    /// <summary>Is told to stop, as by SIGTERM, while it reads what it begins with.</summary>
    private sealed class StopsMeanwhile(IHostApplicationLifetime lifetime) : IHostedService
    {
        public bool Stopped { get; private set; }

        public async Task StartAsync(CancellationToken cancellation)
        {
            lifetime.StopApplication();
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        public Task StopAsync(CancellationToken cancellation)
        {
            Stopped = true;
            return Task.CompletedTask;
        }
    }
}
