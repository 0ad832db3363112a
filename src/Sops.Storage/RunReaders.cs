using System.Collections.Concurrent;

namespace Sops.Storage;

/// <summary>Readers of runs that are lent out one read at a time, so that each is used by one at a time only.</summary>
internal sealed class RunReaders(Dialect dialect) : IDisposable
{
    /// <summary>As many as can read at once; what more are made in a rush are let go again.</summary>
    private static readonly int MostKept = 2 * Environment.ProcessorCount;

    private readonly ConcurrentQueue<RunReader> _idle = new();
    private volatile bool _closed;

    public async Task<RunRows?> ReadAsync(long taskId, CancellationToken cancellation)
    {
        if (!_idle.TryDequeue(out var reader))
        {
            reader = new RunReader(await dialect.OpenReaderAsync(cancellation), dialect);
        }
        try
        {
            var rows = reader.Read(taskId);
            if (!_closed && _idle.Count < MostKept)
            {
                _idle.Enqueue(reader);
                reader = null;
            }
            return rows;
        }
        finally
        {
            reader?.Dispose();
            CloseIdle();
        }
    }

    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    /// <summary>One may have come back while the others were closed.</summary>
    private void CloseIdle()
    {
        while (_closed && _idle.TryDequeue(out var reader))
        {
            reader.Dispose();
        }
    }
}
