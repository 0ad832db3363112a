using Google.Protobuf;
using Sops.Server.Hosting;

namespace Sops.Server.Overload;

/// <summary>A limit that is reached, and how a call learns that; made once, as it is told most often when there is least time.</summary>
public sealed class Full
{
    /// <summary>What a program branches on.</summary>
    public const string Reason = "OVERLOADED";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static readonly Full NewTaskCalls = new(nameof(NewTaskCalls), "too many calls at once make tasks");
    public static readonly Full ChangeCalls = new(nameof(ChangeCalls), "too many calls at once change something");
    public static readonly Full ReadCalls = new(nameof(ReadCalls), "too many calls at once read");
    public static readonly Full Watches = new(nameof(Watches), "too many streams are open");
    public static readonly Full TaskCalls = new(nameof(TaskCalls), "too many calls wait for a turn in this task");
    public static readonly Full WaitingWrites = new(nameof(WaitingWrites), "too much waits to be written");
    public static readonly Full DueWork = new(nameof(DueWork), "running tasks have more due than can be done at once");

    private readonly Dictionary<string, string> _metadata;

    private Full(string limit, string what)
    {
        _metadata = new() { ["limit"] = limit };
        Message = $"overloaded: {what}; repeat later";
        Failure = CallFailure.From(ToException());
        Details = Convert.ToBase64String(Failure.ToStatus().ToByteArray());
    }

    public string Message { get; }

    public CallFailure Failure { get; }

    /// <summary>As the header grpc-status-details-bin has it.</summary>
    public string Details { get; }

    public SopsException ToException() =>
        new(FailureKind.ResourceExhausted, Reason, Message) { Metadata = _metadata, RetryAfter = RetryAfter };
}
