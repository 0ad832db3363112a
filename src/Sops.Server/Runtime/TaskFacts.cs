namespace Sops.Server.Runtime;

/// <summary>What never changes about a task once it is made, as far as its turns need it.</summary>
public sealed record TaskFacts
{
    public required long Id { get; init; }
    public required long BusinessId { get; init; }
    public required string Name { get; init; }
    public required string Creator { get; init; }
}
