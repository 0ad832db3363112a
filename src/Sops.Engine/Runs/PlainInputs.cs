using System.Runtime.CompilerServices;
using Sops.Engine.Expressions;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>
/// What activities are handed that nothing in a run changes: no input refers to anything, and the node is entered for the
/// first time. Made once for a tree, so a node of a run keeps no copy of its own.
/// </summary>
internal sealed class PlainInputs
{
    private static readonly ConditionalWeakTable<PipelineTree, PlainInputs> OfTrees = [];
    private static readonly ValueMap Refers = ValueMap.Empty.With(Names.Loop, Json.Null);
    private readonly ValueMap?[] _byNode;
    private readonly long[] _bytes;

    private PlainInputs(PipelineTree tree) =>
        (_byNode, _bytes) = (new ValueMap?[tree.Nodes.Count], new long[tree.Nodes.Count]);

    public static PlainInputs Of(PipelineTree tree) => OfTrees.GetValue(tree, t => new PlainInputs(t));

    /// <summary>Null where an input refers to something. Threads that ask at once make the same map.</summary>
    /// <param name="bytes">Of the map's values, counted once.</param>
    public ValueMap? Of(ServiceActivity activity, out long bytes)
    {
        var known = Volatile.Read(ref _byNode[activity.Index]);
        if (known is null)
        {
            known = Make(activity);
            _bytes[activity.Index] = known.Bytes;
            Volatile.Write(ref _byNode[activity.Index], known);
        }
        bytes = _bytes[activity.Index];
        return known == Refers ? null : known;
    }

    private static ValueMap Make(ServiceActivity activity) =>
        activity.Inputs.Any(i => i.NeedRender && Template.HasReferences(i.Value))
            ? Refers
            : ValueMap
                .From(activity.Inputs.Select(i => KeyValuePair.Create(i.Key, i.Value)))
                .With(Names.Loop, Json.Of(1))
                .With(Names.InnerLoop, Json.Of(1));
}
