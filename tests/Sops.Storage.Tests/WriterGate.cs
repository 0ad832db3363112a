namespace Sops.Storage.Tests;

/// <summary>Holds the writer up in a transaction of its own, so that the writes started meanwhile meet in the queue.</summary>
internal sealed class WriterGate : IDisposable
{
    private readonly ManualResetEventSlim _go = new();
    private Task _held = Task.CompletedTask;

    public static async Task<WriterGate> CloseAsync(Database database)
    {
        var gate = new WriterGate();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gate._held = database.WriteAsync(_ =>
        {
            reached.SetResult();
            gate._go.Wait();
            return true;
        });
        await reached.Task;
        return gate;
    }

    public async Task OpenAsync()
    {
        _go.Set();
        await _held;
    }

    public void Dispose() => _go.Dispose();
}
