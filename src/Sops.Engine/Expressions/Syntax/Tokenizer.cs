using System.Globalization;
using System.Numerics;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>Cuts the inside of "${…}" into tokens, up to the brace that closes it.</summary>
internal sealed class Tokenizer(string text, int start)
{
    /// <summary>What comes before the closing brace is at most this long; anything longer is no expression.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly string[] Symbols = ["**", "//", "<<", ">>", "<=", ">=", "==", "!="];

    private readonly List<Token> _tokens = [];
    private readonly Stack<char> _open = new();
    private readonly int _start = start;
    private int _at = start;

    /// <summary>The tokens and the index of the closing brace; null where the text is no expression.</summary>
    public (List<Token> Tokens, int End)? Read()
    {
        while (_at < text.Length && _at - _start <= MaxLength)
        {
            var c = text[_at];
            if (c == '}' && _open.Count == 0)
            {
                _tokens.Add(new Token(TokenKind.End, ""));
                return (_tokens, _at);
            }
            if (char.IsWhiteSpace(c))
                _at++;
            else if (!TryText() && !TryName() && !TryNumber() && !TrySymbol())
                return null;
        }
        return null;
    }

    private bool TryText()
    {
        if (new TextLiteral(text, _at).Read() is not { } literal)
            return false;
        _tokens.Add(new Token(TokenKind.Literal, "", literal.Value));
        _at = literal.End;
        return true;
    }

    private bool TryName()
    {
        var end = _at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        if (end == _at || char.IsDigit(text[_at]))
            return false;
        _tokens.Add(new Token(TokenKind.Name, text[_at..end]));
        _at = end;
        return true;
    }

    private bool TryNumber()
    {
        var end = _at;
        if (!char.IsAsciiDigit(At(end)) && !(At(end) == '.' && char.IsAsciiDigit(At(end + 1))))
            return false;
        if (At(end) == '0' && At(end + 1) is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
            return TryBasedNumber();
        SkipDigits(ref end);
        var isFloat = At(end) == '.';
        if (isFloat)
        {
            end++;
            SkipDigits(ref end);
        }
        if (At(end) is 'e' or 'E')
        {
            var exponent = At(end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(At(exponent)))
            {
                isFloat = true;
                end = exponent;
                SkipDigits(ref end);
            }
        }
        if (char.IsLetter(At(end)) || At(end) == '_')
            return false;
        var number = text[_at..end];
        _at = end;
        if (isFloat)
            return Numbers.TryParseFloat(number, out var real) && Add(new FloatValue(real));
        // Python refuses 007, which C would read as octal.
        if (number.Length > 1 && number[0] == '0' && number.Trim('0', '_').Length > 0)
            return false;
        return Numbers.TryParseInteger(number, out var integer) && Add(new IntValue(integer));
    }

    private bool TryBasedNumber()
    {
        var radix = char.ToLowerInvariant(text[_at + 1]) switch
        {
            'x' => 16,
            'o' => 8,
            _ => 2,
        };
        var number = BigInteger.Zero;
        var end = _at + 2;
        for (; char.IsAsciiLetterOrDigit(At(end)) || (At(end) == '_' && char.IsAsciiHexDigit(At(end + 1))); end++)
        {
            if (text[end] == '_')
                continue;
            var digit = char.IsAsciiHexDigit(text[end])
                ? int.Parse(text.AsSpan(end, 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : 99;
            if (digit >= radix || end - _at > 1000)
                return false;
            number = number * radix + digit;
        }
        if (end == _at + 2 || At(end) == '_')
            return false;
        _at = end;
        return Add(new IntValue(number));
    }

    private bool TrySymbol()
    {
        var symbol = Array.Find(Symbols, s => string.CompareOrdinal(text, _at, s, 0, 2) == 0) ?? text[_at].ToString();
        if (symbol.Length == 1 && !"+-*/%<>=()[]{},:.|&^~".Contains(symbol, StringComparison.Ordinal))
            return false;
        if (symbol is "(" or "[" or "{")
            _open.Push(symbol[0]);
        else if (symbol is ")" or "]" or "}" && (_open.Count == 0 || !Closes(_open.Pop(), symbol[0])))
            return false;
        _tokens.Add(new Token(TokenKind.Symbol, symbol));
        _at += symbol.Length;
        return true;
    }

    private static bool Closes(char open, char close) => (open, close) is ('(', ')') or ('[', ']') or ('{', '}');

    private bool Add(Value value)
    {
        _tokens.Add(new Token(TokenKind.Literal, "", value));
        return true;
    }

    private void SkipDigits(ref int at)
    {
        while (char.IsAsciiDigit(At(at)) || (At(at) == '_' && char.IsAsciiDigit(At(at + 1))))
            at++;
    }

    private char At(int index) => index < text.Length ? text[index] : '\0';
}
