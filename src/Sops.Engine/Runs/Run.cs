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
    private readonly Touched<NodeRun>? _changed;
    private readonly Touched<Token?> _tokens = new();
    private Dictionary<(int Scope, string Key), JsonElement>? _variables;
    private Touched<Tally>? _tallies;
    private List<NodeRun>? _archived;
    private int _nextToken = 1;

    /// <param name="keepsArchive">Folding keeps former attempts too, which otherwise only a turn does.</param>
    public Run(PipelineTree tree, TaskIds ids, bool keepsArchive = false)
    {
        _archived = keepsArchive ? [] : null;
        Tree = tree;
        Ids = ids;
        PlainInputs = PlainInputs.Of(tree);
        _all = new NodeTable(tree.Nodes.Count);
    }

    private Run(Run origin)
    {
        Tree = origin.Tree;
        Ids = origin.Ids;
        PlainInputs = origin.PlainInputs;
        _origin = origin;
        _changed = new();
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
        : _changed!.TryGet(index, out var node) ? node
        : _origin!.Node(index);

    public Token? Token(int id) => _tokens.TryGet(id, out var token) ? token : _origin?.Token(id);

    public bool TryGetVariable(int scope, string key, out JsonElement value)
    {
        value = default;
        return _variables?.TryGetValue((scope, key), out value) == true
            || _origin?.TryGetVariable(scope, key, out value) == true;
    }

    /// <summary>Everything that was reached or touched, by index.</summary>
    public IEnumerable<NodeRun> Nodes =>
        _all
        ?? _changed!
            .Values.Concat(_origin!.Nodes.Where(n => !_changed.Contains(n.Node)))
            .OrderBy(n => n.Node)
            .AsEnumerable();

    public IEnumerable<Token> Tokens =>
        _tokens
            .Values.OfType<Token>()
            .Concat(_origin?.Tokens.Where(t => !_tokens.Contains(t.Id)) ?? [])
            .OrderBy(t => t.Id);

    public IEnumerable<Variable> Variables =>
        Written
            .Concat(_origin?.Variables.Where(v => _variables?.ContainsKey((v.Scope, v.Key)) != true) ?? [])
            .OrderBy(v => v.Scope)
            .ThenBy(v => v.Key, StringComparer.Ordinal);

    private IEnumerable<Variable> Written =>
        _variables?.Select(v => new Variable(v.Key.Scope, v.Key.Key, v.Value)) ?? [];

    /// <summary>Former attempts, oldest first, of a run that keeps them.</summary>
    public IReadOnlyList<NodeRun> Archived => _archived ?? [];

    internal PlainInputs PlainInputs { get; }

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
            run.Write(variable.Scope, variable.Key, variable.Value);
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

    /// <summary>
    /// Takes over what a decision made of this run: the same as folding its events at the moment it was made, without the
    /// work of doing so once more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The decision is a refusal, or was not made of this run as it is now.</exception>
    public void Apply(Decision decision)
    {
        if (decision.After is not { } after || after._origin != this || after.Revision != Revision)
        {
            throw new InvalidOperationException("This decision was not made of this run as it is now.");
        }
        TakeOver(after);
        Revision++;
    }

    private void TakeOver(Run after)
    {
        (Constants, Operator, _nextToken) = (after.Constants, after.Operator, after._nextToken);
        foreach (var (index, node) in after._changed!.Entries)
        {
            _all![index] = node;
        }
        foreach (var (id, token) in after._tokens.Entries)
        {
            if (token is null)
            {
                _tokens.Remove(id);
            }
            else
            {
                _tokens[id] = token;
            }
        }
        foreach (var (at, value) in after._variables ?? [])
        {
            Write(at.Scope, at.Key, value);
        }
        foreach (var (scope, tally) in after._tallies is { } tallies ? tallies.Entries : [])
        {
            (_tallies ??= new())[scope] = tally;
        }
    }

    /// <summary>Token id to give next; part of the run's row.</summary>
    public int TokensMade => _nextToken;

    private void Write(int scope, string key, JsonElement value) => (_variables ??= [])[(scope, key)] = value;

    /// <summary>What this fork changed.</summary>
    internal RunChanges Changes()
    {
        List<WorkItem> work = new(1);
        List<WorkItem> done = new(1);
        var nodes = _changed!.Values;
        foreach (var node in nodes)
        {
            WorkItem.Compare(_origin!.Node(node.Node), node, work, done);
        }
        List<Token> tokens = new(_tokens.Count);
        List<int>? ended = null;
        foreach (var (id, token) in _tokens.Entries)
        {
            if (token is null)
            {
                (ended ??= []).Add(id);
            }
            else
            {
                tokens.Add(token);
            }
        }
        return new RunChanges
        {
            Nodes = nodes,
            Archived = _archived ?? [],
            Tokens = tokens,
            EndedTokens = ended ?? [],
            Variables = _variables is null ? [] : [.. Written],
            Work = work,
            WorkDone = done,
            Shown = _tallies is null ? [] : Array.FindAll(_tallies.Keys, ShownOtherwise),
        };
    }

    private bool ShownOtherwise(int scope) =>
        !_changed!.Contains(scope) && ShownState(scope) != _origin!.ShownState(scope);
}
