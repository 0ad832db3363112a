namespace Sops.Server.Hosting;

/// <summary>Serves the web console where it was built in, and says how to get it where it was not.</summary>
public static class PageExtensions
{
    public static WebApplication UsePage(this WebApplication app)
    {
        if (HasPage(app.Environment))
            app.UseDefaultFiles().UseStaticFiles();
        else
            app.MapGet(
                "/",
                () => "The web console is not built in: run `npm ci && npm run build` in src/Sops.Console.\n"
            );
        return app;
    }

    public static bool HasPage(IWebHostEnvironment environment) =>
        environment.WebRootFileProvider.GetFileInfo("index.html").Exists;
}
