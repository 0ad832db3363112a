namespace Sops.Storage;

/// <summary>Where a template belongs: to one business, or to all.</summary>
public static class TemplateSource
{
    public const string Project = "project";
    public const string Common = "common";
}

/// <summary>A template without its pipeline, which is a snapshot.</summary>
public sealed record TemplateRow
{
    /// <summary>0 until it is inserted.</summary>
    public long Id { get; init; }

    /// <summary>0 for common templates.</summary>
    public required long BusinessId { get; init; }
    public string Source { get; init; } = TemplateSource.Project;
    public required string Name { get; init; }
    public string Category { get; init; } = "";
    public string Description { get; init; } = "";
    public required string Creator { get; init; }

    /// <summary>Null until it is edited.</summary>
    public string? Editor { get; init; }
    public required DateTimeOffset CreateTime { get; init; }
    public required DateTimeOffset EditTime { get; init; }

    /// <summary>Of the pipeline document; filled in by insert and update.</summary>
    public string SnapshotDigest { get; init; } = "";

    /// <summary>Names the pipeline document as a sub-process refers to it: 32 hexadecimal digits.</summary>
    public string TreeVersion => SnapshotDigest.Length >= 32 ? SnapshotDigest[..32] : SnapshotDigest;

    /// <summary>From 1, one more at each update; an update names the version that it was made from.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Another at each change, whatever was changed; says nothing to a caller.</summary>
    public string Etag => $"{Version:x}-{TreeVersion}";

    /// <summary>JSON object of what nothing is searched by.</summary>
    public string Extra { get; init; } = "{}";
    public bool IsDeleted { get; init; }
}

/// <summary>Which templates to list, newest first.</summary>
public sealed record TemplateQuery
{
    /// <summary>Has no effect on common templates.</summary>
    public required long BusinessId { get; init; }
    public string Source { get; init; } = TemplateSource.Project;

    /// <summary>Null for any.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>Upper and lower case of ASCII letters are one; null for any.</summary>
    public string? NameContains { get; init; }

    /// <summary>Goes on after the last id of the page before; null for the first page.</summary>
    public long? BeforeId { get; init; }
    public int Limit { get; init; } = int.MaxValue;
}
