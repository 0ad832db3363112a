using Grpc.Core;
using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>One rpc under way: who calls, what about, and what is kept of it.</summary>
public sealed class Call
{
    private static readonly object Place = new();

    /// <summary>The method or its action, in a word: create_task, pause, retry.</summary>
    public required string Name { get; init; }
    public required Caller Caller { get; init; }

    /// <summary>Business whose things it is about; 0 where it names none.</summary>
    public long BusinessId { get; init; }

    /// <summary>0 where it names none.</summary>
    public long TaskId { get; init; }

    /// <summary>0 where it names none.</summary>
    public long TemplateId { get; init; }
    public string NodeId { get; init; } = "";

    /// <summary>Null where the caller gave no request id.</summary>
    public RequestKey? Key { get; init; }

    /// <summary>It only asks what would happen.</summary>
    public bool ValidateOnly { get; init; }

    /// <summary>Ends when nobody waits for the answer any more: hung up, or over the deadline.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Its record went, or goes, with a change.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>Its answer was given before.</summary>
    public bool IsRepeated { get; private set; }

    public static Call Of(ServerCallContext context) => (Call)context.UserState[Place];

    public void AttachTo(ServerCallContext context) => context.UserState[Place] = this;

    /// <summary>What is kept together with the change that the call makes.</summary>
    public CallRecord Record(Answer answer, DateTimeOffset at)
    {
        IsRecorded = true;
        return new CallRecord
        {
            Operation = Operation("OK", at) with
            {
                TaskId = Math.Max(TaskId, answer.TaskId),
                TemplateId = Math.Max(TemplateId, answer.TemplateId),
            },
            Request = Key is null
                ? null
                : new RequestRecord
                {
                    Scope = Key.Scope,
                    RequestId = Key.Id,
                    Digest = Key.Digest,
                    Response = answer.ToJson(),
                    At = at,
                },
        };
    }

    /// <summary>What is kept where nothing was changed.</summary>
    public OperationRecord Operation(string outcome, DateTimeOffset at) =>
        new()
        {
            At = at,
            BusinessId = BusinessId,
            TaskId = TaskId,
            TemplateId = TemplateId,
            NodeId = NodeId,
            Name = Name,
            Operator = Caller.User,
            AppCode = Caller.AppCode,
            RequestId = Key?.Id ?? "",
            Outcome = outcome,
        };

    public void Repeats() => IsRepeated = true;
}
