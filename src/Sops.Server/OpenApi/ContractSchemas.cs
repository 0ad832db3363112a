using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.OpenApi;
using JsonValue = Sops.V1.JsonValue;

namespace Sops.Server.OpenApi;

/// <summary>The contract's messages and fields as JSON Schema, as they look over REST.</summary>
sealed class ContractSchemas(OpenApiDocument document, ProtoComments comments)
{
    /// <summary>A field with its comment; its type stands in the document once.</summary>
    public IOpenApiSchema Of(FieldDescriptor field)
    {
        var schema = field switch
        {
            { IsMap: true } => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = One(field.MessageType.FindFieldByName("value")),
            },
            { IsRepeated: true } => new OpenApiSchema { Type = JsonSchemaType.Array, Items = One(field) },
            _ => One(field),
        };
        var comment = comments[field];
        if (schema is OpenApiSchema own)
            own.Description = comment;
        else if (schema is OpenApiSchemaReference reference)
            reference.Description = comment;
        return schema;
    }

    /// <summary>A whole message with its comment.</summary>
    public IOpenApiSchema Of(MessageDescriptor message)
    {
        var schema = (OpenApiSchemaReference)AnswerOf(message);
        schema.Description = comments[message];
        return schema;
    }

    public string CommentOf(IDescriptor descriptor) => comments[descriptor];

    /// <summary>An object of some fields of a request; the names of those that a caller must give are required.</summary>
    public OpenApiSchema RequestOf(IEnumerable<FieldDescriptor> fields)
    {
        var schema = ObjectOf(fields);
        schema.Required = fields.Where(IsRequired).Select(f => f.Name).ToHashSet();
        return schema;
    }

    public bool IsRequired(FieldDescriptor field) => comments[field].Contains("Required.", StringComparison.Ordinal);

    /// <summary>A whole message of an answer, put into the document at its first use.</summary>
    public IOpenApiSchema AnswerOf(MessageDescriptor message)
    {
        var schemas = document.Components!.Schemas!;
        if (!schemas.ContainsKey(message.Name))
        {
            // A message can hold itself, so its place is taken before its fields are looked at.
            schemas[message.Name] = new OpenApiSchema();
            var schema = ObjectOf(message.Fields.InDeclarationOrder());
            schema.Description = comments[message];
            // What has no presence is always written, also when it is 0 or empty.
            schema.Required = message
                .Fields.InDeclarationOrder()
                .Where(f => !f.HasPresence)
                .Select(f => f.Name)
                .ToHashSet();
            schemas[message.Name] = schema;
        }
        return new OpenApiSchemaReference(message.Name, document);
    }

    OpenApiSchema ObjectOf(IEnumerable<FieldDescriptor> fields) =>
        new() { Type = JsonSchemaType.Object, Properties = fields.ToDictionary(f => f.Name, Of) };

    IOpenApiSchema One(FieldDescriptor field) =>
        field.FieldType switch
        {
            FieldType.Int64 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
            FieldType.Int32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
            FieldType.Enum => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. field.EnumType.Values.Select(v => (JsonNode)v.Name)],
            },
            FieldType.Message => OfMessage(field.MessageType),
            _ => throw new InvalidOperationException($"{field.FullName} is of type {field.FieldType}"),
        };

    IOpenApiSchema OfMessage(MessageDescriptor message)
    {
        // Any JSON.
        if (message == JsonValue.Descriptor)
            return new OpenApiSchema();
        if (message == Timestamp.Descriptor)
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        if (message == FieldMask.Descriptor)
            return new OpenApiSchema { Type = JsonSchemaType.String };
        return AnswerOf(message);
    }
}
