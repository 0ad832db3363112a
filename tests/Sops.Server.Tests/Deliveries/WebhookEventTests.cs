using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>What is told of a task, to whom, and in which form.</summary>
public sealed class WebhookEventTests(DeliveriesApp app) : IClassFixture<DeliveriesApp>
{
    private readonly SopsClient _client = app.Client;

    [Fact]
    public async Task Task_ThatRunsToItsEnd_TellsItsStartAndItsEnd()
    {
        await using var receiver = await Receiver.BeginAsync();
        var business = app.NewBusiness();
        await app.HookAsync(business, receiver.Url);

        var task = await _client.StartAsync(Tree(Echo("a")), business);
        await receiver.UntilAsync(2);

        Assert.Equal(["sops.task.started", "sops.task.finished"], receiver.All.Select(r => r.Kind));
        Assert.All(receiver.All, r => Assert.Equal(task.Id, r.TaskId));
    }
}
