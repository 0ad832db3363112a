using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sops.Conformance.OverRest;

/// <summary>Calls the server as a client of its REST API does.</summary>
internal sealed class RestClient(HttpClient http)
{
    public const int Business = 2;

    public async Task<Answer> PostAsync(string path, JsonObject body)
    {
        body["bk_username"] = "admin";
        using var content = new StringContent(
            body.ToJsonString(new JsonSerializerOptions { MaxDepth = 512 }),
            mediaType: System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json")
        );
        using var response = await http.PostAsync(new Uri($"/apigw/{path}/", UriKind.Relative), content);
        return await AnswerAsync(response);
    }

    /// <summary>What the server answers where a refusal would be a fault.</summary>
    public async Task<JsonElement> GetAsync(string path, string query = "")
    {
        using var response = await http.GetAsync(new Uri($"/apigw/{path}/{query}", UriKind.Relative));
        return (await AnswerAsync(response)).Required();
    }

    private static async Task<Answer> AnswerAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
        return new Answer(document.RootElement.Clone());
    }
}

/// <summary>What the server said, in the envelope that every answer has.</summary>
internal sealed record Answer(JsonElement Envelope)
{
    public bool Taken => Envelope.GetProperty("result").GetBoolean();

    public JsonElement Required() =>
        Taken ? Envelope.GetProperty("data") : throw new InvalidOperationException($"It was refused: {Envelope}");

    /// <summary>A refusal says why, under a code that is no internal error's.</summary>
    public bool IsProperRefusal =>
        !Taken
        && Envelope.GetProperty("message").GetString() is { Length: > 0 }
        && Envelope.GetProperty("code").GetInt32() is >= 3500000 and < 3599999;
}
