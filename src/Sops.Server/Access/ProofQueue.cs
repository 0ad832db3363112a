namespace Sops.Server.Access;

/// <summary>
/// Lets few secrets be checked at once, and few wait for it: whoever tries secrets gets half of the processors at most, and
/// of the places that wait no more for one app than leaves room for others.
/// </summary>
internal sealed class ProofQueue : IDisposable
{
    public const int Most = 64;
    public const int MostOfOneCode = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _checks = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _all;

    /// <summary>Returns when it is that check's turn.</summary>
    /// <exception cref="SopsException">Too many wait already.</exception>
    public async Task<T> RunAsync<T>(string code, Func<T> check, CancellationToken cancellation)
    {
        Enter(code);
        try
        {
            await _checks.WaitAsync(cancellation);
        }
        finally
        {
            Leave(code);
        }
        try
        {
            return check();
        }
        finally
        {
            _checks.Release();
        }
    }

    public void Dispose() => _checks.Dispose();

    private void Enter(string code)
    {
        lock (_gate)
        {
            var ofCode = _waiting.GetValueOrDefault(code);
            if (_all >= Most || ofCode >= MostOfOneCode)
            {
                throw new SopsException(
                    FailureKind.ResourceExhausted,
                    "TOO_MANY_LOGINS",
                    "too many secrets wait to be checked; repeat later"
                )
                {
                    RetryAfter = TimeSpan.FromSeconds(1),
                };
            }
            _all++;
            _waiting[code] = ofCode + 1;
        }
    }

    private void Leave(string code)
    {
        lock (_gate)
        {
            _all--;
            if (--_waiting[code] == 0)
            {
                _waiting.Remove(code);
            }
        }
    }
}
