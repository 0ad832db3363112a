using Google.Protobuf;
using Grpc.Core;
using Sops.Server.Hosting;
using Sops.Server.Runtime;

namespace Sops.Server.Api;

/// <summary>Who calls, and under which request id.</summary>
internal static class Callers
{
    private const int MaxUserLength = 64;

    public static Caller Of(ServerCallContext context)
    {
        var claims = CallerClaims.Of(context);
        var user = claims.UserName ?? "admin";
        return user.Length <= MaxUserLength
            ? new Caller(user, claims.AppCode ?? "")
            : throw Bad("bk_username", $"at most {MaxUserLength} characters");
    }

    /// <summary>Null where the caller gave no id.</summary>
    public static RequestKey? Key(ServerCallContext context, long businessId, string requestId, IMessage request)
    {
        if (requestId.Length == 0)
        {
            return null;
        }
        if (requestId.Length > Requests.MaxIdLength)
        {
            throw Bad("request_id", $"at most {Requests.MaxIdLength} characters");
        }
        return new RequestKey($"{businessId}{context.Method}", requestId, RequestDigest.Of(request));
    }

    public static SopsException Bad(string field, string what) =>
        SopsException.Invalid(FailureReasons.RequestInvalid, $"{field}: {what}", new FieldViolation(field, what));
}
