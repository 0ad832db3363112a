using System.Text.Json;

namespace Sops.Engine.Pipelines;

/// <summary>A global variable of a pipeline.</summary>
public sealed record Constant
{
    /// <summary>"${k}".</summary>
    public required string Key { get; init; }
    public required string Name { get; init; }
    public required JsonElement Value { get; init; }

    /// <summary>custom, component_inputs, component_outputs or system.</summary>
    public string SourceType { get; init; } = "custom";
    public string CustomType { get; init; } = "";
    public bool IsMeta { get; init; }

    /// <summary>Shown in forms; of a sub-process, a parameter.</summary>
    public bool Shown { get; init; }

    /// <summary>False: the value is used as it stands.</summary>
    public bool NeedRender { get; init; } = true;

    /// <summary>Has no value until the node that it names is done.</summary>
    public bool IsOutput => SourceType == "component_outputs";
}
