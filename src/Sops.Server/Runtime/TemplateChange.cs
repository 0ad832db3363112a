using System.Text.Json;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What to change of a template; what is null stays as it is.</summary>
public sealed record TemplateChange
{
    public string? Name { get; init; }
    public string? Tree { get; init; }
    public string? Category { get; init; }
    public string? Description { get; init; }
    public JsonElement? NotifyType { get; init; }
    public JsonElement? NotifyReceivers { get; init; }
    public string? ExecutorProxy { get; init; }

    /// <summary>The tree is not in the row.</summary>
    public TemplateRow ApplyTo(TemplateRow template)
    {
        var extra = TemplateExtra.Of(template);
        return template with
        {
            Name = Name ?? template.Name,
            Category = Category ?? template.Category,
            Description = Description ?? template.Description,
            Extra = (
                extra with
                {
                    NotifyType = NotifyType ?? extra.NotifyType,
                    NotifyReceivers = NotifyReceivers ?? extra.NotifyReceivers,
                    ExecutorProxy = ExecutorProxy ?? extra.ExecutorProxy,
                }
            ).ToJson(),
        };
    }
}
