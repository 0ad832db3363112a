using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Plugins;
using Sops.Server.Overload;
using Sops.Server.Schedules;

namespace Sops.Server.Hosting;

/// <summary>All settings under Sops: one that is misspelt must not be taken for one that is left at its default.</summary>
internal static class KnownSettings
{
    /// <exception cref="StartRefusedException">One is unknown.</exception>
    public static void Require(IConfiguration settings)
    {
        var sops = settings.GetSection("Sops");
        // A variable SOPS of the environment may be somebody else's.
        sops.RequireNoOther(
            "Auth",
            "Businesses",
            "Keeping",
            "Limits",
            "Outbound",
            "Plugins",
            "PublicUrl",
            "RateLimits",
            "Runtime",
            "TimeZone",
            "Variables",
            "Watch",
            "Webhooks"
        );
        sops.GetSection("Limits")
            .RequireKnown([
                .. Names<PipelineLimits>(),
                .. Names<RunLimits>().Except([nameof(RunLimits.NodeSteps)]),
                .. Names<LoadLimits>().Except([nameof(LoadLimits.CallTime)]),
                "CallMilliseconds",
                .. Names<ScheduleOptions>(),
            ]);
        sops.GetSection("Limits:Evaluation").RequireKnown([.. Names<EvaluationLimits>()]);
        sops.GetSection("Runtime").RequireKnown("PluginCalls", "PluginCallSeconds");
        sops.GetSection("Plugins").RequireKnown([.. Names<PluginOptions>()]);
        sops.GetSection("Plugins:WechatWork").RequireKnown([.. Names<WechatWorkOptions>()]);
        sops.GetSection("Webhooks").RequireKnown("MaxAttempts");
        foreach (var business in sops.GetSection("Businesses").GetChildren())
        {
            business.RequireKnown("Name", "TimeZone");
        }
    }

    private static IEnumerable<string> Names<T>() =>
        typeof(T).GetProperties().Where(p => p.GetMethod?.IsStatic == false).Select(p => p.Name);
}
