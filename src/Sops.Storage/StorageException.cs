namespace Sops.Storage;

/// <summary>The database did not do what it was asked to; whether it was done is unknown only where the message says so.</summary>
public class StorageException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database will never take this write, such as one that is too large: trying again is no use.</summary>
public sealed class WriteRefusedException(string message, Exception inner) : StorageException(message, inner);

/// <summary>
/// Nothing can be made durable any more until the database is opened anew. Whether this write was is unknown; what was
/// answered is.
/// </summary>
public sealed class DatabaseLostException(string database, Exception cause)
    : StorageException($"The database {database} cannot be written any more: {cause.Message}", cause)
{
    public string Database { get; } = database;
}

/// <summary>Somebody else committed this revision of the task first: load the run again and decide anew.</summary>
public sealed class RevisionConflictException(long taskId, long revision)
    : StorageException($"Task {taskId} is not at revision {revision - 1}, so revision {revision} was not committed.")
{
    public long TaskId { get; } = taskId;

    /// <summary>The revision that was not committed.</summary>
    public long Revision { get; } = revision;
}

/// <summary>A request with this id has had its effect already: answer with the stored response.</summary>
public sealed class DuplicateRequestException(string scope, string requestId, Exception inner)
    : StorageException("A request with this id was carried out before.", inner)
{
    public string Scope { get; } = scope;
    public string RequestId { get; } = requestId;
}

/// <summary>That tick has made its task already.</summary>
public sealed class TickTakenException(long periodicTaskId, DateTimeOffset tick, Exception inner)
    : StorageException($"Tick {tick:O} of periodic task {periodicTaskId} was dealt with before.", inner);

/// <summary>Somebody changed the schedule between the decision and the commit: read it again and decide anew.</summary>
public sealed class ScheduleChangedException(string schedule)
    : StorageException($"The {schedule} is not as it was, so nothing was made.");
