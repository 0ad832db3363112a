using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using Sops.Server.Hosting;
using Sops.Server.Rest;
using Sops.V1;

namespace Sops.Server.OpenApi;

/// <summary>What stands around the contract's messages in REST: the envelope of an answer, and that of a failure.</summary>
sealed class EnvelopeSchemas(OpenApiDocument document, ContractSchemas schemas)
{
    const string Failure = "Failure";
    const string Json = "application/json";

    /// <summary>HTTP statuses that tell more than 200, for all methods alike.</summary>
    static readonly (string Status, string Name, string Meaning)[] Refusals =
    [
        ("401", "Unauthenticated", "An app is configured and this caller is none."),
        ("403", "PermissionDenied", "This app may not do that, or not for that business or user."),
        ("404", "NoSuchPath", "No such path, or an id in it is not a number."),
        ("405", "WrongMethod", "The path wants the other HTTP method."),
        ("413", "TooLarge", $"The request body is over {Limits.RequestBytes >> 20} MiB."),
    ];

    static readonly (int Code, string Meaning)[] Codes =
    [
        (ErrorCodes.ParameterInvalid, "INVALID_ARGUMENT, OUT_OF_RANGE: a parameter is wrong"),
        (ErrorCodes.Forbidden, "UNAUTHENTICATED, PERMISSION_DENIED: the caller may not do that"),
        (ErrorCodes.NotFound, "NOT_FOUND: there is no such thing in this business"),
        (
            ErrorCodes.InvalidOperation,
            "FAILED_PRECONDITION, RESOURCE_EXHAUSTED: the state does not allow it, or a limit is reached"
        ),
        (ErrorCodes.OperationFailed, "ABORTED, ALREADY_EXISTS: another change came first"),
        (ErrorCodes.TreeInvalid, "INVALID_ARGUMENT: the pipeline tree has violations"),
        (ErrorCodes.Unavailable, "UNAVAILABLE: the server is stopping or its database does not answer; repeat later"),
        (ErrorCodes.Unknown, "a fault of the service itself"),
    ];

    public void AddFailures()
    {
        document.Components!.Schemas![Failure] = Envelope(
            false,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Enum = [.. Codes.Select(c => (JsonNode)c.Code)],
                Description = string.Join('\n', Codes.Select(c => $"* {c.Code}: {c.Meaning}")),
            },
            new OpenApiSchema { Type = JsonSchemaType.Null, Description = "Always null." },
            "What went wrong, for a person. Every wrong field is named."
        );
        foreach (var (_, name, meaning) in Refusals)
        {
            document.Components.Responses![name] = new OpenApiResponse
            {
                Description = meaning,
                Content = Content(Json, new OpenApiSchemaReference(Failure, document)),
            };
        }
    }

    public OpenApiResponses ResponsesOf(RestRoute route)
    {
        OpenApiResponses responses = new() { ["200"] = Answer(route) };
        foreach (var (status, name, _) in Refusals)
            responses[status] = new OpenApiResponseReference(name, document);
        return responses;
    }

    OpenApiResponse Answer(RestRoute route)
    {
        var failure = new OpenApiSchemaReference(Failure, document);
        if (route.Method.IsServerStreaming)
        {
            var line = new OpenApiSchema { OneOf = [schemas.AnswerOf(route.Method.OutputType), failure] };
            return new()
            {
                Description =
                    "One JSON object per line, without an envelope; where the stream ends early, the last line is a failure.",
                Content = Content("application/x-ndjson", line),
            };
        }
        var name = $"{route.Method.Name}Answer{(HasOwnAnswer(route) ? route.Form : "")}";
        document.Components!.Schemas![name] = Success(route);
        return new()
        {
            Description = "The answer, or why there is none: `result` tells which.",
            Content = Content(
                Json,
                new OpenApiSchema { OneOf = [new OpenApiSchemaReference(name, document), failure] }
            ),
        };
    }

    /// <summary>An address whose data is another field than that of the method's first address.</summary>
    static bool HasOwnAnswer(RestRoute route) => route.Data != RestRoute.Of(route.Method).First().Data;

    OpenApiSchema Success(RestRoute route)
    {
        var envelope = Envelope(
            true,
            new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Enum = [0],
                Description = "Always 0.",
            },
            route.Data is { } field ? schemas.Of(field) : schemas.Of(route.Method.OutputType),
            "Always \"success\"."
        );
        foreach (var beside in Beside(route))
            envelope.Properties![beside.Name] = schemas.Of(beside);
        return envelope;
    }

    static IEnumerable<FieldDescriptor> Beside(RestRoute route) =>
        route.Data switch
        {
            null => [],
            { FieldType: FieldType.Message, IsMap: false } data when data.MessageType == StartedTask.Descriptor =>
            [
                StartedTask.Descriptor.FindFieldByName("task_url"),
            ],
            _ => BesideData.Names.Select(route.Method.OutputType.FindFieldByName).OfType<FieldDescriptor>(),
        };

    static OpenApiSchema Envelope(bool result, IOpenApiSchema code, IOpenApiSchema data, string message)
    {
        return new()
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "result", "code", "message", "data", "request_id", "trace_id" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["result"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Boolean,
                    Enum = [result],
                    Description = "Whether it was done.",
                },
                ["code"] = code,
                ["message"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = message },
                ["data"] = data,
                ["request_id"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description =
                        "The header X-Bkapi-Request-Id as it came, else made here. Logs name the request by it.",
                },
                ["trace_id"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = "OpenTelemetry's id of the trace: 32 hex digits.",
                },
            },
        };
    }

    static Dictionary<string, IOpenApiMediaType> Content(string type, IOpenApiSchema schema) =>
        new() { [type] = new OpenApiMediaType { Schema = schema } };
}
