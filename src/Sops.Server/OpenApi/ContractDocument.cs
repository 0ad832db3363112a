using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.OpenApi;

/// <summary>Describes the REST face of the contract as an OpenAPI document, from its descriptors and their comments.</summary>
sealed class ContractDocument
{
    const string Caller = "caller";

    static readonly EnumDescriptor PermissionNames = AccessReflection.Descriptor.FindTypeByName<EnumDescriptor>(
        nameof(Permission)
    );

    readonly OpenApiDocument _document;
    readonly ContractSchemas _schemas;
    readonly EnvelopeSchemas _envelopes;

    ContractDocument()
    {
        _document = new()
        {
            Info = new()
            {
                Title = "Sops.Grpc",
                Version = "v1",
                Description = CommentText.Unwrap(Introduction.Text),
                License = new() { Name = "MIT", Identifier = "MIT" },
            },
            Paths = [],
            Tags = new HashSet<OpenApiTag>(),
            Components = new()
            {
                Schemas = new Dictionary<string, IOpenApiSchema>(),
                Responses = new Dictionary<string, IOpenApiResponse>(),
                SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Caller] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.ApiKey,
                        In = ParameterLocation.Header,
                        Name = CallerClaims.Header,
                        Description =
                            "A JSON object: `{\"bk_app_code\": \"…\", \"bk_app_secret\": \"…\", \"bk_username\": \"…\"}`.",
                    },
                },
            },
        };
        _schemas = new(_document, ProtoComments.Read());
        _envelopes = new(_document, _schemas);
        // In open mode nobody has to say who they are.
        _document.Security = [new() { [new(Caller, _document)] = [] }, []];
    }

    public static async Task<string> WriteAsync()
    {
        var builder = new ContractDocument();
        builder._envelopes.AddFailures();
        foreach (var service in Contract.Services)
            builder.Add(service, service.Methods);
        return await builder._document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1);
    }

    void Add(IDescriptor service, IEnumerable<MethodDescriptor> methods)
    {
        _document.Tags!.Add(new() { Name = service.Name, Description = _schemas.CommentOf(service) });
        foreach (var route in methods.SelectMany(RestRoute.Of))
        {
            var item = new OpenApiPathItem();
            item.AddOperation(route.Verb, Describe(route));
            _document.Paths.Add(route.Path, item);
        }
    }

    OpenApiOperation Describe(RestRoute route)
    {
        var comment = _schemas.CommentOf(route.Method);
        var permissions = string.Join(", ", MethodAccess.Of(route.Method).Permissions.Select(Word));
        return new()
        {
            OperationId = route.OperationId,
            Summary = $"{route.Name}: {CommentText.FirstSentence(comment)}",
            Description =
                $"{comment}\n\nOver gRPC: `{route.Method.Service.FullName}/{route.Method.Name}`. Permission: {permissions}.",
            Tags = new HashSet<OpenApiTagReference> { new(route.Method.Service.Name, _document) },
            Parameters = [.. Parameters(route)],
            RequestBody = route.HasBody ? Body(route) : null,
            Responses = _envelopes.ResponsesOf(route),
        };
    }

    /// <summary>As the settings name it.</summary>
    static string Word(Permission permission) =>
        PermissionNames.FindValueByNumber((int)permission).Name["PERMISSION_".Length..];

    IEnumerable<IOpenApiParameter> Parameters(RestRoute route) =>
        route
            .PathFields.Select(f => Parameter(f, ParameterLocation.Path, required: true))
            .Concat(
                route.HasBody
                    ? []
                    : route.OtherFields.Select(f => Parameter(f, ParameterLocation.Query, _schemas.IsRequired(f)))
            );

    OpenApiParameter Parameter(FieldDescriptor field, ParameterLocation place, bool required)
    {
        var schema = (OpenApiSchema)_schemas.Of(field);
        // The parameter says it.
        schema.Description = null;
        return new()
        {
            Name = field.Name,
            In = place,
            Required = required,
            Description = _schemas.CommentOf(field),
            Schema = schema,
        };
    }

    /// <summary>The addresses of a method share what none of them has in its path.</summary>
    OpenApiRequestBody Body(RestRoute route)
    {
        var name = $"{route.Method.Name}Body";
        var shared = RestRoute.Of(route.Method).First().OtherFields.ToList();
        _document.Components!.Schemas!.TryAdd(name, _schemas.RequestOf(shared));
        IOpenApiSchema schema = new OpenApiSchemaReference(name, _document);
        if (route.OtherFields.Except(shared).ToList() is { Count: > 0 } ids)
            schema = new OpenApiSchema { AllOf = [_schemas.RequestOf(ids), schema] };
        return new()
        {
            Required = route.OtherFields.Any(_schemas.IsRequired),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = schema },
            },
        };
    }
}
