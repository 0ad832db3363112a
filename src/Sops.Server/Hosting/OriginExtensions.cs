using Sops.Server.Access;

namespace Sops.Server.Hosting;

/// <summary>Answers the questions that browsers ask before a page of a listed origin may call (CORS).</summary>
public static class OriginExtensions
{
    private static readonly string[] ToldHeaders =
    [
        "Grpc-Status",
        "Grpc-Message",
        "Grpc-Status-Details-Bin",
        "Retry-After",
    ];

    /// <summary>Goes before the REST edge: the answer to a browser's question is no answer of the API.</summary>
    public static IApplicationBuilder UseListedOrigins(this WebApplication app)
    {
        var origins = AppSettings.Origins(app.Configuration);
        return origins.Count == 0
            ? app
            : app.UseCors(cors =>
                cors.WithOrigins([.. origins]).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders(ToldHeaders)
            );
    }
}
