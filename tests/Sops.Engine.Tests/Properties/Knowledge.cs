using System.Globalization;
using System.Text.Json;

namespace Sops.Engine.Tests.Properties;

/// <summary>The variables of one pipeline as the reference sees them. Values are JSON text.</summary>
internal sealed class Knowledge(Level level)
{
    private readonly Dictionary<string, string> _written = [];

    public void Write(string name, string value) => _written[name] = value;

    /// <summary>A number as it is; "${k}" as the value of k, of its own type; where there is none the text stays.</summary>
    public string Rendered(object value) =>
        value is string text
            ? Value(text[2..^1]) ?? JsonSerializer.Serialize(text)
            : ((int)value).ToString(CultureInfo.InvariantCulture);

    /// <summary>Null where the value is an output that was never put out.</summary>
    public string? Value(string name)
    {
        if (_written.TryGetValue(name, out var value))
        {
            return value;
        }
        var constant = level.Constants.Single(c => c.Name == name);
        return constant.From is null ? Rendered(constant.Value) : null;
    }

    /// <summary>Null: it cannot be told, and the gateway fails.</summary>
    public bool? Holds(Test test)
    {
        var value = Value(test.Name);
        if (int.TryParse(value, CultureInfo.InvariantCulture, out var number))
        {
            return test.Operator switch
            {
                "==" => number == test.Number,
                "<" => number < test.Number,
                _ => number >= test.Number,
            };
        }
        // A text that is no number equals none and cannot be ordered; a list is not even a condition.
        return test.Operator == "==" && (value is null || value[0] == '"') ? false : null;
    }
}
