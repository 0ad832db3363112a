using System.Collections.Frozen;
using System.Net;
using Grpc.Core;
using Sops.Server.Access;

namespace Sops.Server.Hosting;

/// <summary>
/// Keeps other people's web pages out. A page in a browser on this machine can send requests to loopback without asking,
/// so a request that comes from another origin than those of Sops:Auth:Origins is answered with 403. While nobody has to
/// say who they are, so is one under a host name that is not this machine's.
/// </summary>
public sealed class CrossSiteGuard(RequestDelegate next, IConfiguration configuration)
{
    private static readonly CallFailure Denied = new(
        StatusCode.PermissionDenied,
        "CROSS_SITE",
        "the request comes from another site, or names another host"
    );
    private readonly bool _anyHost = AppSettings.HasApps(configuration) || AppSettings.AllowsOpen(configuration);
    private readonly FrozenSet<string> _origins = AppSettings.Origins(configuration);

    public Task InvokeAsync(HttpContext http)
    {
        if (IsFromHere(http.Request))
        {
            return next(http);
        }
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Features.Set(Denied);
        return Task.CompletedTask;
    }

    private bool IsFromHere(HttpRequest request)
    {
        // A name that somebody else's DNS points at loopback makes their page look like ours.
        if (!_anyHost && !IsLoopback(request.Host.Host))
        {
            return false;
        }
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || _origins.Contains(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }

    private static bool IsLoopback(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
