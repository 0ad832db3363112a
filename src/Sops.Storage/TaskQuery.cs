using Sops.Engine.Runs;

namespace Sops.Storage;

/// <summary>Which tasks to list or count; what is null doesn't narrow it down.</summary>
public sealed record TaskQuery
{
    public required long BusinessId { get; init; }
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>Upper and lower case differ.</summary>
    public string? NameContains { get; init; }

    /// <summary>Shown states.</summary>
    public IReadOnlyCollection<NodeState>? States { get; init; }
    public bool? IsStarted { get; init; }

    /// <summary>In state FINISHED; a revoked task is not.</summary>
    public bool? IsFinished { get; init; }
    public string? Creator { get; init; }
    public string? Executor { get; init; }
    public string? CreateMethod { get; init; }
    public long? TemplateId { get; init; }
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>That moment included.</summary>
    public DateTimeOffset? CreatedUntil { get; init; }

    /// <summary>Goes on after the last id of the page before; null for the first page.</summary>
    public long? BeforeId { get; init; }
    public int Limit { get; init; } = 100;
}
