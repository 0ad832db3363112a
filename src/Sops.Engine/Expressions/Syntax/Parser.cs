using System.Runtime.CompilerServices;
using Sops.Engine.Expressions.Nodes;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>Makes an expression from tokens; null stands for "no expression" all the way up.</summary>
internal sealed partial class Parser(List<Token> tokens)
{
    // Bounds the stack that parsing and evaluating take.
    private const int MaxNesting = 200;
    private const int MaxTrailers = 100;

    private static readonly HashSet<string> Keywords = new(
        (
            "False None True and as assert async await break class continue def del elif else except finally for from "
            + "global if import in is lambda nonlocal not or pass raise return try while with yield"
        ).Split(' '),
        StringComparer.Ordinal
    );

    private static readonly string[][] Precedences =
    [
        ["|"],
        ["^"],
        ["&"],
        ["<<", ">>"],
        ["+", "-"],
        ["*", "/", "//", "%"],
    ];

    private int _at;
    private int _nesting;

    // A bar outside of all brackets begins the filters.
    private int _brackets;

    public static bool IsName(Token token) => token.Kind == TokenKind.Name && !Keywords.Contains(token.Text);

    /// <summary>A whole expression, with the filters that may follow it.</summary>
    public Expression? Parse()
    {
        if (ParseExpression() is not { } expression)
            return null;
        if (TryTake("|"))
        {
            do
            {
                if (!IsName(tokens[_at]) || Filter.Create(tokens[_at++].Text, expression) is not { } filter)
                    return null;
                expression = filter;
            } while (TryTake(","));
        }
        return tokens[_at].Kind == TokenKind.End ? expression : null;
    }

    private bool TryTake(string text)
    {
        if (!tokens[_at].Is(text))
            return false;
        _at++;
        return true;
    }

    private Expression? ParseExpression() =>
        Nested(() =>
        {
            if (TryTake("lambda"))
                return ParseLambda();
            var value = ParseLogical(false);
            if (value is null || !TryTake("if"))
                return value;
            if (ParseLogical(false) is not { } test || !TryTake("else") || ParseExpression() is not { } otherwise)
                return null;
            return new Conditional(test, value, otherwise);
        });

    private Expression? Nested(Func<Expression?> parse)
    {
        if (++_nesting > MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return null;
        var result = parse();
        _nesting--;
        return result;
    }

    private Lambda? ParseLambda()
    {
        var parameters = new List<(string, Expression?)>();
        while (!TryTake(":"))
        {
            if (parameters.Count > 0 && !TryTake(",") || !IsName(tokens[_at]))
                return null;
            var name = tokens[_at++].Text;
            if (parameters.Exists(parameter => parameter.Item1 == name))
                return null;
            Expression? value = null;
            if (TryTake("=") && (value = ParseExpression()) is null)
                return null;
            parameters.Add((name, value));
        }
        return ParseExpression() is { } body ? new Lambda(parameters, body) : null;
    }

    private Expression? ParseLogical(bool isAnd)
    {
        if ((isAnd ? ParseNot() : ParseLogical(true)) is not { } first)
            return null;
        var operands = new List<Expression> { first };
        while (TryTake(isAnd ? "and" : "or"))
        {
            if ((isAnd ? ParseNot() : ParseLogical(true)) is not { } next)
                return null;
            operands.Add(next);
        }
        return operands.Count == 1 ? first : new Logical(isAnd, operands);
    }

    private Expression? ParseNot()
    {
        if (!TryTake("not"))
            return ParseComparison();
        return Nested(ParseNot) is { } operand ? new Not(operand) : null;
    }

    private Expression? ParseComparison()
    {
        if (ParseBinary(0) is not { } first)
            return null;
        var rest = new List<(string, Expression)>();
        while (TryComparisonOperator() is { } op)
        {
            if (ParseBinary(0) is not { } operand)
                return null;
            rest.Add((op, operand));
        }
        return rest.Count == 0 ? first : new ComparisonChain(first, rest);
    }

    private string? TryComparisonOperator()
    {
        var token = tokens[_at];
        if (token.Kind == TokenKind.Symbol && token.Text is "==" or "!=" or "<" or ">" or "<=" or ">=")
        {
            _at++;
            return token.Text;
        }
        if (TryTake("in"))
            return "in";
        if (token.Is("not") && tokens[_at + 1].Is("in"))
        {
            _at += 2;
            return "not in";
        }
        if (!TryTake("is"))
            return null;
        return TryTake("not") ? "is not" : "is";
    }

    private Expression? ParseBinary(int precedence)
    {
        if (precedence == Precedences.Length)
            return ParseUnary();
        if (ParseBinary(precedence + 1) is not { } first)
            return null;
        var rest = new List<(string, Expression)>();
        while (Precedences[precedence].FirstOrDefault(op => tokens[_at].Is(op)) is { } op)
        {
            if (op == "|" && _brackets == 0)
                break;
            _at++;
            if (ParseBinary(precedence + 1) is not { } operand)
                return null;
            rest.Add((op, operand));
        }
        return rest.Count == 0 ? first : new BinaryChain(first, rest);
    }

    private Expression? ParseUnary()
    {
        var op = tokens[_at];
        if (op.Kind == TokenKind.Symbol && op.Text is "-" or "+" or "~")
        {
            _at++;
            return Nested(ParseUnary) is { } operand ? new Unary(op.Text, operand) : null;
        }
        if (ParseTrailers() is not { } value)
            return null;
        if (!TryTake("**"))
            return value;
        return Nested(ParseUnary) is { } exponent ? new BinaryChain(value, [("**", exponent)]) : null;
    }

    private Expression? ParseTrailers()
    {
        var value = ParseAtom();
        for (var count = 0; value is not null; count++)
        {
            if (!tokens[_at].Is("(") && !tokens[_at].Is("[") && !tokens[_at].Is("."))
                return value;
            if (count == MaxTrailers)
                return null;
            if (TryTake("."))
                value = IsPlainAttribute(tokens[_at]) ? new AttributeAccess(value, tokens[_at++].Text) : null;
            else if (TryTake("["))
                value = ParseIndex(value);
            else
                value = ParseCall(value);
        }
        return null;
    }

    private static bool IsPlainAttribute(Token token) => IsName(token) && !token.Text.StartsWith('_');
}
