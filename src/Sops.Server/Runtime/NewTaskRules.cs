using System.Text.Json;
using Sops.Storage;

namespace Sops.Server.Runtime;

/// <summary>What callers may ask of a new task, whatever the template.</summary>
internal static class NewTaskRules
{
    private const int LongestName = 100;
    private const int LongestSpaceName = 128;
    private const string Schemes = "template_schemes_id";

    public static void Check(NewTask task)
    {
        var longest = task.Space ? LongestSpaceName : LongestName;
        if (task.Name.Length == 0 || Characters.Count(task.Name) > longest)
        {
            throw Invalid("name", $"1 to {longest} characters");
        }
        if (task.FlowType is not (TaskRow.CommonType or TaskRow.FunctionalType))
        {
            throw Invalid("flow_type", $"must be {TaskRow.CommonType} or {TaskRow.FunctionalType}");
        }
        CheckSchemes(task);
    }

    /// <summary>There are no schemes yet, so whatever is named here is unknown.</summary>
    private static void CheckSchemes(NewTask task)
    {
        var ids = task.Schemes is { } given ? Ids(given) : [];
        if (ids.Count == 0)
        {
            return;
        }
        if (task.Tree is not null)
        {
            throw Refused($"{Schemes} can not be used with pipeline_tree");
        }
        var repeated = ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        if (repeated.Count > 0)
        {
            throw Refused($"duplicate {Schemes}: {string.Join(", ", repeated)}");
        }
        throw Refused(
            task.ExcludedNodes.Count > 0 || task.ExecutedNodes.Count > 0
                ? $"{Schemes} can not be used with exclude_task_nodes_id or execute_task_nodes_id"
                : $"unknown {Schemes}: {string.Join(", ", ids)}"
        );
    }

    private static List<string> Ids(JsonElement given) =>
        given.ValueKind switch
        {
            JsonValueKind.Array => [.. given.EnumerateArray().Select(Id)],
            JsonValueKind.String when given.ValueEquals("") => [],
            JsonValueKind.String or JsonValueKind.Number => [Id(given)],
            _ => throw Refused($"invalid {Schemes}"),
        };

    private static string Id(JsonElement id) =>
        id.ValueKind == JsonValueKind.String && !id.ValueEquals("") ? id.GetString()!
        : id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number > 0 ? id.GetRawText()
        : throw Refused($"invalid {Schemes}: all items must be non-empty strings or positive integers");

    private static SopsException Refused(string message) =>
        SopsException.Invalid(FailureReasons.RequestInvalid, message, new FieldViolation(Schemes, message));

    private static SopsException Invalid(string field, string what) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            $"task params is invalid: {field}: {what}",
            new FieldViolation(field, what)
        );
}
