using Grpc.AspNetCore.Server;
using Sops.Server.Access;
using Sops.Server.Rest;

namespace Sops.Server.Overload;

/// <summary>
/// Refuses a call that there is no room for before any of it is read but its path: whatever more was done for it would be
/// taken from those that are let in.
/// </summary>
public sealed class GateMiddleware(RequestDelegate next, CallGate gate, RefusalPace pace)
{
    public Task InvokeAsync(HttpContext http) =>
        MethodOf(http) is not { } method ? next(http)
        : gate.Enter(method, out var place) is { } full ? RefuseAsync(http, full)
        : ServeAsync(http, place);

    private async Task ServeAsync(HttpContext http, Places.Place place)
    {
        using (place)
        {
            await next(http);
        }
    }

    /// <summary>Null for what is no call of the contract: health, reflection, the page.</summary>
    private static MethodAccess? MethodOf(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method: { } method }
            ? Contract.Find(method.FullName)
            : null;

    private async Task RefuseAsync(HttpContext http, Full full)
    {
        try
        {
            await pace.WaitAsync(http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Whoever was to be refused has gone.
            return;
        }
        if (RestPath.IsRest(http.Request.Path))
        {
            await EnvelopeMiddleware.RefuseAsync(http, full.Failure);
            return;
        }
        // gRPC calls this Trailers-Only: a head without a body.
        var headers = http.Response.Headers;
        headers.ContentType = http.Request.ContentType;
        headers["grpc-status"] = ((int)full.Failure.Code).ToString(null, null);
        headers["grpc-message"] = full.Message;
        headers["grpc-status-details-bin"] = full.Details;
    }
}
