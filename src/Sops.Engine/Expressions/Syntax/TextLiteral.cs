using System.Globalization;
using System.Text;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Syntax;

/// <summary>Reads 'text', "text", their triple-quoted forms, and the prefixes r, u and b.</summary>
internal sealed class TextLiteral(string text, int start)
{
    private readonly StringBuilder _content = new();
    private bool _isRaw;
    private bool _isBytes;

    public (Value Value, int End)? Read()
    {
        var at = start;
        for (; At(at) is 'r' or 'R' or 'b' or 'B' or 'u' or 'U' && at - start < 2; at++)
        {
            _isRaw |= text[at] is 'r' or 'R';
            _isBytes |= text[at] is 'b' or 'B';
        }
        var quote = At(at);
        if (quote is not ('"' or '\''))
            return null;
        var isTriple = At(at + 1) == quote && At(at + 2) == quote;
        at += isTriple ? 3 : 1;
        while (at < text.Length)
        {
            if (text[at] == quote && (!isTriple || (At(at + 1) == quote && At(at + 2) == quote)))
                return (Make(), at + (isTriple ? 3 : 1));
            if (text[at] is '\n' or '\r' && !isTriple)
                return null;
            if (_isBytes && text[at] > '~' + 1)
                return null;
            if (text[at] != '\\')
                _content.Append(text[at++]);
            else if (!TryEscape(ref at))
                return null;
        }
        return null;
    }

    private bool TryEscape(ref int at)
    {
        var next = At(at + 1);
        if (_isRaw)
        {
            _content.Append('\\').Append(next);
            at += 2;
            return true;
        }
        switch (next)
        {
            case 'x':
                return TryHex(ref at, 2);
            case 'u' when !_isBytes:
                return TryHex(ref at, 4);
            case 'U' when !_isBytes:
                return TryHex(ref at, 8);
            case 'N' when !_isBytes:
                return false;
            case >= '0' and <= '7':
                return TryOctal(ref at);
            case '\n':
                break;
            default:
                var index = "abfnrtv\\'\"".IndexOf(next, StringComparison.Ordinal);
                if (index < 0)
                    _content.Append('\\').Append(next);
                else
                    _content.Append("\a\b\f\n\r\t\v\\'\""[index]);
                break;
        }
        at += 2;
        return true;
    }

    private bool TryHex(ref int at, int length)
    {
        if (
            at + 2 + length > text.Length
            || !int.TryParse(
                text.AsSpan(at + 2, length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
            return false;
        at += 2 + length;
        return Append(code);
    }

    private bool TryOctal(ref int at)
    {
        var code = 0;
        var end = at + 1;
        for (; end < at + 4 && At(end) is >= '0' and <= '7'; end++)
            code = code * 8 + (text[end] - '0');
        at = end;
        return Append(code);
    }

    private bool Append(int code)
    {
        if (code is > 0x10FFFF or < 0)
            return false;
        // Bytes keep the lowest eight bits of an octal number.
        if (code < 0x10000)
            _content.Append((char)(_isBytes ? code & 0xFF : code));
        else
            _content.Append(char.ConvertFromUtf32(code));
        return true;
    }

    private Value Make() =>
        _isBytes ? new BytesValue(Encoding.Latin1.GetBytes(_content.ToString())) : new TextValue(_content.ToString());

    private char At(int index) => index < text.Length ? text[index] : '\0';
}
