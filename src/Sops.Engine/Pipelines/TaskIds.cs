using System.Globalization;

namespace Sops.Engine.Pipelines;

/// <summary>
/// The ids that the nodes, flows and attempts of one task have on the wire: derived from the task's instance id and their
/// numbers, so that nothing about them has to be stored.
/// </summary>
/// <param name="InstanceId">"n", 23 hex digits of the task's own, "00000000". Made by <see cref="Create"/>.</param>
public readonly record struct TaskIds(string InstanceId)
{
    private const int OwnDigits = 23;
    private const int NumberDigits = 8;
    private const int VersionOwnDigits = 16;

    /// <summary>The ids of the task with those 23 lower-case hex digits.</summary>
    public static TaskIds Create(string digits)
    {
        if (digits.Length != OwnDigits || digits.Any(c => !char.IsAsciiHexDigitLower(c)))
            throw new ArgumentException($"A task's own part is {OwnDigits} lower-case hex digits.", nameof(digits));
        return new TaskIds($"n{digits}00000000");
    }

    /// <param name="index">A node's index; 0 gives the instance id.</param>
    public string Node(int index) => index == 0 ? InstanceId : Numbered('n', index);

    public string Flow(int index) => Numbered('l', index);

    /// <summary>Names one attempt of one node, so that an answer to another attempt can be told apart.</summary>
    public string Version(int node, int attempt) =>
        string.Create(
            1 + VersionOwnDigits + NumberDigits + NumberDigits,
            (InstanceId, node, attempt),
            static (text, from) =>
            {
                text[0] = 'v';
                from.InstanceId.AsSpan(1, VersionOwnDigits).CopyTo(text[1..]);
                Write(from.node, text[(1 + VersionOwnDigits)..]);
                Write(from.attempt, text[(1 + VersionOwnDigits + NumberDigits)..]);
            }
        );

    /// <summary>False for the id of another task; the instance id itself is index 0.</summary>
    public bool TryParseNode(string id, out int index) => TryParse('n', id, out index);

    /// <summary>False for the id of another task.</summary>
    public bool TryParseFlow(string id, out int index) => TryParse('l', id, out index);

    /// <summary>False for the version of another task's attempt.</summary>
    public bool TryParseVersion(string version, out int node, out int attempt)
    {
        (node, attempt) = (0, 0);
        return version.Length == 1 + VersionOwnDigits + NumberDigits + NumberDigits
            && version[0] == 'v'
            && version.AsSpan(1, VersionOwnDigits).SequenceEqual(InstanceId.AsSpan(1, VersionOwnDigits))
            && TryRead(version.AsSpan(1 + VersionOwnDigits, NumberDigits), out node)
            && TryRead(version.AsSpan(1 + VersionOwnDigits + NumberDigits), out attempt);
    }

    private string Numbered(char kind, int index) =>
        string.Create(
            1 + OwnDigits + NumberDigits,
            (InstanceId, kind, index),
            static (text, from) =>
            {
                from.InstanceId.AsSpan(0, 1 + OwnDigits).CopyTo(text);
                text[0] = from.kind;
                Write(from.index, text[(1 + OwnDigits)..]);
            }
        );

    private bool TryParse(char kind, string id, out int index)
    {
        index = 0;
        return id.Length == 1 + OwnDigits + NumberDigits
            && id[0] == kind
            && id.AsSpan(1, OwnDigits).SequenceEqual(InstanceId.AsSpan(1, OwnDigits))
            && TryRead(id.AsSpan(1 + OwnDigits), out index);
    }

    private static void Write(int number, Span<char> text) =>
        ((uint)number).TryFormat(text, out _, "x8", CultureInfo.InvariantCulture);

    // Only the very text that Write gives is read: an id has one spelling.
    private static bool TryRead(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            && number >= 0;
    }
}
