namespace Sops.Server;

/// <summary>Reasons that more than one part of the server knows.</summary>
public static class FailureReasons
{
    /// <summary>The tree has violations; REST shows it under a code of its own.</summary>
    public const string PipelineTreeInvalid = "PIPELINE_TREE_INVALID";

    /// <summary>The request does not fit the contract: bad JSON, a wrong type, a missing field.</summary>
    public const string RequestInvalid = "REQUEST_INVALID";

    public const string RequestTooLarge = "REQUEST_TOO_LARGE";

    public const string Stopping = "STOPPING";

    public const string Internal = "INTERNAL";
}
