using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>Shows what a node's inputs would be if it were entered now; what is not known yet stays as it is written.</summary>
public static class InputPreview
{
    public static ValueMap Of(Run run, Node node, DecisionContext context)
    {
        var inputs = node switch
        {
            ServiceActivity activity => activity.Inputs,
            Subprocess subprocess => subprocess.Parameters,
            _ => [],
        };
        var variables = new PipelineVariables(run, node.Pipeline, context, node.Index);
        return ValueMap.From(
            inputs.Select(i =>
            {
                try
                {
                    return KeyValuePair.Create(i.Key, i.NeedRender ? variables.Render(i.Value) : i.Value);
                }
                catch (EvaluationException)
                {
                    return KeyValuePair.Create(i.Key, i.Value);
                }
            })
        );
    }
}
