using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.Server.Rest;

namespace Sops.Server.Hosting;

/// <summary>Keeps small answers as they are, though the client takes compressed ones: most clients always say so.</summary>
public sealed class CompressionInterceptor : Interceptor
{
    static readonly WriteOptions AsItIs = new(WriteFlags.NoCompress);
    static readonly WriteOptions AsItIsAndHeld = new(WriteFlags.NoCompress | WriteFlags.BufferHint);
    static readonly WriteOptions Held = new(WriteFlags.BufferHint);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        var response = await continuation(request, context);
        if (!IsRest(context))
            context.WriteOptions = For(response, isHeld: false);
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation
    ) =>
        continuation(
            request,
            new Writer<TResponse>(responseStream, IsRest(context), context.CancellationToken),
            context
        );

    static bool IsRest(ServerCallContext context) => context.GetHttpContext().Features.Get<Envelope>() is not null;

    /// <param name="isHeld">Until the next message goes out.</param>
    static WriteOptions? For(object message, bool isHeld) =>
        message is IMessage sized && sized.CalculateSize() >= Limits.CompressedBytes ? (isHeld ? Held : null)
        : isHeld ? AsItIsAndHeld
        : AsItIs;

    /// <param name="isRest">Transcoding has no options: it throws where they are set, and sends each message as it comes.</param>
    sealed class Writer<T>(IServerStreamWriter<T> inner, bool isRest, CancellationToken caller) : IServerStreamWriter<T>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            if (!isRest)
                inner.WriteOptions = For(message!, WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) == true);
            try
            {
                await inner.WriteAsync(message, cancellationToken);
            }
            catch (InvalidOperationException) when (caller.IsCancellationRequested)
            {
                // gRPC's word for it is that the request is complete, as if we had written behind its end.
                throw new OperationCanceledException(caller);
            }
        }
    }
}
