namespace Sops.Storage;

/// <summary>Where a business has events of its tasks sent.</summary>
public sealed record WebhookRow
{
    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }
    public required long BusinessId { get; init; }
    public required string Url { get; init; }

    /// <summary>JSON array of event kinds; empty for all.</summary>
    public string Events { get; init; } = "[]";

    /// <summary>Null: tasks of any template, and of none.</summary>
    public long? TemplateId { get; init; }
    public string Description { get; init; } = "";
    public bool Enabled { get; init; } = true;

    /// <summary>What its deliveries are signed with.</summary>
    public required string Secret { get; init; }

    /// <summary>The one before, used beside it until <see cref="FormerUntil"/>; null where there is none.</summary>
    public string? FormerSecret { get; init; }
    public DateTimeOffset? FormerUntil { get; init; }

    /// <summary>From 1, one more at each change; a change names the version that it was made from.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Another at each change; says nothing to a caller.</summary>
    public string Etag => $"{Id:x}-{Version:x}";
    public required string Creator { get; init; }

    /// <summary>Null until it is changed.</summary>
    public string? Editor { get; init; }
    public required DateTimeOffset CreateTime { get; init; }
    public required DateTimeOffset EditTime { get; init; }
}
