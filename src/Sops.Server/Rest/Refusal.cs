using Grpc.Core;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>A failure together with the HTTP status that it is answered with.</summary>
sealed record Refusal(int HttpStatus, CallFailure Failure)
{
    public static readonly Refusal NoSuchPath = new(
        StatusCodes.Status404NotFound,
        new(StatusCode.NotFound, "NO_SUCH_PATH", "no such path")
    );

    public static readonly Refusal WrongMethod = new(
        StatusCodes.Status405MethodNotAllowed,
        new(StatusCode.InvalidArgument, "METHOD_NOT_ALLOWED", "method not allowed on this path")
    );

    public static readonly Refusal TooLarge = new(
        StatusCodes.Status413PayloadTooLarge,
        new(
            StatusCode.ResourceExhausted,
            FailureReasons.RequestTooLarge,
            $"request body is over {Limits.RequestBytes} bytes"
        )
    );

    public static readonly Refusal BrokenBody = Of(
        new(StatusCode.InvalidArgument, FailureReasons.RequestInvalid, "the request body is broken or did not arrive")
    );

    static readonly CallFailure Unfit = new(
        StatusCode.InvalidArgument,
        FailureReasons.RequestInvalid,
        "request does not fit this method"
    );

    public static Refusal Of(CallFailure failure) => new(ErrorCodes.HttpStatusOf(failure), failure);

    public static Refusal Internal(string requestId) => Of(FailureInterceptor.Internal(requestId));

    /// <summary>What routing, or transcoding's own reading of the request, refused before any code of ours saw it.</summary>
    public static Refusal? OfStatus(HttpContext http) =>
        http.Response.StatusCode switch
        {
            StatusCodes.Status200OK => null,
            StatusCodes.Status404NotFound => NoSuchPath,
            StatusCodes.Status405MethodNotAllowed => WrongMethod,
            StatusCodes.Status400BadRequest => Of(Unfit),
            _ => Internal(http.TraceIdentifier),
        };
}
