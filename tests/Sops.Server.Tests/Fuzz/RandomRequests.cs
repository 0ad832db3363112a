using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Sops.Server.Tests.App;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.Tests.Fuzz;

/// <summary>Requests that are nearly right: known fields and ids, values that fit or do not, and bytes that are broken.</summary>
internal sealed class RandomRequests(Random random)
{
    private static readonly string[] Words =
    [
        "",
        "start",
        "pause",
        "resume",
        "revoke",
        "retry",
        "skip",
        "callback",
        "forced_fail",
        "common",
        "business",
        "common_func",
        "status",
        "category",
        "json",
        "Asia/Shanghai",
        "2026-01-02 03:04:05",
        "1,2,3",
        "[]",
        "{}",
        "n1",
        "${a}",
        "\u0000",
        "'; DROP TABLE task; --",
        "%00%ff",
        "../../etc/passwd",
        "𝄞\u202e",
        new string('x', 300),
    ];

    private static readonly string[] Texts =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e999",
        "9223372036854775808",
        "0.1",
        "\"\"",
        "\"text\"",
        "[]",
        "[[[[]]]]",
        "{}",
        """{"${a}":"${a}"}""",
        """{"success":[],"fail":["mail"]}""",
        """{"create_time__gte":"2026-01-01 00:00:00","name__contains":"a","nonsense":[1]}""",
    ];

    public T Pick<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];

    public bool Chance(double of) => random.NextDouble() < of;

    public byte[] Bytes()
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    public IMessage Message(MessageDescriptor type, int depth = 0)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (!Chance(0.7))
            {
                continue;
            }
            switch (field.Accessor.GetValue(message))
            {
                case IDictionary map:
                    map["${a}"] = new JsonValue { Json = Json() };
                    break;
                case IList list:
                    for (var i = random.Next(4); i > 0; i--)
                    {
                        list.Add(Value(field, depth));
                    }
                    break;
                default:
                    field.Accessor.SetValue(message, Value(field, depth));
                    break;
            }
        }
        return message;
    }

    /// <summary>A JSON object with that type's fields, some of them of another kind than they should be.</summary>
    public byte[] Body(MessageDescriptor type)
    {
        var body = new StringBuilder("{");
        foreach (var field in type.Fields.InDeclarationOrder().Where(_ => Chance(0.7)))
        {
            body.Append(body.Length > 1 ? "," : "").Append('"').Append(field.Name).Append("\":");
            body.Append(Chance(0.3) ? Json() : Fitting(field));
        }
        var bytes = Encoding.UTF8.GetBytes(body.Append('}').ToString());
        return Chance(0.2) ? Damaged(bytes) : bytes;
    }

    /// <summary>A path of that pattern, and a query that may name any field.</summary>
    public string Path(string pattern, MessageDescriptor type)
    {
        var path = pattern;
        for (var open = path.IndexOf('{'); open >= 0; open = path.IndexOf('{'))
        {
            var close = path.IndexOf('}', open);
            var field = type.FindFieldByName(path[(open + 1)..close]);
            var value = Chance(0.1) ? Pick(Words) : Number(field).ToString(CultureInfo.InvariantCulture);
            path =
                $"{path[..open]}{Uri.EscapeDataString(value.Replace("\0", "", StringComparison.Ordinal))}{path[(close + 1)..]}";
        }
        var query = type
            .Fields.InDeclarationOrder()
            .Where(_ => Chance(0.3))
            .Select(f => $"{f.Name}={Uri.EscapeDataString(Chance(0.5) ? Pick(Words) : Fitting(f).Trim('"'))}");
        return $"{path}{(Chance(0.5) ? "/" : "")}?{string.Join('&', query)}";
    }

    private object Value(FieldDescriptor field, int depth) =>
        field.FieldType switch
        {
            FieldType.Int64 => Number(field),
            FieldType.Int32 => random.Next(-2, 300),
            FieldType.Bool => Chance(0.5),
            FieldType.String => Word(field),
            FieldType.Enum => random.Next(4),
            FieldType.Message when field.MessageType == JsonValue.Descriptor => new JsonValue { Json = Json(field) },
            FieldType.Message when field.MessageType == FieldMask.Descriptor => new FieldMask
            {
                Paths = { Pick(Words) },
            },
            _ => Message(field.MessageType, depth + 1),
        };

    private string Fitting(FieldDescriptor field) =>
        field.IsMap ? $$"""{"${a}":{{Json()}}}"""
        : field.IsRepeated ? $"[{Scalar(field)}]"
        : Scalar(field);

    private string Scalar(FieldDescriptor field) =>
        field.FieldType switch
        {
            FieldType.Int64 or FieldType.Int32 => Number(field).ToString(CultureInfo.InvariantCulture),
            FieldType.Bool => Chance(0.5) ? "true" : "false",
            FieldType.Message when field.MessageType == JsonValue.Descriptor => Json(field),
            _ => System.Text.Json.JsonSerializer.Serialize(Word(field)),
        };

    private long Number(FieldDescriptor? field) =>
        Chance(0.05) ? Pick([0, -1, long.MaxValue, long.MinValue])
        : field?.Name is "bk_biz_id" or "space_id" ? SopsClient.Business
        : random.Next(1, 12);

    private string Word(FieldDescriptor field) =>
        field.Name switch
        {
            "request_id" when Chance(0.9) => Guid.NewGuid().ToString("N"),
            "url" or "callback_url" when Chance(0.9) => "https://receiver.invalid/",
            _ => Pick(Words),
        };

    private string Json(FieldDescriptor? field = null) =>
        field?.Name == "pipeline_tree" && Chance(0.8) ? Tree() : Pick(Texts);

    /// <summary>A tree that runs, or one that lost something.</summary>
    private string Tree()
    {
        var tree = JsonNode.Parse(TestTrees.Chain(2))!.AsObject();
        if (Chance(0.5))
        {
            tree.Remove(Pick([.. tree.Select(member => member.Key)]));
        }
        return tree.ToJsonString();
    }

    private byte[] Damaged(byte[] bytes)
    {
        for (var i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }
        return Chance(0.3) ? bytes[..random.Next(bytes.Length + 1)] : bytes;
    }
}
