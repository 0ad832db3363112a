using System.Text.Json;
using Google.Protobuf;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What callers give of a template, checked as far as that needs no other template.</summary>
internal static class TemplateInputs
{
    private const int MaxUserLength = 64;

    private static readonly string[] FlowTypes = ["common", "common_func"];

    /// <summary>Paths of an update mask.</summary>
    private static readonly string[] Changeable =
    [
        "name",
        "pipeline_tree",
        "description",
        "category",
        "notify_type",
        "notify_receivers",
        "executor_proxy",
    ];

    /// <summary>The template to store; who makes it, and when, is filled in later.</summary>
    public static TemplateRow Row(CreateTemplateRequest request, string defaultName)
    {
        if (request.TemplateLabels.Count > 0)
        {
            throw Refuse("template_labels", "template_labels contain invalid label ids");
        }
        var source = Source(request.TemplateSource);
        return new TemplateRow
        {
            BusinessId = source == TemplateSource.Common ? 0 : request.BkBizId,
            Source = source,
            Name = request.Name.Length > 0 ? request.Name : defaultName,
            Category = request.Category.Length > 0 ? request.Category : "Default",
            Description = request.Description,
            Creator = "",
            CreateTime = default,
            EditTime = default,
            Extra = new TemplateExtra
            {
                NotifyType = NotifyType(request.NotifyType),
                NotifyReceivers = NotifyReceivers(request.NotifyReceivers),
                ExecutorProxy = ExecutorProxy(request.ExecutorProxy),
                DefaultFlowType = FlowType(request.DefaultFlowType),
                Timeout = Timeout(request.Timeout),
            }.ToJson(),
        };
    }

    public static TemplateChange Change(UpdateTemplateRequest request)
    {
        var change = new TemplateChange
        {
            Name = request.HasName ? request.Name : null,
            Tree = Tree(request.PipelineTree),
            Category = request.HasCategory ? request.Category : null,
            Description = request.HasDescription ? request.Description : null,
            NotifyType = NotifyType(request.NotifyType),
            NotifyReceivers = NotifyReceivers(request.NotifyReceivers),
            ExecutorProxy = request.HasExecutorProxy ? ExecutorProxy(request.ExecutorProxy) : null,
        };
        return request.UpdateMask is { Paths.Count: > 0 } mask ? Masked(change, [.. mask.Paths])
            : change == new TemplateChange()
                ? throw Invalid.Field("update_mask", "no field is given that can be changed")
            : change;
    }

    /// <summary>The tree, given as an object or as a text that holds one; null where none is given.</summary>
    public static string? Tree(JsonValue? value)
    {
        if (Values.Parse(value) is not { } tree)
        {
            return null;
        }
        if (tree.ValueKind != JsonValueKind.String)
        {
            return value!.Json;
        }
        var text = tree.GetString()!;
        return Hosting.JsonText.IsSound(System.Text.Encoding.UTF8.GetBytes(text))
            ? text
            : throw Refuse("pipeline_tree", "pipeline_tree is not a valid JSON string");
    }

    public static string RequiredTree(JsonValue? value) =>
        Tree(value) ?? throw Refuse("pipeline_tree", "pipeline_tree is required");

    /// <summary>Where something is stored, a word that is none is a mistake; where something is only read, it means common.</summary>
    public static string Source(string source) =>
        source is "" or "business" or "project" or "common"
            ? Templates.Source(source)
            : throw Invalid.Field("template_source", "must be business, project or common");

    public static void RequireJson(string format)
    {
        if (format is not ("" or "json"))
        {
            throw Invalid.Field("format", $"{format} is not supported; it must be json");
        }
    }

    /// <summary>Null where no list is given.</summary>
    public static List<long>? Ids(string list)
    {
        if (list.Length == 0)
        {
            return null;
        }
        var ids = new List<long>();
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            ids.Add(
                long.TryParse(text, out var id) ? id : throw Invalid.Field("id_in", "wants ids, separated by commas")
            );
        }
        return ids;
    }

    /// <summary>Exactly what the mask names; what was not given then is emptied.</summary>
    private static TemplateChange Masked(TemplateChange given, HashSet<string> paths)
    {
        if (paths.FirstOrDefault(p => !Changeable.Contains(p)) is { } unknown)
        {
            throw Invalid.Field(
                "update_mask",
                $"{unknown} is no field that can be changed; those are {string.Join(", ", Changeable)}"
            );
        }
        return new TemplateChange
        {
            Name = Required("name", given.Name),
            Tree = Required("pipeline_tree", given.Tree),
            Category = Required("category", given.Category),
            Description = Optional("description", given.Description),
            ExecutorProxy = Optional("executor_proxy", given.ExecutorProxy),
            NotifyType = paths.Contains("notify_type") ? given.NotifyType ?? Nothing : null,
            NotifyReceivers = paths.Contains("notify_receivers") ? given.NotifyReceivers ?? Nothing : null,
        };

        string? Required(string path, string? value) =>
            !paths.Contains(path) ? null
            : string.IsNullOrEmpty(value) ? throw Invalid.Field(path, "is named in update_mask and cannot be emptied")
            : value;

        string? Optional(string path, string? value) => paths.Contains(path) ? value ?? "" : null;
    }

    private static JsonElement Nothing { get; } = JsonElement.Parse("{}");

    private static JsonElement? NotifyType(JsonValue? value)
    {
        if (Object("notify_type", value) is not { } ways)
        {
            return null;
        }
        foreach (var name in (string[])["success", "fail"])
        {
            var isList =
                !ways.TryGetProperty(name, out var list)
                || (
                    list.ValueKind == JsonValueKind.Array
                    && list.EnumerateArray().All(way => way.ValueKind == JsonValueKind.String)
                );
            if (!isList)
            {
                throw Invalid.Field("notify_type", $"{name} must be a list of strings");
            }
        }
        return ways;
    }

    private static JsonElement? NotifyReceivers(JsonValue? value) => Object("notify_receivers", value);

    private static JsonElement? Object(string field, JsonValue? value) =>
        Values.Parse(value) is not { } given ? null
        : given.ValueKind == JsonValueKind.Object ? given
        : throw Invalid.Field(field, "must be an object");

    private static string ExecutorProxy(string user) =>
        Characters.Count(user) <= MaxUserLength
            ? user
            : throw Invalid.Field("executor_proxy", $"at most {MaxUserLength} characters");

    private static string FlowType(string given) =>
        given.Length == 0 ? FlowTypes[0]
        : FlowTypes.Contains(given) ? given
        : throw Invalid.Field("default_flow_type", $"must be one of {string.Join(", ", FlowTypes)}");

    private static int Timeout(int minutes) =>
        minutes switch
        {
            0 => TemplateExtra.DefaultTimeout,
            > 0 => minutes,
            _ => throw Invalid.Field("timeout", "must not be negative"),
        };

    private static SopsException Refuse(string field, string message) =>
        SopsException.Invalid(FailureReasons.RequestInvalid, message, new FieldViolation(field, message));
}
