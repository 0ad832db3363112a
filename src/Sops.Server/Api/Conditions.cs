using System.Globalization;
using System.Text.Json;
using Sops.Storage;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>
/// Conditions of query_task_count: "name__contains": "web". Fields and lookups are the ones written here; what a caller
/// wrote is never more than a value.
/// </summary>
internal sealed class Conditions(Times times)
{
    private enum Kind
    {
        Text,
        Number,
        Time,
        Flag,
    }

    private static readonly Dictionary<string, (TaskField Field, Kind Kind)> Fields = new(StringComparer.Ordinal)
    {
        ["template_id"] = (TaskField.TemplateId, Kind.Number),
        ["name"] = (TaskField.Name, Kind.Text),
        ["creator"] = (TaskField.Creator, Kind.Text),
        ["executor"] = (TaskField.Executor, Kind.Text),
        ["create_method"] = (TaskField.CreateMethod, Kind.Text),
        ["flow_type"] = (TaskField.FlowType, Kind.Text),
        ["category"] = (TaskField.Category, Kind.Text),
        ["create_time"] = (TaskField.CreateTime, Kind.Time),
        ["start_time"] = (TaskField.StartTime, Kind.Time),
        ["finish_time"] = (TaskField.FinishTime, Kind.Time),
        ["is_started"] = (TaskField.IsStarted, Kind.Flag),
        ["is_finished"] = (TaskField.IsFinished, Kind.Flag),
    };

    private static readonly Dictionary<string, Lookup> Lookups = new(StringComparer.Ordinal)
    {
        [""] = Lookup.Is,
        ["contains"] = Lookup.Contains,
        ["icontains"] = Lookup.ContainsIgnoringCase,
        ["in"] = Lookup.In,
        ["gte"] = Lookup.AtLeast,
        ["lte"] = Lookup.AtMost,
        ["gt"] = Lookup.Above,
        ["lt"] = Lookup.Below,
    };

    public IReadOnlyList<TaskCondition> Of(JsonValue? given)
    {
        if (Values.Parse(given) is not { } conditions)
        {
            return [];
        }
        if (conditions.ValueKind != JsonValueKind.Object)
        {
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"[API] query_task_list params conditions[{Texts.Shortened(conditions.ToString())}] are invalid dict data",
                new FieldViolation("conditions", "must be an object")
            );
        }
        return [.. conditions.EnumerateObject().Where(Counts).Select(c => Condition(c.Name, c.Value))];
    }

    /// <summary>An empty value asks for nothing, and the business is told apart from the conditions.</summary>
    private static bool Counts(JsonProperty condition) =>
        condition.Name != "project_id"
        && condition.Value.ValueKind != JsonValueKind.Null
        && (condition.Value.ValueKind != JsonValueKind.String || condition.Value.GetString() is not ("" or "None"));

    private TaskCondition Condition(string key, JsonElement value)
    {
        var parts = key.Split("__", 2);
        var suffix = parts.Length == 2 ? parts[1] : "";
        if (!Fields.TryGetValue(parts[0], out var field))
        {
            throw Refused(key, $"is not known; there are {string.Join(", ", Fields.Keys)}");
        }
        if (!Lookups.TryGetValue(suffix, out var lookup) || (parts.Length == 2 && suffix.Length == 0))
        {
            throw Refused(key, $"is not known; there are __{string.Join(", __", Lookups.Keys.Skip(1))}");
        }
        if (!Fits(field.Kind, lookup))
        {
            throw Refused(key, $"cannot be asked of {parts[0]}");
        }
        if (field.Kind == Kind.Time && suffix.Length == 0 && field.Field != TaskField.StartTime)
        {
            return Day(key, field.Field, value);
        }
        if (value.ValueKind == JsonValueKind.Array)
        {
            return lookup is Lookup.Is or Lookup.In && field.Kind is Kind.Text or Kind.Number
                ? new TaskCondition(field.Field, Lookup.In, List(key, field.Kind, value))
                : throw Refused(key, "takes one value, not a list");
        }
        return lookup == Lookup.In
            ? throw Refused(key, "must be a list")
            : new TaskCondition(field.Field, lookup, Value(key, field.Kind, lookup, value));
    }

    private static bool Fits(Kind kind, Lookup lookup) =>
        kind switch
        {
            Kind.Text => lookup is Lookup.Is or Lookup.Contains or Lookup.ContainsIgnoringCase or Lookup.In,
            Kind.Number => lookup is not (Lookup.Contains or Lookup.ContainsIgnoringCase),
            Kind.Time => lookup is Lookup.Is or Lookup.AtLeast or Lookup.AtMost or Lookup.Above or Lookup.Below,
            _ => lookup is Lookup.Is,
        };

    /// <summary>
    /// Without a lookup these two are days as unix milliseconds: made since the one began, and before the day after the
    /// other. Both are about when a task was made.
    /// </summary>
    private static TaskCondition Day(string key, TaskField field, JsonElement value)
    {
        var days = field == TaskField.FinishTime ? 1 : 0;
        try
        {
            var day = DateTimeOffset.FromUnixTimeMilliseconds(Number(value) ?? long.MaxValue).AddDays(days);
            return new TaskCondition(TaskField.CreateTime, days == 0 ? Lookup.AtLeast : Lookup.Below, day);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Refused(key, "must be a moment in unix milliseconds; a time in words goes with __gte or __lte");
        }
    }

    private static object List(string key, Kind kind, JsonElement list)
    {
        var items = list.EnumerateArray().ToList();
        return kind == Kind.Text
            ? items.ConvertAll(i => Text(i) ?? throw Refused(key, "must be a list of texts"))
            : items.ConvertAll(i => Number(i) ?? throw Refused(key, "must be a list of integers"));
    }

    private object Value(string key, Kind kind, Lookup lookup, JsonElement value) =>
        kind switch
        {
            Kind.Text => Text(value) ?? throw Refused(key, "must be a text"),
            Kind.Number => Number(value) ?? throw Refused(key, "must be an integer"),
            Kind.Flag => Flag(value) ?? throw Refused(key, "must be true or false"),
            _ => times.Parse(
                $"conditions.{key}",
                Text(value) ?? throw Refused(key, "must be a time"),
                until: lookup is Lookup.AtMost or Lookup.Above
            ),
        };

    private static string? Text(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : null;

    private static long? Number(JsonElement value) =>
        long.TryParse(Text(value), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool? Flag(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => Text(value)?.ToUpperInvariant() switch
            {
                "TRUE" or "1" => true,
                "FALSE" or "0" => false,
                _ => null,
            },
        };

    private static SopsException Refused(string key, string what) =>
        Invalid.Field($"conditions.{Texts.Shortened(key)}", what);
}
