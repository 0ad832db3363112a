using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Sops.Server.Access;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Tests.Access;

/// <summary>Settings about callers: what they mean, and that a wrong one stops the start and is named.</summary>
public sealed class AppSettingsTests
{
    private const string Apps = "Sops:Auth:Apps:";

    private static readonly Dictionary<string, string?> Right = new()
    {
        [Apps + "0:Code"] = "main",
        [Apps + "0:SecretHash"] = SecretHash.Of("s", 1000).ToString(),
        [Apps + "0:Businesses:0"] = "2",
        [Apps + "0:Businesses:1"] = "3",
    };

    [Fact]
    public void App_WithoutPermissions_HasAll_AndItsBusinesses()
    {
        var app = Assert.Single(AppSettings.Read(Settings()));

        Assert.Equal([2, 3], app.Businesses!.Order());
        Assert.Equal(Enum.GetValues<Permission>().Length - 1, app.Permissions.Count);
        Assert.False(app.MayImpersonate);
    }

    [Fact]
    public void App_OfAllBusinesses_WithSomePermissions()
    {
        var app = Assert.Single(
            AppSettings.Read(
                Settings(
                    (Apps + "0:Businesses:0", null),
                    (Apps + "0:Businesses:1", null),
                    (Apps + "0:Businesses", "*"),
                    (Apps + "0:Permissions", "VIEW_TASKS, OPERATE_TASKS"),
                    (Apps + "0:MayImpersonate", "true")
                )
            )
        );

        Assert.Null(app.Businesses);
        Assert.Equal([Permission.ViewTasks, Permission.OperateTasks], app.Permissions.Order());
        Assert.True(app.MayImpersonate);
    }

    [Theory]
    [InlineData(Apps + "0:Code", "")]
    [InlineData(Apps + "0:Code", "a b")]
    [InlineData(Apps + "0:SecretHash", "plain secret")]
    [InlineData(Apps + "0:Businesses", "*")]
    [InlineData(Apps + "0:Businesses", "x")]
    [InlineData(Apps + "0:Businesses", "0")]
    [InlineData(Apps + "0:MayImpersonate", "perhaps")]
    [InlineData(Apps + "0:Permissions", "")]
    [InlineData(Apps + "0:Permissions", "EVERYTHING")]
    [InlineData(Apps + "0:Permissions", "UNSPECIFIED")]
    [InlineData(Apps + "0:Secret", "plain secret")]
    [InlineData("Sops:Auth:AllowOpen", "true")]
    [InlineData("Sops:Auth:AllowOpen", "yes")]
    [InlineData("Sops:Auth:AllowOpen", "")]
    [InlineData("Sops:Auth:App", "x")]
    [InlineData("Sops:Auth:Origins", "*")]
    [InlineData("Sops:Auth:Origins", "https://a.example/path")]
    [InlineData("Sops:RateLimits:PermitsPerSecond", "0")]
    [InlineData("Sops:RateLimits:PermitsPerSecond", "many")]
    [InlineData("Sops:RateLimits:Burst", "0.5")]
    [InlineData("Sops:RateLimits:Queues", "1")]
    public void Setting_ThatMakesNoSense_StopsTheStart_AndIsNamed(string key, string value)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Right).AddInMemoryCollection([new(key, value)]);

        var refused = Assert.Throws<StartRefusedException>(() => builder.RequireLoopback());

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("plain secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_GivenTwice_IsRefused()
    {
        var twice = Settings(
            (Apps + "1:Code", "main"),
            (Apps + "1:SecretHash", Right[Apps + "0:SecretHash"]),
            (Apps + "1:Businesses", "4")
        );

        Assert.Contains("main is there twice", Refused(() => AppSettings.Read(twice)), StringComparison.Ordinal);
    }

    [Fact]
    public void Apps_LetThePortsBeReached_AndOpenModeDoesNot()
    {
        var port = new KeyValuePair<string, string?>("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:8080");
        var open = WebApplication.CreateBuilder();
        open.Configuration.AddInMemoryCollection([port]);
        var apps = WebApplication.CreateBuilder();
        apps.Configuration.AddInMemoryCollection([.. Right, port]);

        Assert.Contains("http://0.0.0.0:8080", Refused(() => open.RequireLoopback()), StringComparison.Ordinal);
        Assert.Same(apps, apps.RequireLoopback());
    }

    private static string Refused(Action read) => Assert.Throws<StartRefusedException>(read).Message;

    private static IConfiguration Settings(params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>(Right);
        foreach (var (key, value) in more)
        {
            settings.Remove(key);
            if (value is not null)
            {
                settings[key] = value;
            }
        }
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
