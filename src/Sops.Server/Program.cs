using Sops.Server.Access;
using Sops.Server.Api;
using Sops.Server.Deliveries;
using Sops.Server.Demo;
using Sops.Server.Hosting;
using Sops.Server.Keeping;
using Sops.Server.OpenApi;
using Sops.Server.Overload;
using Sops.Server.Rest;
using Sops.Server.Runtime;
using Sops.Server.Schedules;

return await Launch.ExitCodeAsync(
    args,
    async () =>
    {
        var builder = WebApplication.CreateSlimBuilder(SettingsExtensions.BesideTheAssembly(args));
        builder.AddHosting().RequireLoopback();
        builder.Services.AddSopsGrpc().AddRest();
        builder.Services.AddAccess().AddOverload().AddApi().AddDeliveries();
        builder.AddKeeping();
        if (DemoExtensions.IsAskedFor(args))
            builder.Services.AddDemo();

        await using var database = builder.OpenDatabase();
        var contract = Task.Run(Contract.RequirePermissions);
        builder.AddRuntime(database);
        builder.Services.AddSchedules();

        await using var app = builder.Build();
        app.UseRouting();
        app.UseListedOrigins();
        app.UseOverload();
        app.UseRest();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseGrpcWeb(new() { DefaultEnabled = true });
        app.UseMiddleware<MalformedMessages>();
        app.UsePage();
        app.UseOpenApi();
        app.MapHealth();
        app.MapApi();

        await contract;
        await database.Opened;
        await app.RunWithBannerAsync(args);
    }
);
