namespace Sops.Storage.Verification;

/// <summary>Something stored that is not as it must be.</summary>
/// <param name="Row">Which row of the table, where that is known: its id, or the rest of its key behind the task.</param>
/// <param name="TaskId">Null where it is no task's.</param>
/// <param name="What">Goes on behind the row: "is missing". No values that callers gave, as those may be secret.</param>
public sealed record Finding(string Table, string? Row, long? TaskId, string What)
{
    public static Finding OfTask(long taskId, string what) => new("task", null, taskId, what);

    public override string ToString() =>
        this switch
        {
            { Table: "task", TaskId: { } task } => $"task {task}: {What}",
            { TaskId: { } task } => $"{Place} of task {task}: {What}",
            _ => $"{Place}: {What}",
        };

    private string Place => Row is null ? Table : $"{Table} {Row}";
}
