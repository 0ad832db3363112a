using Sops.Engine.Expressions.Nodes;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>What stands between operators: literals, names, brackets, calls.</summary>
internal sealed partial class Parser
{
    private Expression? ParseAtom()
    {
        var token = tokens[_at];
        switch (token.Kind)
        {
            case TokenKind.Literal:
                return ParseLiteral();
            case TokenKind.Name:
                _at++;
                return token.Text switch
                {
                    "None" => new Literal(NoneValue.Instance),
                    "True" => new Literal(BoolValue.True),
                    "False" => new Literal(BoolValue.False),
                    _ => IsName(token) && !token.Text.StartsWith("__", StringComparison.Ordinal)
                        ? new NameReference(token.Text)
                        : null,
                };
        }
        if (TryTake("("))
            return InBrackets(ParseParenthesis);
        if (TryTake("["))
            return InBrackets(ParseList);
        return TryTake("{") ? InBrackets(ParseBraces) : null;
    }

    private Literal? ParseLiteral()
    {
        var start = _at++;
        while (tokens[start].Value is TextValue && tokens[_at].Value is TextValue)
            _at++;
        while (tokens[start].Value is BytesValue && tokens[_at].Value is BytesValue)
            _at++;
        var parts = tokens[start.._at];
        return new Literal(
            parts.Count == 1 ? parts[0].Value!
            : parts[0].Value is TextValue
                ? new TextValue(string.Concat(parts.Select(part => ((TextValue)part.Value!).Text)))
            : new BytesValue([.. parts.SelectMany(part => ((BytesValue)part.Value!).Bytes)])
        );
    }

    private Expression? InBrackets(Func<Expression?> parse)
    {
        _brackets++;
        var result = Nested(parse);
        _brackets--;
        return result;
    }

    private Expression? ParseParenthesis()
    {
        if (TryTake(")"))
            return new TupleDisplay([]);
        if (ParseItem() is not { } first)
            return null;
        if (tokens[_at].Is("for"))
            return ParseComprehension(ComprehensionKind.Generator, first, null, ")");
        if (first is not Starred && TryTake(")"))
            return first;
        return tokens[_at].Is(",") && ParseRest(first, ")") is { } items ? new TupleDisplay(items) : null;
    }

    private Expression? ParseList()
    {
        if (TryTake("]"))
            return new ListDisplay([]);
        if (ParseItem() is not { } first)
            return null;
        if (tokens[_at].Is("for"))
            return ParseComprehension(ComprehensionKind.List, first, null, "]");
        return ParseRest(first, "]") is { } items ? new ListDisplay(items) : null;
    }

    private Expression? ParseBraces()
    {
        if (TryTake("}"))
            return new DictDisplay([]);
        if (ParseItem() is not { } first)
            return null;
        if (TryTake(":"))
            return ParseDict(first);
        if (tokens[_at].Is("for"))
            return ParseComprehension(ComprehensionKind.Set, first, null, "}");
        return ParseRest(first, "}") is { } items ? new SetDisplay(items) : null;
    }

    private Expression? ParseDict(Expression key)
    {
        if (ParseExpression() is not { } value)
            return null;
        if (tokens[_at].Is("for"))
            return ParseComprehension(ComprehensionKind.Dict, key, value, "}");
        var entries = new List<(Expression, Expression)> { (key, value) };
        while (!TryTake("}"))
        {
            if (!TryTake(","))
                return null;
            if (TryTake("}"))
                break;
            if (ParseExpression() is not { } nextKey || !TryTake(":") || ParseExpression() is not { } nextValue)
                return null;
            entries.Add((nextKey, nextValue));
        }
        return new DictDisplay(entries);
    }

    private Expression? ParseItem()
    {
        if (!TryTake("*"))
            return ParseExpression();
        return ParseBinary(0) is { } items ? new Starred(items) : null;
    }

    private List<Expression>? ParseRest(Expression first, string close)
    {
        var items = new List<Expression> { first };
        while (!TryTake(close))
        {
            if (!TryTake(","))
                return null;
            if (TryTake(close))
                break;
            if (ParseItem() is not { } item)
                return null;
            items.Add(item);
        }
        return items;
    }

    private Comprehension? ParseComprehension(
        ComprehensionKind kind,
        Expression element,
        Expression? value,
        string close
    )
    {
        var clauses = new List<Clause>();
        while (TryTake("for"))
        {
            if (clauses.Count == MaxNesting)
                return null;
            if (ParseTargets() is not { } target || !TryTake("in") || ParseLogical(false) is not { } source)
                return null;
            var conditions = new List<Expression>();
            while (TryTake("if"))
            {
                if (ParseLogical(false) is not { } condition)
                    return null;
                conditions.Add(condition);
            }
            clauses.Add(new Clause(target, source, conditions));
        }
        return element is not Starred && TryTake(close) ? new Comprehension(kind, element, value, clauses) : null;
    }

    private Target? ParseTargets()
    {
        if (ParseTarget() is not { } first)
            return null;
        if (!tokens[_at].Is(","))
            return first;
        var targets = new List<Target> { first };
        while (TryTake(",") && !tokens[_at].Is("in") && !tokens[_at].Is(")"))
        {
            if (ParseTarget() is not { } target)
                return null;
            targets.Add(target);
        }
        return new Target(targets);
    }

    private Target? ParseTarget()
    {
        if (IsName(tokens[_at]))
            return new Target(tokens[_at++].Text);
        if (!TryTake("(") || ++_nesting > MaxNesting)
            return null;
        var target = ParseTargets();
        _nesting--;
        return TryTake(")") ? target : null;
    }

    private Expression? ParseIndex(Expression target) =>
        InBrackets(() =>
        {
            Expression? start = null;
            if (!tokens[_at].Is(":") && (start = ParseExpression()) is null)
                return null;
            // Keys such as "__class__" never reach anything here; the refusal is kept so that such texts stay literal.
            if (start is Literal { Value: TextValue key } && key.Text.StartsWith("__", StringComparison.Ordinal))
                return null;
            if (start is not null && TryTake("]"))
                return new IndexAccess(target, start);
            var bounds = new Expression?[] { start, null, null };
            for (var i = 1; i < 3 && TryTake(":"); i++)
                if (!tokens[_at].Is(":") && !tokens[_at].Is("]") && (bounds[i] = ParseExpression()) is null)
                    return null;
            return TryTake("]") ? new IndexAccess(target, new SliceDisplay(bounds[0], bounds[1], bounds[2])) : null;
        });

    private Expression? ParseCall(Expression function)
    {
        _at++;
        return InBrackets(() =>
        {
            var arguments = new List<Expression>();
            var named = new List<(string, Expression)>();
            while (!TryTake(")"))
            {
                if (arguments.Count + named.Count > 0 && (!TryTake(",") || TryTake(")")))
                    return tokens[_at - 1].Is(")") ? new Call(function, arguments, named) : null;
                if (IsName(tokens[_at]) && tokens[_at + 1].Is("="))
                {
                    var name = tokens[_at].Text;
                    _at += 2;
                    if (ParseExpression() is not { } value)
                        return null;
                    named.Add((name, value));
                    continue;
                }
                if (ParseItem() is not { } argument || (named.Count > 0 && argument is not Starred))
                    return null;
                if (tokens[_at].Is("for"))
                    return
                        arguments.Count == 0
                        && ParseComprehension(ComprehensionKind.Generator, argument, null, ")") is { } generator
                        ? new Call(function, [generator], [])
                        : null;
                arguments.Add(argument);
            }
            return new Call(function, arguments, named);
        });
    }
}
