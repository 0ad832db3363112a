using Google.Protobuf;
using Grpc.Core;

namespace Sops.Server.Hosting;

/// <summary>
/// Bytes that are no message fail before an interceptor sees them, and gRPC for .NET calls that UNKNOWN. Nothing else ends
/// with that status here, so it is told as what it is: a bad request.
/// </summary>
public sealed class MalformedMessages(RequestDelegate next)
{
    private static readonly CallFailure Malformed = new(
        StatusCode.InvalidArgument,
        FailureReasons.RequestInvalid,
        "the request is not a message of this method"
    );

    private static readonly string Unknown = ((int)StatusCode.Unknown).ToString(null, null);

    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        var headers = http.Response.Headers;
        if (!http.Response.HasStarted && headers["grpc-status"] == Unknown)
        {
            headers["grpc-status"] = ((int)Malformed.Code).ToString(null, null);
            headers["grpc-message"] = Malformed.Message;
            headers["grpc-status-details-bin"] = Convert.ToBase64String(Malformed.ToStatus().ToByteArray());
        }
    }
}
