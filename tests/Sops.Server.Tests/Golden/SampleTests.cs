namespace Sops.Server.Tests.Golden;

/// <summary>The documents' own sample answers against what this service promises: whatever differs is listed with its reason.</summary>
public sealed class SampleTests
{
    /// <summary>The documents are of several releases; an answer of today has all of these, and code 0 for success.</summary>
    private static readonly string[] Envelope =
    [
        "code: absent",
        "code: text, not integer",
        "message: absent",
        "request_id: absent",
        "trace_id: absent",
    ];

    public static TheoryData<string> Samples => new(SeedAnswers.All.Keys);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_DepartsFromTheAnswer_OnlyWhereListed(string name)
    {
        var answer = SeedAnswers.All[name];

        var differences = answer.Differences(Answer.Sample(name)).Except(Envelope);

        Assert.Equal(answer.Departures.Keys.Order(), differences.Order());
        Assert.DoesNotContain(answer.Departures.Values, string.IsNullOrWhiteSpace);
    }

    [Theory]
    [InlineData("""{"a": "text"}""", """{"a": 1}""", "a: number, not text")]
    [InlineData("""{"a": "text|null"}""", """{"a": false}""", "a: boolean, not text|null")]
    [InlineData("""{"a": "null"}""", """{"a": ""}""", "a: empty, not null")]
    [InlineData("""{"a": "empty"}""", """{"a": null}""", "a: null, not empty")]
    [InlineData("""{"a": "integer"}""", """{}""", "a: absent")]
    [InlineData("""{"a?": "integer"}""", """{"b": 1}""", "b: not expected")]
    [InlineData("""{"*": "text"}""", """{}""", ": no entry")]
    [InlineData("""{"*": "text"}""", """{"x": "", "y": 1, "z": 2}""", "*: number, not text")]
    [InlineData("""["text"]""", "[]", ": no item")]
    [InlineData("""["?", {"a": "boolean"}]""", """[{"a": 0}]""", "*.a: number, not boolean")]
    [InlineData("\"time\"", "\"2018-04-26 16:08:34\"", ": text, not time")]
    [InlineData("\"=Success\"", "\"success\"", ": text, not =Success")]
    [InlineData("[]", "{}", ": object, not list")]
    public void Shape_NamesWhatDiffers(string shape, string value, string difference) =>
        Assert.Equal([difference], Shape.Differences(shape, System.Text.Json.JsonElement.Parse(value)));

    [Theory]
    [InlineData("\"time\"", "\"2018-04-26 16:08:34 +0800\"")]
    [InlineData("\"bkflow_time\"", "\"2023-10-16 17:24:07+0800\"")]
    [InlineData("\"iso_time\"", "\"2020-09-15T06:24:00.840Z\"")]
    [InlineData("""{"*?": "text"}""", "{}")]
    [InlineData("""{"a?": "any", "b": ["?", "text"]}""", """{"b": []}""")]
    public void Shape_IsMet(string shape, string value) =>
        Assert.Empty(Shape.Differences(shape, System.Text.Json.JsonElement.Parse(value)));
}
