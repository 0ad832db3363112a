using System.Text.Json;
using Grpc.Core;
using Sops.Engine.Runs;
using Sops.Server.Access;
using Sops.V1;

namespace Sops.Server.Api;

public sealed partial class TaskApi
{
    public override async Task<ModifyTaskConstantsResponse> ModifyTaskConstants(
        ModifyTaskConstantsRequest request,
        ServerCallContext context
    )
    {
        var call = Call.Of(context);
        var task = await tasks.GetAsync(call, context.CancellationToken);
        var constants = await tasks.ChangeableAsync(task, Constants(request.Constants), context.CancellationToken);
        var answer = await tasks.OperateAsync(task, new ChangeConstants(constants), call);
        return new ModifyTaskConstantsResponse { Answer = "success", Revision = answer.Revision };
    }

    internal static Dictionary<string, JsonElement> Constants(IDictionary<string, JsonValue> constants) =>
        constants.ToDictionary(c => c.Key, c => Values.Parse(c.Value.Json.Length > 0 ? c.Value.Json : "null"));
}
