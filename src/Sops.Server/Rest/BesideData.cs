using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Grpc.JsonTranscoding;
using Sops.V1;

namespace Sops.Server.Rest;

/// <summary>
/// Where `data` is one field of an answer, what the documents show beside it: the count and the next page of a list, and
/// /v2/sops/start_task's second task_url.
/// </summary>
sealed class BesideData : Interceptor
{
    public static readonly string[] Names = ["count", "next_page_token"];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        var response = await continuation(request, context);
        var http = context.GetHttpContext();
        if (http.Features.Get<Envelope>() is not { } envelope)
            return response;
        if (response is StartTaskResponse { Task: { } task } && RestPath.IsEsb(http.Request.Path))
            envelope.AddBeside("task_url", task.TaskUrl);
        var rule = http.GetEndpoint()?.Metadata.GetMetadata<GrpcJsonTranscodingMetadata>()?.HttpRule;
        if (rule?.ResponseBody.Length > 0 && response is IMessage message)
        {
            foreach (var name in Names)
                Add(message, name, envelope);
        }
        return response;
    }

    static void Add(IMessage message, string name, Envelope envelope)
    {
        switch (message.Descriptor.FindFieldByName(name)?.Accessor.GetValue(message))
        {
            case long number:
                envelope.AddBeside(name, number);
                break;
            case string { Length: > 0 } text:
                envelope.AddBeside(name, text);
                break;
        }
    }
}
