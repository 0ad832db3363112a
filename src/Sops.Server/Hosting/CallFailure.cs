using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Status = Google.Rpc.Status;

namespace Sops.Server.Hosting;

/// <summary>How a call failed, in the words of gRPC: what both the trailers and the REST envelope are made from.</summary>
public sealed record CallFailure(StatusCode Code, string Reason, string Message)
{
    // All of it travels in trailers, and a client that finds its limit of headers passed drops the whole connection.
    const int TrailerBytes = 3 * 1024;
    const int MessageBytes = TrailerBytes / 4;
    const int TextBytes = 256;
    const int NameBytes = 128;
    const int MetadataBytes = 64;
    const int MostMetadata = 4;

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

    /// <summary>What fits the trailers; where something is cut, it says so.</summary>
    public Status ToStatus()
    {
        var status = new Status { Code = (int)Code, Message = ShortText.OfEncoded(Message, MessageBytes) };
        status.Details.Add(Any.Pack(Info()));
        if (RefusedState is { } refused)
            status.Details.Add(Any.Pack(Precondition(refused)));
        if (RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        if (Violations.Count > 0)
            status.Details.Add(Any.Pack(BadFields(Room(status))));
        return status;
    }

    ErrorInfo Info()
    {
        var info = new ErrorInfo { Domain = "sops", Reason = Reason };
        foreach (var (key, value) in Metadata.Take(MostMetadata))
            info.Metadata[ShortText.OfBytes(key, MetadataBytes)] = ShortText.OfBytes(value, MetadataBytes);
        return info;
    }

    /// <summary>Bytes that are left beside the message and the other details, which go as Base64.</summary>
    static int Room(Status status) =>
        (TrailerBytes - ShortText.Encoded(status.Message)) * 3 / 4 - status.CalculateSize() - NameBytes;

    BadRequest BadFields(int room)
    {
        var bad = new BadRequest();
        for (var i = 0; i < Violations.Count; i++)
        {
            var next = Violation(
                ShortText.OfBytes(Violations[i].Field, NameBytes),
                ShortText.OfBytes(Violations[i].Description, TextBytes)
            );
            if (bad.CalculateSize() + next.CalculateSize() > room)
            {
                bad.FieldViolations.Add(Violation("", $"{Violations.Count - i} more"));
                break;
            }
            bad.FieldViolations.Add(next);
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
                    Subject = ShortText.OfBytes(refused.Subject, NameBytes),
                    Description =
                        refused.Allowed.Count > 0
                            ? $"state is {refused.Current}; allowed in {string.Join(", ", refused.Allowed)}"
                            : $"state is {refused.Current}",
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
