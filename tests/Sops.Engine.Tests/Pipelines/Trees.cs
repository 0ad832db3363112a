using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>Trees that the tests share, as JSON text.</summary>
internal static class Trees
{
    public static string Read(string folder, string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, name));

    public static IEnumerable<string> Names(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.json")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    public static PipelineParseResult Parse(string json) => PipelineParser.Parse(json, PipelineLimits.Default);

    public static PipelineParseResult Parse(JsonNode tree) => Parse(tree.ToJsonString());
}
