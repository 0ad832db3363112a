using Sops.Engine.Runs;
using Sops.Server.Deliveries;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What the turns of a task need to know of it besides its run. Only a claim changes any of it.</summary>
public sealed record TaskFacts
{
    public required long Id { get; init; }
    public required long BusinessId { get; init; }
    public required string Name { get; init; }
    public required string Creator { get; init; }
    public required string FlowType { get; init; }

    /// <summary>The periodic task that made it; null for none.</summary>
    public long? PeriodicTaskId { get; init; }

    /// <summary>Null for a task made without one.</summary>
    public long? TemplateId { get; init; }

    /// <summary>Null where it tells nobody by itself.</summary>
    public TaskCallback? Callback { get; init; }

    /// <summary>Null where nobody has claimed it.</summary>
    public string? Claimant { get; init; }

    public bool AwaitsClaim => FlowType == TaskRow.FunctionalType && Claimant is null;

    /// <summary>The facts once that command was taken.</summary>
    public TaskFacts After(Command command) =>
        command is ClaimTask claim ? this with { Name = claim.Name ?? Name, Claimant = claim.Claimant } : this;
}
