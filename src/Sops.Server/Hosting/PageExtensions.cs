namespace Sops.Server.Hosting;

/// <summary>Serves the page that watches a task, also at the address that the API gives out as task_url.</summary>
public static class PageExtensions
{
    public static WebApplication UsePage(this WebApplication app)
    {
        // Asked for anew each time, so that scripts of two releases never meet in one page.
        var files = new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        };
        app.UseDefaultFiles().UseStaticFiles(files);
        app.MapFallbackToFile("/taskflow/execute/{business:long}", "index.html", files);
        return app;
    }

    public static bool HasPage(IWebHostEnvironment environment) =>
        environment.WebRootFileProvider.GetFileInfo("index.html").Exists;
}
