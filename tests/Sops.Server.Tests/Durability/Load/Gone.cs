using Grpc.Core;

namespace Sops.Server.Tests.Durability.Load;

/// <summary>What callers are told by a service that ends under them.</summary>
internal static class Gone
{
    public static bool Is(Exception e)
    {
        switch (e)
        {
            case RpcException { StatusCode: StatusCode.Unavailable or StatusCode.Cancelled, Status.Detail: var detail }:
                Assert.DoesNotContain("sops.db", detail, StringComparison.Ordinal);
                Assert.DoesNotContain("SQLite", detail, StringComparison.Ordinal);
                return true;
            // The process ended between two calls.
            case ObjectDisposedException:
                return true;
            default:
                return false;
        }
    }
}
