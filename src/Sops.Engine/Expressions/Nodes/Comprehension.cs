using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Nodes;

/// <summary>One "for … in … if …" of a comprehension.</summary>
internal sealed record Clause(Target Target, Expression Source, IReadOnlyList<Expression> Conditions);

internal enum ComprehensionKind
{
    List,
    Set,
    Dict,
    Generator,
}

internal sealed class Comprehension(
    ComprehensionKind kind,
    Expression element,
    Expression? value,
    IReadOnlyList<Clause> clauses
) : Expression
{
    public override Value Evaluate(Scope scope)
    {
        switch (kind)
        {
            case ComprehensionKind.List:
                return new ListValue(Iteration.Collect(Run(new Scope(scope), 0), scope.Context));
            case ComprehensionKind.Generator:
                return new IteratorValue(Run(new Scope(scope), 0));
            case ComprehensionKind.Set:
                var set = new SetValue(scope.Context);
                foreach (var item in Run(new Scope(scope), 0))
                {
                    scope.Context.Grow(set.Members.Count);
                    set.Members.TryAdd(item, true);
                }
                return set;
            default:
                var dict = new DictValue(scope.Context);
                foreach (var pair in Run(new Scope(scope), 0))
                {
                    scope.Context.Grow(dict.Entries.Count);
                    var items = ((TupleValue)pair).Items;
                    dict.Entries[items[0]] = items[1];
                }
                return dict;
        }
    }

    public override void CollectNames(ISet<string> names)
    {
        var inner = new HashSet<string>(StringComparer.Ordinal);
        element.CollectNames(inner);
        value?.CollectNames(inner);
        for (var i = clauses.Count - 1; i >= 0; i--)
        {
            foreach (var condition in clauses[i].Conditions)
                condition.CollectNames(inner);
            inner.ExceptWith(clauses[i].Target.Names);
            clauses[i].Source.CollectNames(inner);
        }
        names.UnionWith(inner);
    }

    private IEnumerable<Value> Run(Scope scope, int index)
    {
        if (index == clauses.Count)
        {
            var item = element.Evaluate(scope);
            yield return value is null ? item : new TupleValue([item, value.Evaluate(scope)]);
            yield break;
        }
        var clause = clauses[index];
        foreach (var item in Iteration.Over(clause.Source.Evaluate(scope), scope.Context))
        {
            scope.Context.Spend(1);
            clause.Target.Bind(item, scope);
            if (!clause.Conditions.All(condition => condition.Evaluate(scope).IsTrue))
                continue;
            foreach (var result in Run(scope, index + 1))
                yield return result;
        }
    }
}
