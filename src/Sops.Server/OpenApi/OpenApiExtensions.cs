namespace Sops.Server.OpenApi;

/// <summary>What Program.cs calls to describe the REST face: /openapi.json, and a page to read and try it at /docs/.</summary>
public static class OpenApiExtensions
{
    const string Document = "/openapi.json";
    const string Page = "docs";

    public static WebApplication UseOpenApi(this WebApplication app)
    {
        // Made when somebody asks first; the contract does not change while the process lives.
        var document = new Lazy<Task<string>>(ContractDocument.WriteAsync);
        // A plain request delegate: binding parameters that there are none of would load System.Linq.Expressions.
        RequestDelegate answer = async context =>
            await Results.Text(await document.Value, "application/json").ExecuteAsync(context);
        app.MapGet(Document, answer);
        // Everything that the page needs comes out of the package's assembly; no other site is asked for anything.
        app.UseSwaggerUI(ui =>
        {
            ui.RoutePrefix = Page;
            ui.DocumentTitle = "Sops.Grpc";
            ui.SwaggerEndpoint(Document, "Sops.Grpc");
            ui.EnableDeepLinking();
        });
        return app;
    }
}
