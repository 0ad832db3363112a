using System.Text.Encodings.Web;
using System.Text.Json;
using Sops.Engine.Expressions.Syntax;

namespace Sops.Engine.Expressions;

/// <summary>Puts values into texts that hold <c>${…}</c>, in lists and dicts at any depth.</summary>
public static class Template
{
    // Less than what a run is written down with, so that what is rendered can be stored inside other documents.
    private const int MaxJsonDepth = 256;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxJsonDepth,
    };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxJsonDepth };

    /// <summary>
    /// A text that is exactly one reference to a variable becomes its value, of whatever type; in any other text the value
    /// of each expression is put in as Python's str() has it. What cannot be evaluated stays as it is. Keys of dicts and
    /// values of other types are left alone.
    /// </summary>
    /// <exception cref="EvaluationException">The budget is used up, or a variable cannot be had.</exception>
    public static JsonElement Render(JsonElement template, EvaluationContext context)
    {
        if (!RawText.MayHoldFragment(template))
            return template;
        context.Enter();
        try
        {
            if (template.ValueKind == JsonValueKind.String)
                return RenderText(template, context);
            return HasReferences(template) ? RenderCollection(template, context) : template;
        }
        finally
        {
            context.Leave();
        }
    }

    /// <summary>Whether anything in it is written as an expression, so that rendering may change it.</summary>
    public static bool HasReferences(JsonElement template) => RawText.Any(template, text => text.HasFragments);

    /// <summary>
    /// Names that its expressions take from outside; among them builtins such as <c>len</c>, since a variable of that name
    /// would be meant.
    /// </summary>
    public static IReadOnlySet<string> References(JsonElement template)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        RawText.Any(
            template,
            text =>
            {
                names.UnionWith(text.References);
                return false;
            }
        );
        return names;
    }

    private static JsonElement RenderText(JsonElement template, EvaluationContext context)
    {
        if (RawText.Read(template) is not { } text)
            return template;
        var parsed = TemplateText.Parse(text);
        if (!parsed.HasFragments)
            return template;
        if (parsed.SingleName is { } name)
            return context.Variables.TryGet(name, out var value) ? value : template;
        return ToJson(writer => writer.WriteStringValue(parsed.Render(context)));
    }

    private static JsonElement RenderCollection(JsonElement template, EvaluationContext context) =>
        ToJson(writer => Write(template, writer, context));

    private static void Write(JsonElement template, Utf8JsonWriter writer, EvaluationContext context)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object:
                context.SpendItems(template.GetPropertyCount());
                writer.WriteStartObject();
                foreach (var property in template.EnumerateObject())
                {
                    writer.WritePropertyName(
                        RawText.ReadName(property) ?? throw new EvaluationException("a key holds half of a character")
                    );
                    Write(property.Value, writer, context);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                context.SpendItems(template.GetArrayLength());
                writer.WriteStartArray();
                foreach (var item in template.EnumerateArray())
                    Write(item, writer, context);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String when RawText.MayHoldFragment(template):
                var value = RenderText(template, context);
                // The same large value may be put in many times.
                context.Spend(1 + RawText.Size(value) / 64);
                value.WriteTo(writer);
                break;
            default:
                template.WriteTo(writer);
                break;
        }
    }

    private static JsonElement ToJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, Writing))
                write(writer);
            return JsonElement.Parse(buffer.WrittenSpan, Reading);
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException)
        {
            throw new EvaluationException($"the rendered value nests more than {MaxJsonDepth} levels deep", e);
        }
    }
}
