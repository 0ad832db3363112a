using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Sops.Server.Access;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>
/// Turns what clients of the documents really send into what transcoding accepts: bodies without a content type, empty
/// bodies, a body on a GET, numbers as texts. What cannot be meant is refused here, with the field named.
/// </summary>
static class RestRequest
{
    /// <summary>False when the body is too large.</summary>
    public static async Task<bool> PrepareAsync(HttpContext http, GrpcJsonTranscodingMetadata route)
    {
        if (await RequestBody.ReadAsync(http) is not { } body)
            return false;
        var (inBody, inQuery) = (new ClaimSource(), new ClaimSource());
        foreach (var (name, values) in http.Request.Query)
            inQuery.Add(name, values[^1]);
        var input = route.MethodDescriptor.InputType;
        if (route.HttpRule.Body.Length > 0)
            UseBody(http.Request, body, input, inBody);
        else
            UseQuery(http.Request, body, input, inBody);
        http.Features.Set(new CallerClaims(inBody, inQuery));
        return true;
    }

    static void UseBody(HttpRequest request, ArraySegment<byte> body, MessageDescriptor input, ClaimSource claims)
    {
        if (body.Count == 0)
            body = "{}"u8.ToArray();
        BodyFields.Check(body, input, claims);
        request.Body = new MemoryStream(body.Array!, body.Offset, body.Count, writable: false);
        request.ContentLength = body.Count;
        request.ContentType = "application/json";
        request.Headers.Remove("Transfer-Encoding");
    }

    static void UseQuery(HttpRequest request, ArraySegment<byte> body, MessageDescriptor input, ClaimSource claims)
    {
        var fields = request.Query.ToDictionary(q => q.Key, q => q.Value);
        // `curl -X GET -d '{…}'`: the members count as if they stood in the query, which wins.
        foreach (var (name, value) in BodyFields.ReadTexts(body))
        {
            fields.TryAdd(name, value);
            claims.Add(name, value);
        }
        request.Query = RequestFields.ForBinding(fields, input);
    }
}
