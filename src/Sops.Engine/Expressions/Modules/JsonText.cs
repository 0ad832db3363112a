using System.Globalization;
using System.Runtime.CompilerServices;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>Writes JSON with Python's separators.</summary>
internal sealed class JsonText
{
    private readonly BoundedText _text;
    private readonly bool _isAscii;
    private readonly bool _isSorted;
    private readonly string? _indent;
    private readonly string _comma;
    private readonly string _colon;

    private JsonText(Arguments arguments)
    {
        _text = new BoundedText(arguments.Context);
        _isAscii = arguments.Flag(int.MaxValue, "ensure_ascii", true);
        _isSorted = arguments.Flag(int.MaxValue, "sort_keys", false);
        _indent = arguments.Find(int.MaxValue, "indent") switch
        {
            null or NoneValue => null,
            TextValue text => text.Text,
            var width => new string(' ', Math.Clamp(Arguments.AsInt(width), 0, 100)),
        };
        _comma = _indent is null ? ", " : ",";
        _colon = ": ";
        if (arguments.Find(int.MaxValue, "separators") is { } given and not NoneValue)
        {
            if (given is not SequenceValue { Items.Count: 2 } separators)
                throw new ExpressionError("separators are two texts");
            (_comma, _colon) = (Arguments.AsText(separators.Items[0]), Arguments.AsText(separators.Items[1]));
        }
    }

    public static TextValue Write(Value value, Arguments arguments)
    {
        var writer = new JsonText(arguments);
        writer.Write(value, 0);
        return new TextValue(writer._text.ToString());
    }

    private void Write(Value value, int depth)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case NoneValue:
                _text.Write("null");
                break;
            case BoolValue flag:
                _text.Write(flag.IsTrue ? "true" : "false");
                break;
            case TextValue text:
                WriteText(text.Text);
                break;
            case FloatValue { Number: var number } when !double.IsFinite(number):
                _text.Write(
                    double.IsNaN(number) ? "NaN"
                    : number > 0 ? "Infinity"
                    : "-Infinity"
                );
                break;
            case IntValue or FloatValue:
                value.WriteRepr(_text);
                break;
            case SequenceValue sequence:
                WriteAll('[', ']', sequence.Items, depth, item => Write(item, depth + 1));
                break;
            case DictValue dict:
                WriteAll('{', '}', Entries(dict), depth, entry => WriteEntry(entry.Key, entry.Value, depth + 1));
                break;
            default:
                throw new ExpressionError($"Object of type {value.TypeName} is not JSON serializable");
        }
    }

    private List<KeyValuePair<Value, Value>> Entries(DictValue dict)
    {
        var context = _text.Context;
        context.Spend(dict.Entries.Count);
        if (!_isSorted)
            return [.. dict.Entries];
        var keys = Builtins.Sorting.Sort(dict, new Arguments(context, [dict]));
        return keys.ConvertAll(key => KeyValuePair.Create(key, dict.Entries[key]));
    }

    private void WriteEntry(Value key, Value value, int depth)
    {
        if (key is not (TextValue or IntValue or FloatValue or BoolValue or NoneValue))
            throw new ExpressionError($"keys must be str, int, float, bool or None, not {key.TypeName}");
        if (key is TextValue text)
            WriteText(text.Text);
        else
        {
            _text.Write('"');
            Write(key, depth);
            _text.Write('"');
        }
        _text.Write(_colon);
        Write(value, depth);
    }

    private void WriteAll<T>(char open, char close, List<T> items, int depth, Action<T> write)
    {
        _text.Write(open);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _text.Write(_comma);
            BreakLine(depth + 1);
            write(items[i]);
        }
        if (items.Count > 0)
            BreakLine(depth);
        _text.Write(close);
    }

    private void BreakLine(int depth)
    {
        if (_indent is null)
            return;
        _text.Write('\n');
        for (var i = 0; i < depth; i++)
            _text.Write(_indent);
    }

    private void WriteText(string text)
    {
        _text.Write('"');
        foreach (var c in text)
        {
            var escape = "\"\\\n\r\t\b\f".IndexOf(c, StringComparison.Ordinal);
            if (escape >= 0)
                _text.Write('\\').Write("\"\\nrtbf"[escape]);
            else if (c < ' ' || (_isAscii && c > '~'))
                _text.Write("\\u").Write(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                _text.Write(c);
        }
        _text.Write('"');
    }
}
