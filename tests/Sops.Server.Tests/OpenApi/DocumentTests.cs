using System.Text.Json;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Sops.Server.Access;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.OpenApi;

/// <summary>The description of the REST face: whole, valid, and the one that is checked in.</summary>
public sealed class DocumentTests(SopsApp app) : IClassFixture<SopsApp>
{
    const string Update = "curl -s http://127.0.0.1:8080/openapi.json > docs/openapi.json, with the service running";

    static readonly IEnumerable<MethodDescriptor> Methods = Contract.Services.SelectMany(s => s.Methods);

    [Fact]
    public async Task Served_IsTheOneInDocs()
    {
        var checkedIn = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "docs", "openapi.json"));

        var (served, _) = await ReadAsync();

        Assert.True(checkedIn.TrimEnd() == served, $"docs/openapi.json is behind the protos; update it: {Update}");
    }

    [Fact]
    public async Task Document_IsValidOpenApi31()
    {
        var (_, read) = await ReadAsync();

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors.Select(e => e.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(e => e.ToString()));
        Assert.Empty(read.Document!.Validate(ValidationRuleSet.GetDefaultRuleSet()).Select(e => e.ToString()));
    }

    [Fact]
    public async Task Document_HasEveryRouteOfTheContract_AndNoOther()
    {
        var (_, read) = await ReadAsync();

        var annotated = Methods
            .SelectMany(Rules)
            .Select(r => r.Get.Length > 0 ? $"GET {r.Get}/" : $"POST {r.Post}/")
            .Where(r => !r.Contains(" /api/c/compapi/", StringComparison.Ordinal));
        var described = read.Document!.Paths.SelectMany(p =>
            p.Value.Operations!.Keys.Select(verb => $"{verb} {p.Key}")
        );
        Assert.Equal(annotated.Order(), described.Order());
    }

    [Fact]
    public async Task EveryPart_IsDescribed()
    {
        var (_, read) = await ReadAsync();

        var document = read.Document!;
        var operations = document.Paths.Values.SelectMany(p => p.Operations!.Values).ToList();
        Assert.Equal(operations.Count, operations.Select(o => o.OperationId).Distinct().Count());
        Assert.Empty(operations.Where(o => o.Summary is not { Length: > 0 }).Select(o => o.OperationId));
        Assert.All(operations.SelectMany(o => o.Parameters ?? []), p => Assert.NotEmpty(p.Description!));
        var fields = document.Components!.Schemas!.SelectMany(
            s => s.Value.Properties ?? new Dictionary<string, IOpenApiSchema>(),
            (s, p) => (s.Key, p)
        );
        Assert.NotEmpty(fields);
        Assert.Empty(fields.Where(f => f.p.Value.Description is not { Length: > 0 }).Select(f => $"{f.Key}.{f.p.Key}"));
    }

    [Fact]
    public async Task Operation_TellsPathQueryBodyEnvelopeAndFailure()
    {
        var (text, _) = await ReadAsync();
        var document = JsonElement.Parse(text);
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var list = Operation(document, "/apigw/get_task_list/{bk_biz_id}/", "get");
        var body = schemas.GetProperty("CreateTaskBody").GetProperty("properties");
        var answer = schemas.GetProperty("ListTasksAnswer").GetProperty("properties");

        Assert.Equal(
            ["path bk_biz_id integer", "query keyword string", "query is_started boolean"],
            list.GetProperty("parameters").EnumerateArray().Take(3).Select(Parameter)
        );
        Assert.False(body.TryGetProperty("bk_biz_id", out _));
        Assert.False(body.GetProperty("pipeline_tree").TryGetProperty("type", out _));
        Assert.Equal("object", body.GetProperty("constants").GetProperty("type").GetString());
        Assert.Equal(
            ["result", "code", "message", "data", "request_id", "trace_id", "count", "next_page_token"],
            answer.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            [3540000, 3540100, 3540400, 3545000, 3545100, 3546100, 3555000, 3599999],
            schemas
                .GetProperty("Failure")
                .GetProperty("properties")
                .GetProperty("code")
                .GetProperty("enum")
                .EnumerateArray()
                .Select(c => c.GetInt32())
        );
        Assert.True(
            schemas.GetProperty("StartTaskAnswer_v2").GetProperty("properties").TryGetProperty("task_url", out _)
        );
        Assert.True(
            Operation(document, "/apigw/watch_task_status/{task_id}/{bk_biz_id}/", "get")
                .GetProperty("responses")
                .GetProperty("200")
                .GetProperty("content")
                .TryGetProperty("application/x-ndjson", out _)
        );
    }

    async Task<(string Text, ReadResult Read)> ReadAsync()
    {
        var text = await app.Client.Http.GetStringAsync("/openapi.json");
        return (text, OpenApiDocument.Parse(text, OpenApiConstants.Json));
    }

    static JsonElement Operation(JsonElement document, string path, string verb) =>
        document.GetProperty("paths").GetProperty(path).GetProperty(verb);

    static string Parameter(JsonElement parameter) =>
        string.Join(
            ' ',
            parameter.GetProperty("in"),
            parameter.GetProperty("name"),
            parameter.GetProperty("schema").GetProperty("type")
        );

    static IEnumerable<HttpRule> Rules(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return [rule, .. rule.AdditionalBindings];
    }
}
