using System.Text.Json;

namespace Sops.Server.Tests.OpenApi;

/// <summary>Holds a JSON value against a schema of the document, in the keywords that the document uses; fields that a schema does not name count as wrong.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>What is wrong, each with its place; empty when the value is as described.</summary>
    public IReadOnlyList<string> Problems(JsonElement schema, JsonElement value, string at = "answer")
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!.Split('/')[^1];
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(name);
        }
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            var tries = choices.EnumerateArray().Select(c => Problems(c, value, at)).ToList();
            return tries.Count(t => t.Count == 0) == 1
                ? []
                : [$"{at}: none or several fit", .. tries.SelectMany(t => t)];
        }
        if (schema.TryGetProperty("type", out var type) && !IsOf(type.GetString()!, value))
        {
            return [$"{at}: {value.ValueKind} is not {type}"];
        }
        if (schema.TryGetProperty("enum", out var allowed))
        {
            var raw = value.GetRawText();
            return allowed.EnumerateArray().Any(a => a.GetRawText() == raw) ? [] : [$"{at}: {raw} is not allowed"];
        }
        return value.ValueKind switch
        {
            JsonValueKind.Object when schema.TryGetProperty("properties", out var fields) =>
            [
                .. OfFields(schema, fields, value, at),
            ],
            JsonValueKind.Object when schema.TryGetProperty("additionalProperties", out var each) =>
            [
                .. value.EnumerateObject().SelectMany(m => Problems(each, m.Value, $"{at}.{m.Name}")),
            ],
            JsonValueKind.Array when schema.TryGetProperty("items", out var item) =>
            [
                .. value.EnumerateArray().SelectMany((v, i) => Problems(item, v, $"{at}[{i}]")),
            ],
            _ => [],
        };
    }

    private IEnumerable<string> OfFields(JsonElement schema, JsonElement fields, JsonElement value, string at)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(n => n.GetString()!)
            : [];
        foreach (var name in required.Where(n => !value.TryGetProperty(n, out _)))
        {
            yield return $"{at}.{name}: absent";
        }
        foreach (var member in value.EnumerateObject())
        {
            if (!fields.TryGetProperty(member.Name, out var field))
            {
                yield return $"{at}.{member.Name}: not described";
                continue;
            }
            foreach (var problem in Problems(field, member.Value, $"{at}.{member.Name}"))
            {
                yield return problem;
            }
        }
    }

    private static bool IsOf(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            _ => value.ValueKind == JsonValueKind.Null,
        };
}
