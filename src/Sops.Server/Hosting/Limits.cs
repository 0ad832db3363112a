namespace Sops.Server.Hosting;

/// <summary>How much a caller may send; the same over gRPC and REST.</summary>
public static class Limits
{
    /// <summary>Bytes of one request.</summary>
    public const int RequestBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Bytes after which Kestrel cuts the connection. What lies between the two limits is read and thrown away, so that
    /// the caller sees the refusal rather than a broken pipe.
    /// </summary>
    public const long ConnectionBytes = 4L * RequestBytes;

    /// <summary>Bytes from which an answer is compressed: what is smaller costs more time than it saves.</summary>
    public const int CompressedBytes = 16 * 1024;

    /// <summary>How deep JSON may nest.</summary>
    public const int JsonDepth = 128;

    /// <summary>Calls under way on one HTTP/2 connection; Kestrel's own 100 starves a client that watches many tasks.</summary>
    public const int StreamsPerConnection = 4096;

    /// <summary>How long running calls may take to end after SIGTERM; the process is gone within 10 s.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(8);
}
