namespace Sops.Server.Rest;

/// <summary>Tells the paths of the documented HTTP API, which answer in an envelope, from everything else on the port.</summary>
public static class RestPath
{
    static readonly PathString Esb = "/v2/sops";

    // The enterprise service bus' full prefix for the same methods.
    static readonly PathString EsbFull = "/api/c/compapi";

    public static bool IsRest(PathString path) =>
        path.StartsWithSegments("/apigw") || path.StartsWithSegments("/space") || IsEsb(path);

    public static bool IsEsb(PathString path) => path.StartsWithSegments(Esb) || path.StartsWithSegments(EsbFull);
}
