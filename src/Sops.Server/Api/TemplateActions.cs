using Sops.Server.Access;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What a caller may do with a template that they can see, in bk-sops' words.</summary>
internal static class TemplateActions
{
    public static IEnumerable<string> Of(Caller caller, TemplateRow template)
    {
        yield return "flow_view";
        // A common template is everybody's, so only who may act for everybody changes it.
        if (caller.Has(Permission.EditTemplates) && (template.Source != TemplateSource.Common || caller.MayActForAll))
        {
            yield return "flow_edit";
        }
        if (caller.Has(Permission.CreateTasks))
        {
            yield return "flow_create_task";
        }
    }
}
