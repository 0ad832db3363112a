using Microsoft.Extensions.Time.Testing;
using Sops.Server.Tests.App;
using Sops.V1;

namespace Sops.Server.Tests.Deliveries;

/// <summary>A server that may call this machine.</summary>
public class DeliveriesApp : SopsApp
{
    private long _businesses = 100;

    protected override IEnumerable<(string Key, string Value)> Settings =>
        [("Sops:Outbound:AllowedNetworks:0", "127.0.0.0/8")];

    /// <summary>One that no other test uses.</summary>
    public long NewBusiness() => Interlocked.Increment(ref _businesses);

    public async Task<CreateWebhookResponse> HookAsync(long business, string url, params string[] events) =>
        await Client.Webhooks.CreateWebhookAsync(
            new CreateWebhookRequest
            {
                BkBizId = business,
                Url = url,
                Events = { events },
            }
        );

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(long business, string state = "") =>
        (
            await Client.Webhooks.ListDeliveriesAsync(new ListDeliveriesRequest { BkBizId = business, State = state })
        ).Deliveries;

    public async Task<long> TemplateAsync(long business, string tree) =>
        (
            await Client.Templates.CreateTemplateAsync(
                new CreateTemplateRequest
                {
                    BkBizId = business,
                    Name = "template",
                    PipelineTree = new JsonValue { Json = tree },
                }
            )
        ).TemplateId;

    /// <summary>Waits until none of a business is pending, and gives all of them, oldest first.</summary>
    public async Task<IReadOnlyList<Delivery>> SettledAsync(long business)
    {
        await Eventually.IsAsync(
            async () => (await DeliveriesAsync(business, "PENDING")).Count == 0,
            "no delivery is pending"
        );
        return [.. (await DeliveriesAsync(business)).Reverse()];
    }

    /// <summary>Waits until one of a business' is like that.</summary>
    public Task UntilAsync(long business, Func<Delivery, bool> holds) =>
        Eventually.IsAsync(async () => (await DeliveriesAsync(business)).Any(holds), "such a delivery");

    public Task UntilToldAsync(StartedRun task, string kind, int times = 1) =>
        Eventually.IsAsync(
            async () => (await DeliveriesAsync(task.Business)).Count(d => d.Event == kind) >= times,
            $"{kind} of task {task.Id}"
        );
}

/// <summary>The same, with a clock that the test moves.</summary>
public class ClockedDeliveriesApp : DeliveriesApp
{
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    protected override TimeProvider Clock => Time;
}
