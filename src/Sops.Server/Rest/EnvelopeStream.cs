using System.Buffers;
using System.IO.Pipelines;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>
/// Response body of a REST call. Data passes through between the envelope's two ends; what transcoding writes about a
/// failure is dropped, for the envelope tells it better. A stream's lines (NDJSON) pass through bare.
/// </summary>
sealed class EnvelopeStream(HttpContext http, PipeWriter output, bool lines) : WriteOnlyStream
{
    const int FlushAt = 64 * 1024;

    /// <summary>True once an answer is on its way; a failure can then no longer replace it.</summary>
    public bool Begun { get; private set; }

    bool Failed =>
        http.Features.Get<CallFailure>() is not null || (!Begun && http.Response.StatusCode != StatusCodes.Status200OK);

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        if (buffer.IsEmpty || Failed)
            return;
        Begin();
        output.Write(buffer.Span);
        // A line is worth nothing to a watcher until it is complete, and everything once it is.
        var flush = lines ? buffer.Span[^1] == '\n' : output.UnflushedBytes > FlushAt;
        if (flush)
            await output.FlushAsync(cancellationToken);
    }

    /// <summary>Whoever writes the lines says that they will come, before the first one does.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!lines || Failed)
            return;
        Begin();
        await output.FlushAsync(cancellationToken);
    }

    void Begin()
    {
        if (Begun)
            return;
        Begun = true;
        http.Response.ContentLength = null;
        if (lines)
            http.Response.ContentType = "application/x-ndjson";
        else
            Envelope.WriteHead(output);
    }
}
