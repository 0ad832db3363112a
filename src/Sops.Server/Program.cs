using Sops.Server.Hosting;
using Sops.Server.Rest;

var builder = WebApplication.CreateBuilder(SettingsExtensions.BesideTheAssembly(args));
builder.AddHosting();
builder.Services.AddSopsGrpc().AddRest();

var app = builder.Build();
app.UseRouting();
app.UseRest();
app.UseGrpcWeb(new() { DefaultEnabled = true });
app.UsePage();
app.MapHealth();

await app.StartAsync();
Console.WriteLine(app.Services.GetRequiredService<Banner>().Text());
await app.WaitForShutdownAsync();
