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
public sealed record TaskCondition(TaskField Field, Lookup Lookup, object Value);

/// <summary>What tasks can be counted by.</summary>
public enum TaskGrouping
{
    Category,
    CreateMethod,
    FlowType,

    /// <summary>CREATED, EXECUTING, FINISHED or REVOKED.</summary>
    Standing,
}
