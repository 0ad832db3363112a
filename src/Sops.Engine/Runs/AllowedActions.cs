using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>An operator's action, and why it cannot be taken now; null where it can.</summary>
public sealed record ActionOffer(string Action, Refusal? Refusal);

/// <summary>
/// Which actions are allowed now. Each is put to the decider, whose answer is thrown away: what is offered here is exactly
/// what would be taken.
/// </summary>
public static class AllowedActions
{
    public static IEnumerable<ActionOffer> OfTask(Run run, DecisionContext context) =>
        Offers(
            run,
            context,
            ("start", new StartTask("")),
            ("pause", new PausePipeline(0)),
            ("resume", new ResumePipeline(0)),
            ("revoke", new RevokeTask())
        );

    public static IEnumerable<ActionOffer> OfNode(Run run, int index, DecisionContext context) =>
        run.Tree[index] switch
        {
            ServiceActivity => Offers(
                run,
                context,
                ("retry", new RetryNode(index)),
                ("skip", new SkipNode(index)),
                ("forced_fail", new ForceFailNode(index, "")),
                ("callback", new CallBack(index, null, Json.Null)),
                ("pause", new PauseNode(index)),
                ("resume", new ResumeNode(index))
            ),
            Subprocess => Offers(
                run,
                context,
                ("retry_subprocess", new RetrySubprocess(index)),
                ("pause_subproc", new PausePipeline(index)),
                ("resume_subproc", new ResumePipeline(index))
            ),
            ExclusiveGateway gateway => Offers(
                run,
                context,
                ("retry", new RetryNode(index)),
                ("skip_exg", new SkipExclusiveGateway(index, gateway.Outgoing[0].Index)),
                ("pause", new PauseNode(index)),
                ("resume", new ResumeNode(index))
            ),
            ConditionalParallelGateway gateway => Offers(
                run,
                context,
                ("retry", new RetryNode(index)),
                ("skip_cpg", new SkipConditionalParallelGateway(index, [gateway.Outgoing[0].Index], 0)),
                ("pause", new PauseNode(index)),
                ("resume", new ResumeNode(index))
            ),
            _ => Offers(
                run,
                context,
                ("retry", new RetryNode(index)),
                ("pause", new PauseNode(index)),
                ("resume", new ResumeNode(index))
            ),
        };

    private static IEnumerable<ActionOffer> Offers(
        Run run,
        DecisionContext context,
        params IEnumerable<(string Action, Command Command)> candidates
    ) => candidates.Select(c => new ActionOffer(c.Action, Decider.Decide(run, c.Command, context).Refusal));
}
