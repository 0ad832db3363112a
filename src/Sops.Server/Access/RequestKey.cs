namespace Sops.Server.Access;

/// <summary>Names a request, so that sent again it gets the first answer and has no second effect.</summary>
/// <param name="Scope">Whose ids these are: owner and method.</param>
/// <param name="Id">The caller's.</param>
/// <param name="Digest">Of what was asked, to tell a repeat from another request under the same id.</param>
public sealed record RequestKey(string Scope, string Id, string Digest)
{
    public const int MaxIdLength = 64;
}
