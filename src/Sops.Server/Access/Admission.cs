using Grpc.Core;
using Sops.Server.Runtime;
using Sops.V1;

namespace Sops.Server.Access;

/// <summary>Lets a call in, or says why not: who calls, how often, what they may do, and for which business.</summary>
public sealed class Admission(Callers callers, CallRates rates)
{
    // What a caller wrote is told back, but not at any length.
    private const int MaxScope = 32;

    /// <exception cref="SopsException">The call is refused; nothing that it is about was looked at.</exception>
    internal async Task AdmitAsync(Call call, MethodAccess access, CallFields fields, ServerCallContext context)
    {
        var claims = CallerClaims.Of(context);
        var onBehalfOf = fields.Text("operator");
        call.IsBy(Callers.Claimed(claims, onBehalfOf));
        call.IsBy(await callers.ProveAsync(claims, onBehalfOf, context.CancellationToken));
        await rates.RequireAsync(call.Caller, context.CancellationToken);
        var mayAct = MayAct(call, access);
        if (mayAct)
        {
            call.IsByKnown();
        }
        RequirePermissions(call.Caller, access);
        RequireBusinessId(call, access, fields);
        RequireBusiness(call, mayAct, fields);
        RequireOwnTemplate(call.Caller, access, fields);
        if (!call.ValidateOnly)
        {
            call.IsNamed(fields.Key(call.Caller.AppCode, context.Method));
        }
    }

    private static void RequirePermissions(Caller caller, MethodAccess access)
    {
        foreach (var permission in access.Permissions)
        {
            if (!caller.Has(permission))
            {
                var word = AppSettings.Word(permission);
                throw Denied("PERMISSION_MISSING", word, $"the app {caller.AppCode} lacks the permission {word}");
            }
        }
    }

    private static bool MayAct(Call call, MethodAccess access) =>
        IsOfAny(call, access) || call.Caller.MayActFor(call.BusinessId);

    private static bool IsOfAny(Call call, MethodAccess access) => access.IsAcrossBusinesses && call.BusinessId == 0;

    private static void RequireBusinessId(Call call, MethodAccess access, CallFields fields)
    {
        if (call.BusinessId < 1 && !IsOfAny(call, access))
        {
            throw Invalid.Field(fields.BusinessField, "is required, from 1");
        }
    }

    private static void RequireBusiness(Call call, bool mayAct, CallFields fields)
    {
        if (!mayAct)
        {
            var scope = fields.Text("scope") is { Length: > 0 and <= MaxScope } given ? given : "cmdb_biz";
            throw SopsException.NotFound(
                "BUSINESS_NOT_FOUND",
                $"project({call.BusinessId}) with scope({scope}) does not exist."
            );
        }
    }

    /// <summary>What is common to all businesses is changed only by who may act for all of them.</summary>
    private static void RequireOwnTemplate(Caller caller, MethodAccess access, CallFields fields)
    {
        if (
            !caller.MayActForAll
            && access.Permissions.Contains(Permission.EditTemplates)
            && Templates.Source(fields.Text("template_source")) == "common"
        )
        {
            throw Denied(
                "COMMON_TEMPLATE",
                AppSettings.Word(Permission.EditTemplates),
                $"the app {caller.AppCode} may not act for every business, and so not change a common template"
            );
        }
    }

    private static SopsException Denied(string reason, string permission, string message) =>
        new(FailureKind.Denied, reason, message)
        {
            Metadata = new Dictionary<string, string> { ["permission"] = permission },
        };
}
