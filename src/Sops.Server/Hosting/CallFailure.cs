using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Sops.Server.Hosting;

/// <summary>How a call failed, in the words of gRPC: what both the trailers and the REST envelope are made from.</summary>
public sealed record CallFailure(StatusCode Code, string Reason, string Message)
{
    // Details travel in a trailer, and many clients drop a connection whose headers are over 8 KiB.
    const int TrailerBytes = 3 * 1024;

    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    public RefusedState? RefusedState { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public TimeSpan? RetryAfter { get; init; }

    public static CallFailure From(SopsException e) =>
        new(CodeOf(e.Kind), e.Reason, e.Message)
        {
            Violations = e.Violations,
            RefusedState = e.RefusedState,
            Metadata = e.Metadata,
            RetryAfter = e.RetryAfter,
        };

    public Status ToStatus()
    {
        var info = new ErrorInfo { Domain = "sops", Reason = Reason };
        foreach (var (key, value) in Metadata)
            info.Metadata[key] = value;
        var status = new Status { Code = (int)Code, Message = Message };
        status.Details.Add(Any.Pack(info));
        if (Violations.Count > 0)
            status.Details.Add(Any.Pack(BadFields()));
        if (RefusedState is { } refused)
            status.Details.Add(Any.Pack(Precondition(refused)));
        if (RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        return status;
    }

    BadRequest BadFields()
    {
        var bad = new BadRequest();
        for (var i = 0; i < Violations.Count; i++)
        {
            if (bad.CalculateSize() > TrailerBytes)
            {
                bad.FieldViolations.Add(Violation("", $"{Violations.Count - i} more"));
                break;
            }
            bad.FieldViolations.Add(Violation(Violations[i].Field, Violations[i].Description));
        }
        return bad;
    }

    static BadRequest.Types.FieldViolation Violation(string field, string description) =>
        new() { Field = field, Description = description };

    PreconditionFailure Precondition(RefusedState refused) =>
        new()
        {
            Violations =
            {
                new PreconditionFailure.Types.Violation
                {
                    Type = Reason,
                    Subject = refused.Subject,
                    Description = $"state is {refused.Current}; allowed in {string.Join(", ", refused.Allowed)}",
                },
            },
        };

    static StatusCode CodeOf(FailureKind kind) =>
        kind switch
        {
            FailureKind.Invalid => StatusCode.InvalidArgument,
            FailureKind.NotFound => StatusCode.NotFound,
            FailureKind.FailedPrecondition => StatusCode.FailedPrecondition,
            FailureKind.Conflict => StatusCode.Aborted,
            FailureKind.Denied => StatusCode.PermissionDenied,
            FailureKind.Unauthenticated => StatusCode.Unauthenticated,
            FailureKind.Unavailable => StatusCode.Unavailable,
            FailureKind.ResourceExhausted => StatusCode.ResourceExhausted,
            FailureKind.OutOfRange => StatusCode.OutOfRange,
            _ => StatusCode.Internal,
        };
}
