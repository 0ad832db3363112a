namespace Sops.Server.Tests.Durability.Load;

/// <summary>A task's life from its making to its end, as its callers make it happen.</summary>
internal sealed record Script(string Name, string Tree, params IReadOnlyList<Step> Steps)
{
    /// <summary>The state of the task after the last step, sooner or later.</summary>
    public string End => Steps[^1].Verb == "revoke" ? "REVOKED" : "FINISHED";
}
