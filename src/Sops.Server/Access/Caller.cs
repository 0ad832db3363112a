namespace Sops.Server.Access;

/// <summary>Who asks.</summary>
/// <param name="AppCode">"" where nobody has to identify an app.</param>
public sealed record Caller(string User, string AppCode);
