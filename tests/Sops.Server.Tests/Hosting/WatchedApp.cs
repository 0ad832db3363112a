using System.Collections.Concurrent;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Tests.App;

namespace Sops.Server.Tests.Hosting;

/// <summary>A server that tells which of its calls nobody waits for any more.</summary>
public sealed class WatchedApp : SopsApp
{
    public CallWatch Calls { get; } = new();

    protected override void Watch(IServiceCollection services) =>
        services.AddSingleton(Calls).Configure<GrpcServiceOptions>(options => options.Interceptors.Add<CallWatch>());
}

/// <summary>Knows the last call of each method by its cancellation.</summary>
public sealed class CallWatch : Interceptor
{
    private readonly ConcurrentDictionary<string, CancellationToken> _calls = new();

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        _calls[context.Method] = context.CancellationToken;
        return continuation(request, context);
    }

    public Task UntilOverAsync(string method) =>
        Eventually.IsAsync(
            () => _calls.TryGetValue(method, out var call) && call.IsCancellationRequested,
            $"the server gives {method} up"
        );
}
