namespace Sops.Server;

/// <summary>What sort of failure a caller sees; each is one gRPC status.</summary>
public enum FailureKind
{
    Invalid,
    NotFound,
    FailedPrecondition,
    Conflict,
    Denied,
    Unauthenticated,
    Unavailable,
    ResourceExhausted,
    OutOfRange,
}

/// <summary>One input that is wrong, so that the caller can find it.</summary>
/// <param name="Field">Path of the field, as the contract names it.</param>
/// <param name="Description">What is wrong with it.</param>
public sealed record FieldViolation(string Field, string Description);

/// <summary>Why a state refused an operation, and which states would allow it.</summary>
/// <param name="Subject">What was operated on: "task/5", "task/5/node/n1".</param>
public sealed record RefusedState(string Subject, string Current, IReadOnlyList<string> Allowed);

/// <summary>A failure that is meant for the caller: its text leaves the process, unlike that of any other exception.</summary>
public sealed class SopsException(FailureKind kind, string reason, string message) : Exception(message)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>UPPER_SNAKE and stable: what a program branches on.</summary>
    public string Reason { get; } = reason;

    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    public RefusedState? RefusedState { get; init; }

    /// <summary>Facts that a program may need, such as oldest_revision.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>When a repeat may have more luck; null where time alone changes nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static SopsException Invalid(
        string reason,
        string message,
        params IReadOnlyList<FieldViolation> violations
    ) => new(FailureKind.Invalid, reason, message) { Violations = violations };

    /// <summary>A tree that cannot be stored or run; every problem with it is told at once.</summary>
    public static SopsException InvalidTree(IReadOnlyList<FieldViolation> violations) =>
        Invalid(
            FailureReasons.PipelineTreeInvalid,
            violations is [var only]
                ? $"{only.Field}: {only.Description}"
                : $"the pipeline tree has {violations.Count} problems",
            violations
        );

    public static SopsException NotFound(string reason, string message) => new(FailureKind.NotFound, reason, message);

    public static SopsException Refused(string reason, string message, RefusedState? state = null) =>
        new(FailureKind.FailedPrecondition, reason, message) { RefusedState = state };

    public static SopsException Conflict(string reason, string message) => new(FailureKind.Conflict, reason, message);

    public static SopsException Unavailable(string reason, string message) =>
        new(FailureKind.Unavailable, reason, message);
}
