using Grpc.Core;

namespace Sops.Server.Access;

/// <summary>Finds out who calls.</summary>
internal static class Callers
{
    private const int MaxUserLength = 64;

    public static Caller Of(ServerCallContext context)
    {
        var claims = CallerClaims.Of(context);
        var user = claims.UserName ?? "admin";
        return user.Length <= MaxUserLength
            ? new Caller(user, claims.AppCode ?? "")
            : throw Invalid.Field("bk_username", $"at most {MaxUserLength} characters");
    }
}
