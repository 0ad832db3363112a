using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>A task to make: from a template, or from a tree of its own.</summary>
public sealed record NewTask
{
    public required string Name { get; init; }
    public long? TemplateId { get; init; }
    public string TemplateSource { get; init; } = "project";

    /// <summary>In place of the template's.</summary>
    public string? Tree { get; init; }
    public IReadOnlyDictionary<string, JsonElement> Constants { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Keys of custom constants that become plain texts.</summary>
    public IReadOnlyCollection<string> SimplifiedConstants { get; init; } = [];
    public IReadOnlyList<string> ExcludedNodes { get; init; } = [];

    /// <summary>Where there are any, all other activities are excluded.</summary>
    public IReadOnlyList<string> ExecutedNodes { get; init; } = [];

    /// <summary>Ids of execution schemes, one or a list, as the caller wrote them; null for none.</summary>
    public JsonElement? Schemes { get; init; }
    public string FlowType { get; init; } = TaskRow.CommonType;
    public string Description { get; init; } = "";

    /// <summary>Empty where it is to tell nobody.</summary>
    public string CallbackUrl { get; init; } = "";
    public string CallbackVersion { get; init; } = "";

    /// <summary>Started in the turn that makes it.</summary>
    public bool Starts { get; init; }

    /// <summary>Begins the message where the tree to run cannot be had; bk-sops' methods differ in that.</summary>
    public string TreeRefusal { get; init; } = "";

    /// <summary>Made, and shown, in BKFlow's words.</summary>
    public bool Space { get; init; }

    /// <summary>Null: the caller.</summary>
    public string? Creator { get; init; }
    public string? ScopeType { get; init; }
    public string? ScopeValue { get; init; }
    public string Extra { get; init; } = "{}";
}

/// <summary>A task as its making left it, whatever became of it since.</summary>
public sealed record MadeTask(TaskRow Row, Snapshot Snapshot, ValueMap Constants)
{
    /// <summary>Its tree with its own ids and the values it was given.</summary>
    public string Tree() =>
        TaskTreeWriter.Write(
            Snapshot.Text,
            Snapshot.Tree,
            new TaskIds(Row.InstanceId),
            Constants.ToDictionary(StringComparer.Ordinal)
        );
}
