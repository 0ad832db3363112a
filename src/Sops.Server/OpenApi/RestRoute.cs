using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Sops.Server.OpenApi;

/// <summary>One address of a method: verb and path, and what of the messages stands where.</summary>
sealed partial record RestRoute(MethodDescriptor Method, HttpMethod Verb, string Path, HttpRule Rule)
{
    // The service bus' long prefix leads to the same methods as /v2/sops, and is told once in the introduction.
    const string BusPrefix = "/api/c/compapi/";

    /// <summary>Distinguishes the addresses of one method.</summary>
    public string Form =>
        Path.StartsWith("/v2/", StringComparison.Ordinal) ? "_v2"
        : Path.StartsWith("/space/", StringComparison.Ordinal) ? "_space"
        : "";

    public string OperationId => Method.Name + Form;

    /// <summary>bk-sops' name of the method.</summary>
    public string Name => Path.Split('/').Last(part => part.Length > 0 && part[0] != '{');

    public bool HasBody => Rule.Body.Length > 0;

    public IReadOnlyList<FieldDescriptor> PathFields =>
        [.. Variable().Matches(Path).Select(m => Method.InputType.FindFieldByName(m.Groups[1].Value))];

    /// <summary>What comes in the body, or where there is none in the query: whatever the path does not have.</summary>
    public IEnumerable<FieldDescriptor> OtherFields => Method.InputType.Fields.InDeclarationOrder().Except(PathFields);

    /// <summary>The field of the answer that is `data`; null when all of it is.</summary>
    public FieldDescriptor? Data => Method.OutputType.FindFieldByName(Rule.ResponseBody);

    public static IEnumerable<RestRoute> Of(MethodDescriptor method) =>
        method.GetOptions()?.GetExtension(AnnotationsExtensions.Http) is { } rule
            ? new[] { rule }
                .Concat(rule.AdditionalBindings)
                .Select(binding => Of(method, binding))
                .Where(route => !route.Path.StartsWith(BusPrefix, StringComparison.Ordinal))
            : [];

    static RestRoute Of(MethodDescriptor method, HttpRule rule) =>
        rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => new(method, HttpMethod.Get, $"{rule.Get}/", rule),
            HttpRule.PatternOneofCase.Post => new(method, HttpMethod.Post, $"{rule.Post}/", rule),
            _ => throw new InvalidOperationException($"{method.FullName} is bound to {rule.PatternCase}"),
        };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();
}
