namespace Sops.Server.Access;

/// <summary>Finds out who calls, and proves it where apps are configured.</summary>
public sealed class Callers(Apps apps)
{
    private const int MaxUserLength = 64;

    /// <summary>What the claims say, cut to what is kept of them; nothing of it is proved.</summary>
    /// <inheritdoc cref="ProveAsync" path="/param"/>
    public static Caller Claimed(CallerClaims claims, string onBehalfOf) =>
        new(
            Characters.First(onBehalfOf.Length > 0 ? onBehalfOf : claims.UserName ?? "", MaxUserLength),
            Characters.First(claims.AppCode ?? "", App.MaxCode)
        );

    /// <param name="onBehalfOf">User that the request itself names; "" for none.</param>
    /// <exception cref="SopsException">Nobody who may call.</exception>
    public async ValueTask<Caller> ProveAsync(CallerClaims claims, string onBehalfOf, CancellationToken cancellation)
    {
        var app = apps.IsOpen ? null : await AppOfAsync(claims, cancellation);
        var (field, user) =
            onBehalfOf.Length > 0 ? ("operator", onBehalfOf) : ("bk_username", claims.UserName ?? app?.Code ?? "admin");
        if (Characters.Count(user) > MaxUserLength)
        {
            throw Invalid.Field(field, $"at most {MaxUserLength} characters");
        }
        if (app is { MayImpersonate: false } && user != app.Code)
        {
            throw new SopsException(
                FailureKind.Denied,
                "IMPERSONATION_DENIED",
                $"{field}: the app {app.Code} may not act for another user; leave it out"
            );
        }
        return app is null ? Claimed(claims, onBehalfOf) with { User = user } : new Caller(user, app.Code, app);
    }

    private async ValueTask<App> AppOfAsync(CallerClaims claims, CancellationToken cancellation)
    {
        if (claims is { AppCode: { } code, AppSecret: { } secret })
        {
            return await apps.ProveAsync(code, secret, cancellation)
                ?? throw Unknown("CREDENTIALS_WRONG", "there is no such app, or this is not its secret");
        }
        throw claims.Token is not null
            ? Unknown(
                "LOGIN_UNSUPPORTED",
                "bk_token and access_token are not checked here; send bk_app_code and bk_app_secret"
            )
            : Unknown(
                "CREDENTIALS_MISSING",
                $"send bk_app_code and bk_app_secret, in the header {CallerClaims.Header}, the query or the body"
            );
    }

    private static SopsException Unknown(string reason, string message) =>
        new(FailureKind.Unauthenticated, reason, message);
}
