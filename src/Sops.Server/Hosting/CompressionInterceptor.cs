using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.Server.Rest;

namespace Sops.Server.Hosting;

/// <summary>Keeps small answers as they are, though the client takes compressed ones: most clients always say so.</summary>
public sealed class CompressionInterceptor : Interceptor
{
    static readonly WriteOptions AsItIs = new(WriteFlags.NoCompress);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        var response = await continuation(request, context);
        if (!IsRest(context))
            context.WriteOptions = For(response);
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) => continuation(request, IsRest(context) ? responseStream : new Writer<TResponse>(responseStream), context);

    static bool IsRest(ServerCallContext context) => context.GetHttpContext().Features.Get<Envelope>() is not null;

    static WriteOptions? For(object message) =>
        message is IMessage sized && sized.CalculateSize() >= Limits.CompressedBytes ? null : AsItIs;

    sealed class Writer<T>(IServerStreamWriter<T> inner) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            inner.WriteOptions = For(message!);
            return inner.WriteAsync(message, cancellationToken);
        }
    }
}
