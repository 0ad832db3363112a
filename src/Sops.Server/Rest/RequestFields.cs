using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.Extensions.Primitives;

namespace Sops.Server.Rest;

/// <summary>The fields that come in the path and the query.</summary>
static class RequestFields
{
    /// <summary>A path whose ids are not numbers leads nowhere.</summary>
    public static bool RouteIdsAreNumbers(HttpContext http, GrpcJsonTranscodingMetadata route)
    {
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (route.MethodDescriptor.InputType.FindFieldByName(name) is not { } field || !FieldKind.IsInteger(field))
                continue;
            var text = value as string ?? "";
            if (!text.All(char.IsAsciiDigit) || !FieldKind.IsInteger(field, text))
                return false;
        }
        return true;
    }

    /// <summary>Only what the method knows, in the spelling that binding wants; an empty number or flag is not given.</summary>
    public static QueryCollection ForBinding(IReadOnlyDictionary<string, StringValues> query, MessageDescriptor input)
    {
        Dictionary<string, StringValues> bound = [];
        List<FieldViolation> bad = [];
        foreach (var (name, values) in query)
        {
            if (input.FindFieldByName(name) is not { FieldType: not FieldType.Message } field)
                continue;
            var last = values.Count == 0 ? "" : values[^1] ?? "";
            if (field.IsRepeated)
                bound[name] = values;
            else if (FieldKind.IsInteger(field))
                AddIf(FieldKind.IsInteger(field, last), name, last, field);
            else if (field.FieldType == FieldType.Bool)
                AddIf(
                    FieldKind.ToBoolean(last) is not null,
                    name,
                    FieldKind.ToBoolean(last) is true ? "true" : "false",
                    field
                );
            else if (field.FieldType == FieldType.Enum)
            {
                var value = FieldKind.EnumValue(field, last);
                AddIf(value is not null, name, value?.Name ?? "", field);
            }
            else
                bound[name] = last;

            void AddIf(bool fits, string key, string text, FieldDescriptor of)
            {
                if (fits)
                    bound[key] = text;
                else if (last.Length > 0)
                    bad.Add(new(key, $"must be {FieldKind.Name(of)}"));
            }
        }
        return bad.Count == 0 ? new QueryCollection(bound) : throw Invalid.Fields(bad);
    }
}
