namespace Sops.Outbound;

/// <summary>Where a deployment lets its outgoing requests go; the section <c>Sops:Outbound</c>.</summary>
public sealed class OutboundOptions
{
    /// <summary>Of https and http, those that may be called.</summary>
    public IList<string> Schemes { get; init; } = ["https", "http"];

    /// <summary>Networks in CIDR form that may be called although they are not public, such as 10.20.0.0/16.</summary>
    public IList<string> AllowedNetworks { get; init; } = [];
}
