using Grpc.Core;
using Sops.Server.Hosting;
using Sops.Storage;

namespace Sops.Server.Access;

/// <summary>One rpc under way: who calls, what about, and what is kept of it.</summary>
public sealed class Call
{
    private const int LongestClaim = 32;
    private static readonly object Place = new();

    /// <summary>The method in a word: operate_task.</summary>
    public required string Method { get; init; }

    /// <summary>The method or its action, in a word: create_task, pause, retry.</summary>
    public required string Name { get; init; }

    /// <summary>As claimed until it is proved, which it is before any code of the method runs.</summary>
    public Caller Caller { get; private set; } = Caller.Nobody;

    /// <summary>Its caller is proved, had its turn, and may act for the business; what others name is not believed.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Business whose things it is about; 0 where it names none.</summary>
    public long BusinessId { get; init; }

    /// <summary>0 where it names none.</summary>
    public long TaskId { get; init; }

    /// <summary>0 where it names none.</summary>
    public long TemplateId { get; init; }
    public string NodeId { get; init; } = "";

    /// <summary>What kind of thing it is about, where that is neither a task nor a template: periodic_task. Else null.</summary>
    public string? Subject { get; init; }

    /// <summary>Which of these; 0 where it names none.</summary>
    public long SubjectId { get; init; }

    /// <summary>Null where the caller gave no request id, and where it only asks what would happen.</summary>
    public RequestKey? Key { get; private set; }

    /// <summary>It only asks what would happen.</summary>
    public bool ValidateOnly { get; init; }

    /// <summary>Ends when nobody waits for the answer any more: hung up, or over the deadline.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Its record went, or goes, with a change.</summary>
    public bool IsRecorded { get; private set; }

    /// <summary>The answer that was given before; null where this call is the first.</summary>
    public Answer? Repeated { get; private set; }

    public static Call Of(ServerCallContext context) => (Call)context.UserState[Place];

    public void AttachTo(ServerCallContext context) => context.UserState[Place] = this;

    public void IsBy(Caller caller) => Caller = caller;

    public void IsByKnown() => IsKnown = true;

    public void IsNamed(RequestKey? key) => Key = key;

    /// <summary>What is kept together with the change that the call makes.</summary>
    public CallRecord Record(Answer answer, DateTimeOffset at)
    {
        IsRecorded = true;
        return new CallRecord
        {
            Operation = Operation("OK", at, answer),
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
    /// <param name="answer">Names what the request itself could not.</param>
    public OperationRecord Operation(string outcome, DateTimeOffset at, Answer? answer = null) =>
        IsKnown ? Whole(outcome, at, answer) : Stranger(outcome, at);

    /// <summary>Who was not let in does not write into the records of the tasks that it names.</summary>
    private OperationRecord Stranger(string outcome, DateTimeOffset at) =>
        new()
        {
            At = at,
            BusinessId = BusinessId,
            Method = Method,
            Name = "",
            Operator = "",
            AppCode = Caller.App is { } proved ? proved.Code : ShortText.OfLength(Caller.AppCode, LongestClaim),
            Outcome = outcome,
        };

    private OperationRecord Whole(string outcome, DateTimeOffset at, Answer? answer) =>
        new()
        {
            At = at,
            BusinessId = BusinessId,
            TaskId = Math.Max(TaskId, answer?.TaskId ?? 0),
            TemplateId = Math.Max(TemplateId, answer?.TemplateId ?? 0),
            NodeId = NodeId,
            Subject = Subject is null ? "" : $"{Subject}/{Math.Max(SubjectId, answer?.SubjectId ?? 0)}",
            Method = Method,
            Name = Name,
            Operator = Caller.User,
            AppCode = Caller.AppCode,
            RequestId = Key?.Id ?? "",
            Outcome = outcome,
        };

    public void Repeats(Answer answer) => Repeated = answer;
}
