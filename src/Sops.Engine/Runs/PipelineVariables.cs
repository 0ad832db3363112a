using System.Text.Json;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>
/// The variables that an expression in one pipeline sees: what the run wrote, else the constants that the task was given,
/// else the tree's; the latter two are rendered when they are asked for. A node's output is unknown until it was written.
/// </summary>
internal sealed class PipelineVariables : IVariables
{
    private readonly Run _run;
    private readonly Pipeline _pipeline;
    private readonly DecisionContext _context;
    private readonly ValueMap _overlay;
    private readonly HashSet<string> _underWay = new(StringComparer.Ordinal);

    /// <param name="overlay">Values by key ("${k}") that hold for this rendering only.</param>
    /// <param name="budget">What the turn has left; null outside a turn.</param>
    public PipelineVariables(
        Run run,
        Pipeline pipeline,
        DecisionContext context,
        int node,
        ValueMap? overlay = null,
        TurnBudget? budget = null
    )
    {
        _run = run;
        _pipeline = pipeline;
        _context = context;
        _overlay = overlay ?? ValueMap.Empty;
        Evaluation = new EvaluationContext
        {
            Variables = this,
            Now = context.Now,
            Zone = context.Zone,
            Seed = ((ulong)run.Revision << 32) ^ ((ulong)node << 16) ^ (ulong)context.Now.UtcTicks,
            Limits = context.Limits.Evaluation,
            Turn = budget,
        };
    }

    public EvaluationContext Evaluation { get; }

    public JsonElement Render(JsonElement value) => Template.Render(value, Evaluation);

    public bool TryGet(string name, out JsonElement value)
    {
        var key = $"${{{name}}}";
        if (_overlay.TryGet(key, out value) || _run.TryGetVariable(_pipeline.Scope, key, out value))
        {
            return true;
        }
        if (_pipeline.Constants.TryGetValue(key, out var constant))
        {
            var given = _pipeline.Scope == 0 && _run.Constants.TryGet(key, out value);
            if (!given)
            {
                if (constant.IsOutput)
                {
                    return false;
                }
                value = constant.Value;
            }
            if (constant.NeedRender)
            {
                value = Rendered(key, value);
            }
            return true;
        }
        return _context.SharedVariables.Value.TryGet(name, out value);
    }

    private JsonElement Rendered(string key, JsonElement value)
    {
        if (!Template.HasReferences(value))
        {
            return value;
        }
        if (!_underWay.Add(key))
        {
            throw new EvaluationException($"{key} refers to itself");
        }
        try
        {
            return Render(value);
        }
        finally
        {
            _underWay.Remove(key);
        }
    }
}
