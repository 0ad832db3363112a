using Grpc.Core;
using Sops.Server.Tests.App;
using Sops.V1;
using static Sops.Engine.Tests.Runs.TreeBuilder;
using static Sops.Server.Tests.App.TestTrees;

namespace Sops.Server.Tests.Deliveries;

/// <summary>What was to be told is told, however the process ended in between.</summary>
public sealed class DurabilityTests(ITestOutputHelper output)
{
    private const int Kills = 6;
    private const long Business = SopsClient.Business;

    [Fact]
    public async Task Service_KilledAgainAndAgain_LosesNoEvent_AndKeepsTheirOrder()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var receiver = await Receiver.BeginAsync();
        await using var server = await SopsProcess.BeginAsync(("Sops__Outbound__AllowedNetworks__0", "127.0.0.0/8"));
        var hook = await server.Client!.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest { BkBizId = Business, Url = receiver.Url }
        );
        var template = await server.Client.Templates.CreateTemplateAsync(
            new CreateTemplateRequest
            {
                BkBizId = Business,
                Name = "t",
                PipelineTree = new JsonValue { Json = Tree(Echo("a"), Echo("b")) },
            }
        );
        var begun = new List<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var some = receiver.All.Count + 3;
            var making = BeginAsync(server.Client, template.TemplateId, begun);
            // While others are on their way.
            await receiver.UntilAsync(some);
            await Task.Delay(random.Next(30));
            await server.KillAsync();
            await making;
            await server.StartAsync();
        }
        // A task whose making was not answered may be there too.
        var tasks = (
            await server.Client.Tasks.ListTasksAsync(new ListTasksRequest { BkBizId = Business, PageSize = 200 })
        ).Tasks;
        Assert.InRange(tasks.Count, 1, 199);
        foreach (var task in tasks)
        {
            await new StartedRun(server.Client, Business, task.Id, "").UntilAsync("FINISHED");
        }
        await Eventually.IsAsync(
            async () =>
                (
                    await server.Client.Webhooks.ListDeliveriesAsync(
                        new ListDeliveriesRequest { BkBizId = Business, State = "PENDING" }
                    )
                )
                    .Deliveries
                    .Count == 0,
            "no delivery is pending"
        );
        output.WriteLine($"{begun.Count} tasks, {receiver.All.Count} requests");

        Assert.Empty(begun.Except(tasks.Select(t => t.Id)));
        Assert.All(receiver.All, r => Assert.Equal([r.Expected(hook.Secret)], r.Signatures));
        foreach (var task in receiver.All.GroupBy(r => r.TaskId))
        {
            Assert.Equal(task.Select(r => r.Revision).Order(), task.Select(r => r.Revision));
            Assert.Equal(["sops.task.started", "sops.task.finished"], task.DistinctBy(r => r.Id).Select(r => r.Kind));
        }
        Assert.Equal(tasks.Select(t => t.Id).Order(), receiver.All.Select(r => r.TaskId).Distinct().Order());
    }

    [Fact]
    public async Task Attempt_CutOffByAStop_IsNotCounted_AndMadeAgain()
    {
        await using var receiver = await Receiver.BeginAsync();
        receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        await using var server = await SopsProcess.BeginAsync(("Sops__Outbound__AllowedNetworks__0", "127.0.0.0/8"));
        await server.Client!.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest
            {
                BkBizId = Business,
                Url = receiver.Url,
                Events = { "sops.task.finished" },
            }
        );
        await server.Client.StartAsync(Tree(Echo("a")));
        await receiver.UntilAsync(1);

        Assert.Equal(0, await server.TerminateAsync(SopsClient.Patience));
        receiver.Answer = (_, _) => Task.CompletedTask;
        await server.StartAsync();
        await receiver.UntilAsync(2);

        IReadOnlyList<Delivery> told = [];
        await Eventually.IsAsync(
            async () =>
            {
                var list = await server.Client!.Webhooks.ListDeliveriesAsync(
                    new ListDeliveriesRequest { BkBizId = Business, State = "DELIVERED" }
                );
                return (told = list.Deliveries).Count > 0;
            },
            "it is delivered"
        );
        Assert.Equal((1, 200), (told[0].Attempts, told[0].LastStatus));
        Assert.Single(receiver.All.Select(r => r.Id).Distinct());
    }

    /// <summary>Makes tasks until the server is gone, and keeps those that it answered for.</summary>
    private static async Task BeginAsync(SopsClient client, long template, List<long> begun)
    {
        try
        {
            while (true)
            {
                var made = await client.Tasks.CreateAndStartTaskAsync(
                    new CreateAndStartTaskRequest
                    {
                        BkBizId = Business,
                        TemplateId = template,
                        Name = "t",
                        View = View.Basic,
                    }
                );
                begun.Add(made.TaskId);
            }
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled) { }
    }
}
