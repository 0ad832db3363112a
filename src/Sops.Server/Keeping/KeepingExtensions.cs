using Sops.Server.Hosting;

namespace Sops.Server.Keeping;

/// <summary>Puts together what keeps the database from growing for ever.</summary>
public static class KeepingExtensions
{
    /// <exception cref="StartRefusedException">A setting of Sops:Keeping cannot be read.</exception>
    public static WebApplicationBuilder AddKeeping(this WebApplicationBuilder builder)
    {
        builder
            .Services.AddSingleton(new KeepingOptions(builder.Configuration))
            .AddHostedService<RequestPurge>()
            .AddHostedService<OperationPurge>()
            .AddHostedService<DeliveryPurge>()
            .AddHostedService<PeriodicRunPurge>()
            .AddHostedService<TaskPurge>();
        return builder;
    }
}
