using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Sops.Server.Access;

/// <summary>
/// The apps that may call. A secret is checked once at its full price and then known by a keyed hash, so that the price
/// stands in the way of guessing and not of work.
/// </summary>
public sealed class Apps : IDisposable
{
    private const int MostRefused = 4096;

    private readonly FrozenDictionary<string, App> _apps;
    private readonly SecretHash _nothing;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, App> _proved = new();
    private readonly ConcurrentDictionary<string, bool> _refused = new();

    private readonly ProofQueue _queue = new();

    public Apps(IReadOnlyList<App> apps)
    {
        _apps = apps.ToFrozenDictionary(a => a.Code, StringComparer.Ordinal);
        _nothing = SecretHash.OfNothing(apps.Select(a => a.Secret.Iterations).DefaultIfEmpty(1).Max());
    }

    /// <summary>There are none, and nobody has to say who they are.</summary>
    public bool IsOpen => _apps.Count == 0;

    /// <summary>Null for an unknown code and a wrong secret alike, after the same time.</summary>
    /// <exception cref="SopsException">Too many secrets wait to be checked.</exception>
    public async ValueTask<App?> ProveAsync(string code, string secret, CancellationToken cancellation)
    {
        var pair = Pair(code, secret);
        if (Known(pair, out var app))
        {
            return app;
        }
        return await _queue.RunAsync(
            code,
            () => Known(pair, out var known) ? known : Check(code, secret, pair),
            cancellation
        );
    }

    public void Dispose() => _queue.Dispose();

    private bool Known(string pair, out App? app) => _proved.TryGetValue(pair, out app) || _refused.ContainsKey(pair);

    private App? Check(string code, string secret, string pair)
    {
        var app = _apps.GetValueOrDefault(code);
        if ((app?.Secret ?? _nothing).Matches(secret))
        {
            return _proved[pair] = app!;
        }
        if (_refused.Count >= MostRefused)
        {
            _refused.Clear();
        }
        _refused[pair] = true;
        return null;
    }

    private string Pair(string code, string secret) =>
        Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{code.Length}:{code}{secret}")));
}
