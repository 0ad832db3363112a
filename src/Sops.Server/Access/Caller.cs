using Sops.V1;

namespace Sops.Server.Access;

/// <summary>Who asks, and what they may do.</summary>
/// <param name="AppCode">"" where the caller named no app.</param>
/// <param name="App">Null in open mode, where everybody may do everything.</param>
public sealed record Caller(string User, string AppCode, App? App = null)
{
    public static readonly Caller Nobody = new("", "");

    /// <summary>Businesses that the caller may act for; null means all.</summary>
    public IReadOnlySet<long>? Businesses => App?.Businesses;

    /// <summary>The caller may act for every business, and so change what is common to them.</summary>
    public bool MayActForAll => Businesses is null;

    public bool MayActFor(long businessId) => Businesses?.Contains(businessId) ?? true;

    /// <summary>The caller may name a user of its choice.</summary>
    public bool MayImpersonate => App?.MayImpersonate ?? true;

    public bool Has(Permission permission) => App?.Permissions.Contains(permission) ?? true;
}
