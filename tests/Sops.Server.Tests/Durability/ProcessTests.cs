using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Durability;

/// <summary>How the process ends, begins again, and keeps others out.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Sigterm_EndsStreamsWithUnavailable_AndTheProcessWithZero()
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(Tree(Pause("pause")));
        using var watch = server.Client.Watch(task);
        Assert.True(await watch.ResponseStream.MoveNext(default));
        await task.UntilNodeAsync("pause", "RUNNING");
        var end = WatchToTheEndAsync(watch);

        var exit = await server.TerminateAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, exit);
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), await end);
        await server.StartAsync();
        task = task with { Client = server.Client! };
        await task.CallBackAsync("pause");
        await task.UntilAsync("FINISHED");
    }

    [Fact]
    public async Task SecondProcess_OnTheSameFile_RefusesInOneLine()
    {
        await using var server = await SopsProcess.BeginAsync();

        var (exit, said) = await server.StartAnotherAsync();

        Assert.NotEqual(0, exit);
        Assert.Contains("is in use by another process", said, StringComparison.Ordinal);
        RequireNoStack(said);
        Assert.Equal(200, (await server.Client!.GetAsync("/healthz")).Status);
    }

    [Theory]
    [InlineData("--ConnectionStrings:Sops=Data Source=/proc/no/such/place.db")]
    [InlineData("--ConnectionStrings:Sops=nonsense")]
    [InlineData("--Sops:TimeZone=Nowhere/Atall")]
    [InlineData("--Sops:Limits:Nodes=many")]
    [InlineData("--Sops:Limits:NodeBytes=0")]
    [InlineData("--Sops:Limits:TurnSteps=1000")]
    [InlineData("--Sops:Limits:Evaluation:MaxDepth=-1")]
    [InlineData("--Sops:Runtime:PluginCallSeconds=NaN")]
    [InlineData("--Sops:Runtime:PluginCallSeconds=5000000")]
    [InlineData("--Sops:Watch:MaxStreamAgeMinutes=-1")]
    [InlineData("--Sops:Plugins:WechatWork:WebhookUrl=ftp://example")]
    [InlineData("--Kestrel:Endpoints:Http:Url=nonsense")]
    public async Task Setting_ThatCannotWork_IsNamedInOneLine(string setting)
    {
        await using var server = new SopsProcess();

        var (exit, said) = await server.StartAnotherAsync(setting);

        Assert.NotEqual(0, exit);
        Assert.NotEmpty(said);
        RequireNoStack(said);
    }

    [Theory]
    [InlineData("AllowedNetworks:0=10/8", "AllowedNetworks: '10/8' is no network in CIDR form")]
    [InlineData(
        "AllowedNetworks=::1/128,127.0.0.1/8",
        "AllowedNetworks: '127.0.0.1/8' is an address within 127.0.0.0/8"
    )]
    [InlineData("Schemes:0=ftp", "Schemes: 'ftp' is not https or http.")]
    [InlineData("Networks:0=10.0.0.0/8", "Networks: is no setting; here are Schemes, AllowedNetworks.")]
    public async Task OutboundSetting_ThatCannotBeMeant_IsNamedInOneLine(string setting, string why)
    {
        await using var server = new SopsProcess();

        var (exit, said) = await server.StartAnotherAsync($"--Sops:Outbound:{setting}");

        Assert.NotEqual(0, exit);
        Assert.Contains($"Sops:Outbound:{why}", said, StringComparison.Ordinal);
        RequireNoStack(said);
    }

    [Theory]
    [InlineData("--Sops:Limits:Watchs=10", "Sops:Limits:Watchs: is no setting; here are Nodes, ")]
    [InlineData("--Sops:Limits:Evaluation:Steps=10", "Sops:Limits:Evaluation:Steps: is no setting")]
    [InlineData("--Sops:Runtime:PluginCall=4", "Sops:Runtime:PluginCall: is no setting")]
    [InlineData("--Sops:Businesses:2:Zone=UTC", "Sops:Businesses:2:Zone: is no setting")]
    [InlineData("--Sops:Keepin:FinishedTasks=5", "Sops:Keepin: is no setting")]
    [InlineData("verfiy", "verfiy is no command; there are backup, verify, hash-secret, demo")]
    public async Task MisspeltSettingOrCommand_StopsTheStart(string argument, string why)
    {
        await using var server = new SopsProcess();

        var (exit, said) = await server.StartAnotherAsync(argument);

        Assert.Equal(1, exit);
        Assert.Contains(why, said, StringComparison.Ordinal);
        RequireNoStack(said);
    }

    [Fact]
    public async Task Webhook_WithinANetworkThatIsNotAllowed_StopsTheStart()
    {
        await using var server = new SopsProcess();

        var (exit, said) = await server.StartAnotherAsync(
            "--Sops:Plugins:WechatWork:WebhookUrl=http://127.0.0.1/send?key=secret-key"
        );

        Assert.NotEqual(0, exit);
        Assert.Contains(
            "Sops:Plugins:WechatWork:WebhookUrl: the URL leads to an address that is not public (127.0.0.0/8, loopback).",
            said,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("secret-key", said, StringComparison.Ordinal);
        RequireNoStack(said);
    }

    [Fact]
    public async Task Port_ThatIsTaken_IsNamedInOneLine()
    {
        await using var server = await SopsProcess.BeginAsync();
        await using var other = new SopsProcess();
        var taken = server.Client!.Http.BaseAddress!;

        var (exit, said) = await other.StartAnotherAsync($"--Kestrel:Endpoints:Http:Url={taken}");

        Assert.NotEqual(0, exit);
        Assert.Contains($":{taken.Port}", said, StringComparison.Ordinal);
        RequireNoStack(said);
    }

    [Fact]
    public async Task Timers_DueWhileItWasDown_FireAfterTheStart()
    {
        await using var server = await SopsProcess.BeginAsync();
        var task = await server.Client!.StartAsync(
            Tree(
                Parallel(
                    "fork",
                    Node("sleep", "test_sleep", ("seconds", 1)),
                    Act(
                        "late",
                        n =>
                        {
                            n["component"]!["code"] = "pause_node";
                            n["timeout_config"] = new System.Text.Json.Nodes.JsonObject
                            {
                                ["enable"] = true,
                                ["seconds"] = 1,
                                ["action"] = "forced_fail_and_skip",
                            };
                        }
                    ),
                    Node("timer", "sleep_timer", ("bk_timing", "1"))
                )
            )
        );
        var due = DateTime.UtcNow + TimeSpan.FromSeconds(1);
        await task.UntilAsync(v => v.Nodes.Count >= 4);
        await server.KillAsync();
        // Time has to pass while nobody counts it.
        await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, (due - DateTime.UtcNow).TotalSeconds)));

        await server.StartAsync();

        await (task with { Client = server.Client! }).UntilAsync("FINISHED");
    }

    private static void RequireNoStack(string said)
    {
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
    }

    private static async Task<(StatusCode, string)> WatchToTheEndAsync(
        AsyncServerStreamingCall<WatchTaskStatusResponse> watch
    )
    {
        try
        {
            while (await watch.ResponseStream.MoveNext(default)) { }
            return (StatusCode.OK, "");
        }
        catch (RpcException e)
        {
            return (e.StatusCode, e.Status.Detail);
        }
    }
}
