using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>Reads a request's body whole, as UTF-8, within the limit that transcoding does not enforce.</summary>
static class RequestBody
{
    const int FirstBuffer = 4 * 1024;

    /// <summary>Null when the body is over the limit; empty when there is none.</summary>
    public static async Task<ArraySegment<byte>?> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.ContentLength > Limits.RequestBytes)
        {
            // A client that waits for "100 Continue" has sent nothing yet and need not.
            if (request.Headers.Expect.Count == 0)
                await DrainAsync(request.Body, http.RequestAborted);
            return null;
        }
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return ArraySegment<byte>.Empty;
        var buffer = new byte[request.ContentLength ?? FirstBuffer];
        var length = 0;
        while (await request.Body.ReadAsync(buffer.AsMemory(length), http.RequestAborted) is > 0 and var read)
        {
            length += read;
            if (length > Limits.RequestBytes)
            {
                await DrainAsync(request.Body, http.RequestAborted);
                return null;
            }
            if (length == buffer.Length && length != request.ContentLength)
                Array.Resize(ref buffer, 2 * length);
        }
        return Utf8(request, new(buffer, 0, length));
    }

    /// <summary>An answer that comes while the client still sends would reach it as a broken connection.</summary>
    static async Task DrainAsync(Stream body, CancellationToken aborted)
    {
        var scrap = new byte[64 * 1024];
        while (await body.ReadAsync(scrap, aborted) > 0) { }
    }

    static ArraySegment<byte> Utf8(HttpRequest request, ArraySegment<byte> body)
    {
        var charset = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            ? HeaderUtilities.RemoveQuotes(type.Charset).ToString()
            : "";
        if (charset.Length > 0 && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return Encoding.Convert(EncodingOf(charset), Encoding.UTF8, body.Array!, body.Offset, body.Count);
        return body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
    }

    static Encoding EncodingOf(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            throw SopsException.Invalid(
                FailureReasons.RequestInvalid,
                $"request body is in the unknown charset {charset}; send UTF-8"
            );
        }
    }
}
