using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Microsoft.AspNetCore.Http.Features;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>Gives every REST call a request that transcoding understands and an answer in bk-sops' envelope.</summary>
public sealed class EnvelopeMiddleware(RequestDelegate next, ILogger<EnvelopeMiddleware> log)
{
    public Task InvokeAsync(HttpContext http) =>
        RestPath.IsRest(http.Request.Path) ? AnswerAsync(http, Envelope.For(http)) : next(http);

    /// <summary>Answers a call that nothing was read of.</summary>
    internal static Task RefuseAsync(HttpContext http, CallFailure failure) =>
        FailAsync(http, Refusal.Of(failure), Envelope.For(http), http.Response.BodyWriter, begun: false);

    async Task AnswerAsync(HttpContext http, Envelope envelope)
    {
        var route = http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>();
        var lines = route?.MethodDescriptor.IsServerStreaming == true;
        var inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new EnvelopeStream(http, inner.Writer, lines);
        http.Features.Set(envelope);
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, inner));
        Refusal? refusal;
        try
        {
            refusal = await CallAsync(http, route);
        }
        finally
        {
            http.Features.Set(inner);
        }
        if (refusal is null)
            await SucceedAsync(envelope, inner.Writer, body.Begun, lines);
        else if (body.Begun && !lines)
            // Half an answer is out: a broken connection says so, a closed envelope would hide it.
            http.Abort();
        else
            await FailAsync(http, refusal, envelope, inner.Writer, body.Begun);
    }

    /// <summary>Null when the call succeeded.</summary>
    async Task<Refusal?> CallAsync(HttpContext http, GrpcJsonTranscodingMetadata? route)
    {
        try
        {
            if (route is not null && !RequestFields.RouteIdsAreNumbers(http, route))
                return Refusal.NoSuchPath;
            if (route is not null && !await RestRequest.PrepareAsync(http, route))
                return Refusal.TooLarge;
            await next(http);
        }
        catch (SopsException e)
        {
            return Refusal.Of(CallFailure.From(e));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Refusal.TooLarge;
        }
        catch (BadHttpRequestException)
        {
            // A body that never comes, or is not what its headers say: the caller's to mend, and nothing to log.
            return Refusal.BrokenBody;
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            log.LogError(e, "{Path} failed, request {RequestId}", http.Request.Path, http.TraceIdentifier);
            return Refusal.Internal(http.TraceIdentifier);
        }
        return http.Features.Get<CallFailure>() is { } failure ? Refusal.Of(failure) : Refusal.OfStatus(http);
    }

    static async Task SucceedAsync(Envelope envelope, PipeWriter output, bool begun, bool lines)
    {
        if (!lines)
        {
            if (!begun)
            {
                Envelope.WriteHead(output);
                output.Write("null"u8);
            }
            envelope.WriteTail(output);
        }
        await output.FlushAsync();
    }

    static async Task FailAsync(HttpContext http, Refusal refusal, Envelope envelope, PipeWriter output, bool begun)
    {
        if (!begun)
        {
            http.Response.StatusCode = refusal.HttpStatus;
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = null;
            if (refusal.Failure.RetryAfter is { } wait)
                http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                    .ToString(CultureInfo.InvariantCulture);
        }
        envelope.WriteFailure(output, ErrorCodes.Of(refusal.Failure), Envelope.MessageOf(refusal.Failure));
        // In a stream of lines that has begun, the last one says why it ended early.
        if (begun)
            output.Write("\n"u8);
        await output.FlushAsync();
    }
}
