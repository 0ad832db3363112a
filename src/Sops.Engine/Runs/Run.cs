using System.Text.Json;
using Sops.Engine.Pipelines;

namespace Sops.Engine.Runs;

/// <summary>
/// The state of one task: the fold of its history. A fork reads through to the run it was made from and keeps what
/// changes to itself, so deciding leaves the run as it was and costs what it touches, not what the run holds.
/// </summary>
public sealed partial class Run
{
    private readonly Run? _origin;
    private readonly NodeTable? _all;
    private readonly Dictionary<int, NodeRun> _changed = [];
    private readonly Dictionary<int, Token?> _tokens = [];
    private readonly Dictionary<(int Scope, string Key), JsonElement> _variables = [];
    private readonly Dictionary<int, Tally> _tallies = [];
    private List<NodeRun>? _archived;
    private int _nextToken = 1;

    public Run(PipelineTree tree, TaskIds ids)
    {
        Tree = tree;
        Ids = ids;
        _all = new NodeTable(tree.Nodes.Count);
    }

    private Run(Run origin)
    {
        Tree = origin.Tree;
        Ids = origin.Ids;
        _origin = origin;
        _nextToken = origin._nextToken;
        Revision = origin.Revision;
        Constants = origin.Constants;
        Operator = origin.Operator;
    }

    public PipelineTree Tree { get; }

    /// <summary>The ids that nodes, flows and attempts have outside.</summary>
    public TaskIds Ids { get; }

    /// <summary>Turns committed; 0 before the first.</summary>
    public long Revision { get; private set; }

    /// <summary>Constants of the root that the task was given in place of the tree's.</summary>
    public ValueMap Constants { get; private set; } = ValueMap.Empty;

    /// <summary>Who started it; "" before.</summary>
    public string Operator { get; private set; } = "";

    /// <summary>Stored state of the task itself.</summary>
    public NodeState State => Node(0)?.State ?? NodeState.None;

    public NodeRun? Node(int index) =>
        _all is not null ? _all[index]
        : _changed.TryGetValue(index, out var node) ? node
        : _origin!.Node(index);

    public Token? Token(int id) => _tokens.TryGetValue(id, out var token) ? token : _origin?.Token(id);

    public bool TryGetVariable(int scope, string key, out JsonElement value) =>
        _variables.TryGetValue((scope, key), out value)
        || (_origin is not null && _origin.TryGetVariable(scope, key, out value));

    /// <summary>Everything that was reached or touched, by index.</summary>
    public IEnumerable<NodeRun> Nodes =>
        _all
        ?? _changed
            .Values.Concat(_origin!.Nodes.Where(n => !_changed.ContainsKey(n.Node)))
            .OrderBy(n => n.Node)
            .AsEnumerable();

    public IEnumerable<Token> Tokens =>
        _tokens
            .Values.OfType<Token>()
            .Concat(_origin?.Tokens.Where(t => !_tokens.ContainsKey(t.Id)) ?? [])
            .OrderBy(t => t.Id);

    public IEnumerable<Variable> Variables =>
        _variables
            .Select(v => new Variable(v.Key.Scope, v.Key.Key, v.Value))
            .Concat(_origin?.Variables.Where(v => !_variables.ContainsKey((v.Scope, v.Key))) ?? [])
            .OrderBy(v => v.Scope)
            .ThenBy(v => v.Key, StringComparer.Ordinal);

    internal int NextToken => _nextToken;

    internal Run Fork() => new(this);

    /// <summary>Rebuilds a run from its rows.</summary>
    public static Run Restore(
        PipelineTree tree,
        TaskIds ids,
        long revision,
        ValueMap constants,
        string @operator,
        int nextToken,
        IEnumerable<NodeRun> nodes,
        IEnumerable<Token> tokens,
        IEnumerable<Variable> variables
    )
    {
        var run = new Run(tree, ids)
        {
            Revision = revision,
            Constants = constants,
            Operator = @operator,
            _nextToken = nextToken,
        };
        foreach (var node in nodes)
        {
            run.Put(node);
        }
        foreach (var token in tokens)
        {
            run._tokens[token.Id] = token;
        }
        foreach (var variable in variables)
        {
            run._variables[(variable.Scope, variable.Key)] = variable.Value;
        }
        return run;
    }

    /// <summary>Folds one committed turn.</summary>
    public void Apply(IReadOnlyList<HistoryEvent> events, DateTimeOffset at)
    {
        foreach (var e in events)
        {
            Apply(e, at);
        }
        Revision++;
    }

    /// <summary>Token id to give next; part of the run's row.</summary>
    public int TokensMade => _nextToken;

    /// <summary>What this fork changed.</summary>
    internal RunChanges Changes()
    {
        List<WorkItem> work = [];
        List<WorkItem> done = [];
        foreach (var node in _changed.Values)
        {
            WorkItem.Compare(_origin!.Node(node.Node), node, work, done);
        }
        return new RunChanges
        {
            Nodes = _changed.Values,
            Archived = _archived ?? [],
            Tokens = [.. _tokens.Values.OfType<Token>()],
            EndedTokens = [.. _tokens.Where(t => t.Value is null).Select(t => t.Key)],
            Variables =
                _variables.Count == 0 ? [] : [.. _variables.Select(v => new Variable(v.Key.Scope, v.Key.Key, v.Value))],
            Work = work,
            WorkDone = done,
            Shown =
                _tallies.Count == 0
                    ? []
                    :
                    [
                        .. _tallies.Keys.Where(s =>
                            !_changed.ContainsKey(s) && ShownState(s) != _origin!.ShownState(s)
                        ),
                    ],
        };
    }
}
