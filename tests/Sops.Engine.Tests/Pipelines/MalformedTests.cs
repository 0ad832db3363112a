using System.Text.Json;
using System.Text.Json.Nodes;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Tests.Pipelines;

/// <summary>No text whatever makes the parser throw.</summary>
public class MalformedTests
{
    [Theory]
    [InlineData("", "JSON_MALFORMED")]
    [InlineData("{", "JSON_MALFORMED")]
    [InlineData("{} x", "JSON_MALFORMED")]
    [InlineData("{\"a\": 1,}", "JSON_MALFORMED")]
    [InlineData("{\"a\": NaN}", "JSON_MALFORMED")]
    [InlineData("null", "WRONG_TYPE")]
    [InlineData("[]", "WRONG_TYPE")]
    [InlineData("\"tree\"", "WRONG_TYPE")]
    [InlineData("{}", "MISSING_FIELD")]
    [InlineData("{\"a\": 1, \"\\u0061\": 2}", "DUPLICATE_KEY")]
    [InlineData("{\"a\": \"\\ud800\"}", "TEXT_INVALID")]
    [InlineData("{\"\\udc00\": 1}", "TEXT_INVALID")]
    public void Parse_MalformedText_IsAProblem(string json, string code)
    {
        var result = Trees.Parse(json);

        Assert.Null(result.Tree);
        Assert.All(result.Problems, problem => Assert.Equal(code, problem.Code));
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void Parse_HalfASurrogatePairInTheText_IsAProblem() =>
        Assert.Equal("TEXT_INVALID", Assert.Single(Trees.Parse("{\"a\": \"" + '\ud800' + "\"}").Problems).Code);

    [Fact]
    public void Parse_RepeatedKeys_AreEachReportedWithTheirPlace()
    {
        var json = """{"activities": {"a": {"x": [{"y": 1, "y": 2}]}, "a": {}}, "flows": {"f": 1}}""";

        Assert.Equal(["activities.a.x.y", "activities.a"], Trees.Parse(json).Problems.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Parse_MutatedTree_NeverThrows(int seed)
    {
        var random = new Random(seed);
        var sources = Trees.Names("trees").Select(name => Trees.Read("trees", name)).ToList();
        sources.AddRange(
            Trees.Names("cases").Select(name => JsonNode.Parse(Trees.Read("cases", name))!["tree"]!.ToJsonString())
        );
        for (var round = 0; round < 700; round++)
        {
            var tree = JsonNode.Parse(sources[random.Next(sources.Count)])!;
            for (var change = random.Next(1, 4); change > 0; change--)
                Mutation.Apply(tree, random);
            var json = tree.ToJsonString();
            if (random.Next(10) == 0)
                json = json.Remove(random.Next(json.Length), 1);

            var thrown = Record.Exception(() =>
            {
                var result = Trees.Parse(json);
                Assert.Equal(result.Tree is null, result.Problems.Count > 0);
                if (result.Tree is { } taken)
                    CheckUse(json, taken, random);
            });

            Assert.True(thrown is null, $"seed {seed}, round {round}: {thrown}\n{json}");
        }
    }

    // What was taken can be made a task of, whatever odd things it holds.
    private static void CheckUse(string json, PipelineTree tree, Random random)
    {
        var ids = TaskIds.Create("00000000000000000000abc");
        var written = TaskTreeWriter.Write(json, tree, ids, new Dictionary<string, JsonElement>());
        Assert.Empty(Trees.Parse(written).Problems);
        var optional = tree.Root.Nodes.Where(node => node is ServiceActivity { Optional: true }).ToList();
        if (optional.Count == 0)
            return;
        var left = TreeExclusion.Exclude(json, [optional[random.Next(optional.Count)].Id], PipelineLimits.Default);
        Assert.Empty(left.Problems);
        Assert.DoesNotContain(Trees.Parse(left.Json!).Problems, problem => problem.Code != "PIPELINE_EMPTY");
    }
}

/// <summary>Changes a tree the way a careless client would.</summary>
internal static class Mutation
{
    private static readonly string[] Replacements =
    [
        "null",
        "\"\"",
        "0",
        "-1",
        "1e400",
        "true",
        "[]",
        "{}",
        "[null]",
        "[[\"f1\"]]",
        "\"start\"",
        "\"f1\"",
        "\"${a}\"",
        "[\"f1\",\"f2\"]",
        "\"ParallelGateway\"",
        "\"ConvergeGateway\"",
        "\"SubProcess\"",
        "\"ServiceActivity\"",
        "{\"x\":{}}",
    ];

    public static void Apply(JsonNode tree, Random random)
    {
        var places = new List<(JsonNode Parent, string? Key, int Index)>();
        Collect(tree, places);
        if (places.Count == 0)
            return;
        var (parent, key, index) = places[random.Next(places.Count)];
        var other = places[random.Next(places.Count)];
        var donor = other.Key is null ? other.Parent[other.Index] : other.Parent[other.Key];
        var value =
            random.Next(3) == 0 ? donor?.DeepClone() : JsonNode.Parse(Replacements[random.Next(Replacements.Length)]);
        if (key is null)
            parent[index] = value;
        else if (random.Next(4) == 0)
            parent.AsObject().Remove(key);
        else
            parent[key] = value;
    }

    private static void Collect(JsonNode? node, List<(JsonNode, string?, int)> places)
    {
        if (node is JsonObject map)
            foreach (var (key, value) in map)
            {
                places.Add((map, key, 0));
                Collect(value, places);
            }
        if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
            {
                places.Add((list, null, i));
                Collect(list[i], places);
            }
    }
}
