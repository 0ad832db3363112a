using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;

namespace Sops.Server.Rest;

/// <summary>What Program.cs calls to have the documented HTTP API beside gRPC.</summary>
public static class RestExtensions
{
    public static IGrpcServerBuilder AddRest(this IGrpcServerBuilder grpc)
    {
        grpc.Services.Configure<GrpcServiceOptions>(options => options.Interceptors.Add<BesideData>());
        // Last of all: reading transcoding's serializer options freezes everything they are made from.
        grpc.Services.PostConfigure<GrpcJsonTranscodingOptions>(LenientJson.Apply);
        return grpc.AddJsonTranscoding(options =>
            // Without these a status with details cannot be written, and the failure would look like a fault of ours.
            options.TypeRegistry = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)
        );
    }

    /// <summary>Goes behind UseRouting, for it asks which method a path leads to.</summary>
    public static IApplicationBuilder UseRest(this IApplicationBuilder app) => app.UseMiddleware<EnvelopeMiddleware>();
}
