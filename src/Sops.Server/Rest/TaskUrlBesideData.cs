using Grpc.Core;
using Grpc.Core.Interceptors;
using Sops.V1;

namespace Sops.Server.Rest;

/// <summary>/v2/sops/start_task shows task_url twice: in data and beside it.</summary>
sealed class TaskUrlBesideData : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request,
        ServerCallContext context,
        UnaryServerMethod<TRequest, TResponse> continuation
    )
    {
        var response = await continuation(request, context);
        var http = context.GetHttpContext();
        if (response is StartTaskResponse { Task: { } task } && RestPath.IsEsb(http.Request.Path))
            http.Features.Get<Envelope>()?.AddBeside("task_url", task.TaskUrl);
        return response;
    }
}
