using Grpc.Core;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>bk-sops' numbers for failures, and the few that are HTTP statuses as well.</summary>
public static class ErrorCodes
{
    public const int ParameterInvalid = 3540000;
    public const int Forbidden = 3540100;
    public const int NotFound = 3540400;
    public const int InvalidOperation = 3545000;
    public const int OperationFailed = 3545100;
    public const int TreeInvalid = 3546100;
    public const int Unavailable = 3555000;
    public const int Unknown = 3599999;

    public static int Of(CallFailure failure) =>
        failure.Code switch
        {
            StatusCode.InvalidArgument when failure.Reason == FailureReasons.PipelineTreeInvalid => TreeInvalid,
            // OUT_OF_RANGE is a parameter that the task has outgrown.
            StatusCode.InvalidArgument or StatusCode.OutOfRange => ParameterInvalid,
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => Forbidden,
            StatusCode.NotFound => NotFound,
            StatusCode.FailedPrecondition or StatusCode.ResourceExhausted => InvalidOperation,
            StatusCode.Aborted or StatusCode.AlreadyExists => OperationFailed,
            StatusCode.Unavailable => Unavailable,
            _ => Unknown,
        };

    /// <summary>A business failure is an answer like any other: 200. Only a caller that may not call at all is told by HTTP.</summary>
    public static int HttpStatusOf(CallFailure failure) =>
        failure.Code switch
        {
            StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
            StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status200OK,
        };
}
