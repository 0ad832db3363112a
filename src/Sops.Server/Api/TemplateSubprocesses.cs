using System.Globalization;
using System.Text.Json;
using Sops.Server.Runtime;

namespace Sops.Server.Api;

/// <summary>The sub-processes of a template's tree, and which versions of other templates they hold on to.</summary>
/// <param name="Any">There is a sub-process at all.</param>
internal sealed record TemplateSubprocesses(bool Any, IReadOnlyList<PinnedTemplate> Pinned)
{
    public static TemplateSubprocesses Of(string tree)
    {
        using var document = TemplateTree.Parse(tree);
        var found = new List<JsonElement>();
        Collect(document.RootElement, found);
        return new(found.Count > 0, [.. found.Select(Pin).OfType<PinnedTemplate>()]);
    }

    private static void Collect(JsonElement level, List<JsonElement> found)
    {
        foreach (var activity in TemplateTree.Activities(level))
        {
            if (TemplateTree.Text(activity, "type") != "SubProcess")
            {
                continue;
            }
            found.Add(activity);
            if (TemplateTree.Body(activity) is { } body)
            {
                Collect(body, found);
            }
        }
    }

    /// <summary>Null where it runs a tree of its own, or the newest one of its template.</summary>
    private static PinnedTemplate? Pin(JsonElement activity)
    {
        var latest =
            activity.TryGetProperty("always_use_latest", out var always) && always.ValueKind == JsonValueKind.True;
        var version = TemplateTree.Text(activity, "version");
        if (
            latest
            || version.Length == 0
            || TemplateTree.Body(activity) is not null
            || !long.TryParse(TemplateTree.Text(activity, "template_id"), CultureInfo.InvariantCulture, out var id)
        )
        {
            return null;
        }
        var source = TemplateTree.Text(activity, "template_source");
        return new PinnedTemplate(id, source.Length > 0 ? Templates.Source(source) : null, version);
    }
}

/// <summary>A version of a template that a sub-process names.</summary>
/// <param name="Source">Null where it is that of the tree that the sub-process is in.</param>
internal sealed record PinnedTemplate(long Id, string? Source, string Version);
