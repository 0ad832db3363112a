using Sops.V1;

namespace Sops.Server.Access;

/// <summary>A program that may call, and what it may do; the settings name it.</summary>
public sealed record App
{
    public const int MaxCode = 64;

    public required string Code { get; init; }
    public required SecretHash Secret { get; init; }

    /// <summary>Null: all.</summary>
    public IReadOnlySet<long>? Businesses { get; init; }

    /// <summary>It may say for which user it calls.</summary>
    public bool MayImpersonate { get; init; }
    public required IReadOnlySet<Permission> Permissions { get; init; }
}
