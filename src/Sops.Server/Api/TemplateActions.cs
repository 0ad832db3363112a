using Sops.Server.Access;

namespace Sops.Server.Api;

/// <summary>What a caller may do with a template that they can see, in bk-sops' words.</summary>
internal static class TemplateActions
{
    private static readonly string[] All = ["flow_view", "flow_edit", "flow_create_task"];

    public static IReadOnlyList<string> Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return All;
    }
}
