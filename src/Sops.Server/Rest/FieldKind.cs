using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Sops.V1;

namespace Sops.Server.Rest;

/// <summary>
/// Which values a field of the contract takes over REST. Wider than protobuf's JSON: a text for a number, a number for
/// a text, 0 and 1 for a boolean, and null for anything, which means that it was not given.
/// </summary>
static class FieldKind
{
    /// <summary>Says why the value under the reader cannot be the field's and steps over it; null leaves it to the caller.</summary>
    public static string? Reject(FieldDescriptor field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (IsMask(field))
            return RejectMask(ref reader);
        if (field.IsMap)
            return reader.TokenType == JsonTokenType.StartObject ? null : Skip(ref reader, "must be an object");
        if (field.IsRepeated)
            return RejectList(field, ref reader);
        return Takes(field, ref reader) ? null : Skip(ref reader, $"must be {Name(field)}");
    }

    public static bool IsInteger(FieldDescriptor field) => field.FieldType is FieldType.Int64 or FieldType.Int32;

    public static bool IsInteger(FieldDescriptor field, string text) =>
        field.FieldType == FieldType.Int64
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    /// <summary>Null when the text is no boolean.</summary>
    public static bool? ToBoolean(string text) =>
        text.ToUpperInvariant() switch
        {
            "TRUE" or "1" => true,
            "FALSE" or "0" or "" => false,
            _ => null,
        };

    public static string Name(FieldDescriptor field) =>
        field.FieldType switch
        {
            FieldType.Int64 or FieldType.Int32 => "an integer",
            FieldType.Bool => "true or false",
            FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Select(v => v.Name))}",
            FieldType.Message => "an object",
            _ => "a string",
        };

    /// <summary>By its name or its number; null when it is none.</summary>
    public static EnumValueDescriptor? EnumValue(FieldDescriptor field, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? field.EnumType.FindValueByNumber(number)
            : field.EnumType.FindValueByName(text);

    static bool IsMask(FieldDescriptor field) =>
        field.FieldType == FieldType.Message && field.MessageType == FieldMask.Descriptor;

    static string? RejectMask(ref Utf8JsonReader reader)
    {
        const string Problem = "must be the names of fields, as a list or as one string with commas";
        if (reader.TokenType == JsonTokenType.String)
            return null;
        if (reader.TokenType != JsonTokenType.StartArray)
            return Skip(ref reader, Problem);
        string? problem = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
                problem = Problem;
            reader.Skip();
        }
        return problem;
    }

    static string? RejectList(FieldDescriptor field, ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return Skip(ref reader, "must be a list");
        string? problem = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null || !Takes(field, ref reader))
                problem = $"must be a list whose items are each {Name(field)}";
            reader.Skip();
        }
        return problem;
    }

    static bool Takes(FieldDescriptor field, ref Utf8JsonReader reader)
    {
        var scalar = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
        return field.FieldType switch
        {
            FieldType.Message => field.MessageType == JsonValue.Descriptor || !scalar,
            FieldType.Int64 or FieldType.Int32 => TakesInteger(field, ref reader),
            FieldType.Bool => scalar && TakesBoolean(ref reader),
            FieldType.Enum => scalar && TakesEnum(field, ref reader),
            _ => scalar,
        };
    }

    static bool TakesInteger(FieldDescriptor field, ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number when field.FieldType == FieldType.Int64 => reader.TryGetInt64(out _),
            JsonTokenType.Number => reader.TryGetInt32(out _),
            JsonTokenType.String => IsInteger(field, reader.GetString()!),
            _ => false,
        };

    static bool TakesEnum(FieldDescriptor field, ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt32(out var number)
                && field.EnumType.FindValueByNumber(number) is not null,
            JsonTokenType.String => field.EnumType.FindValueByName(reader.GetString()!) is not null,
            _ => false,
        };

    static bool TakesBoolean(ref Utf8JsonReader reader) =>
        reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out var number) && number is 0 or 1,
            JsonTokenType.String => ToBoolean(reader.GetString()!) is not null,
            _ => true,
        };

    static string Skip(ref Utf8JsonReader reader, string problem)
    {
        reader.Skip();
        return problem;
    }
}
