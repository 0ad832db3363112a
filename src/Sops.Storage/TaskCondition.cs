using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>What tasks can be searched by.</summary>
public enum TaskField
{
    Id,
    TemplateId,
    Name,
    Creator,

    /// <summary>Who started it.</summary>
    Executor,
    CreateMethod,
    FlowType,
    Category,
    CreateTime,
    StartTime,
    FinishTime,
    IsStarted,

    /// <summary>In state FINISHED; a revoked task is not.</summary>
    IsFinished,

    /// <summary>FINISHED or REVOKED.</summary>
    HasEnded,
    IsClaimed,
}

/// <summary>How a field is compared.</summary>
public enum Lookup
{
    Is,

    /// <summary>Upper and lower case differ.</summary>
    Contains,
    ContainsIgnoringCase,
    In,
    AtLeast,
    AtMost,
    Above,
    Below,
}

/// <summary>Narrows a search down. The value fits the field: text, number, moment, flag, or for In a list of texts or numbers.</summary>
public sealed record TaskCondition(TaskField Field, Lookup Lookup, object Value)
{
    /// <summary>
    /// Whether a row that was read already would be found by it. Not where case is ignored: what upper and lower case are is
    /// the database's to say.
    /// </summary>
    public bool Holds(TaskRow task)
    {
        var given = Plain(Of(task));
        return Lookup switch
        {
            Lookup.Is => Equals(given, Plain(Value)),
            Lookup.Contains => given is string text && text.Contains((string)Value, StringComparison.Ordinal),
            Lookup.In when Value is IEnumerable<string> texts => given is string text && texts.Contains(text),
            Lookup.In => given is long number && ((IEnumerable<long>)Value).Contains(number),
            Lookup.AtLeast => given is long number && number >= (long)Plain(Value)!,
            Lookup.AtMost => given is long number && number <= (long)Plain(Value)!,
            Lookup.Above => given is long number && number > (long)Plain(Value)!,
            Lookup.Below => given is long number && number < (long)Plain(Value)!,
            _ => throw new NotSupportedException($"{Lookup} of a row"),
        };
    }

    private object? Of(TaskRow task) =>
        Field switch
        {
            TaskField.Id => task.Id,
            TaskField.TemplateId => task.TemplateId,
            TaskField.Name => task.Name,
            TaskField.Creator => task.Creator,
            TaskField.Executor => task.Operator,
            TaskField.CreateMethod => task.CreateMethod,
            TaskField.FlowType => task.FlowType,
            TaskField.Category => task.Category,
            TaskField.CreateTime => task.CreateTime,
            TaskField.StartTime => task.StartTime,
            TaskField.FinishTime => task.FinishTime,
            TaskField.IsStarted => task.StartTime is not null,
            TaskField.IsFinished => task.State == NodeState.Finished,
            TaskField.HasEnded => task.FinishTime is not null,
            TaskField.IsClaimed => task.ClaimTime is not null,
            _ => throw new NotSupportedException($"{Field} of a row"),
        };

    /// <summary>Times as they are stored.</summary>
    private static object? Plain(object? value) =>
        value is DateTimeOffset moment ? moment.ToUnixTimeMilliseconds() : value;
}

/// <summary>What tasks can be counted by.</summary>
public enum TaskGrouping
{
    Category,
    CreateMethod,
    FlowType,

    /// <summary>CREATED, EXECUTING, FINISHED or REVOKED.</summary>
    Standing,
}
