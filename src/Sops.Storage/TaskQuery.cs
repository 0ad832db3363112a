namespace Sops.Storage;

/// <summary>Which tasks to list or count.</summary>
public sealed record TaskQuery
{
    /// <summary>Null for those of every business.</summary>
    public required IReadOnlyCollection<long>? Businesses { get; init; }

    /// <summary>Only functional tasks.</summary>
    public bool Functional { get; init; }

    /// <summary>Only tasks that have not ended; found without looking through those that have.</summary>
    public bool Unended { get; init; }

    /// <summary>Only these tasks, as many of them as match; null for any.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>All of them hold.</summary>
    public IReadOnlyList<TaskCondition> Conditions { get; init; } = [];

    /// <summary>Goes on after the last id of the page before; null for the first page.</summary>
    public long? BeforeId { get; init; }
    public int Limit { get; init; } = 100;

    /// <summary>How many to leave out first.</summary>
    public int Offset { get; init; }

    public static TaskQuery Of(long business, params IReadOnlyList<TaskCondition> conditions) =>
        new() { Businesses = [business], Conditions = conditions };
}
