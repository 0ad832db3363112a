namespace Sops.Server.Deliveries;

/// <summary>Puts together what tells others of tasks.</summary>
public static class DeliveryExtensions
{
    /// <summary>To be called before the runtime is added: who listens is known before the first turn.</summary>
    public static IServiceCollection AddDeliveries(this IServiceCollection services) =>
        services
            .AddSingleton(s => DeliveryOptions.Of(s.GetRequiredService<IConfiguration>()))
            .AddSingleton<Listeners>()
            .AddSingleton<Sender>()
            .AddSingleton<Courier>()
            .AddSingleton<Outbox>()
            .AddSingleton<WebhookRules>()
            .AddSingleton<Webhooks>()
            .AddSingleton<Redelivery>()
            .AddHostedService(s => s.GetRequiredService<Courier>());
}
