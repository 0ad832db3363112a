using Grpc.Core;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    private const int LongestName = 100;

    public override async Task<ClaimFunctionalTaskResponse> ClaimFunctionalTask(
        ClaimFunctionalTaskRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var task = await tasks.GetAsync(call, context.CancellationToken);
        var name = request.Name.Length == 0 ? null : Text("name", request.Name, LongestName);
        var constants = await tasks.ChangeableAsync(task, Constants(request.Constants), context.CancellationToken);
        var answer = await tasks.OperateAsync(task, new ClaimTask(call.Caller.User, name, constants), call);
        return new ClaimFunctionalTaskResponse { Answer = "success", Revision = answer.Revision };
    }
}
