using System.Text.RegularExpressions;

namespace Sops.Engine.Expressions.Values;

/// <summary>What re.match and re.search found.</summary>
/// <param name="names">Groups that have a name, with their numbers.</param>
internal sealed class MatchValue(Match match, string text, IReadOnlyDictionary<string, int> names) : Value, IObjectValue
{
    public override string TypeName => "re.Match";

    public Value Group(Value index) => Group(Number(index));

    public Value? Find(string name) =>
        name switch
        {
            "group" => new FunctionValue(name, Groups),
            "groups" => new FunctionValue(
                name,
                a => new TupleValue([
                    .. Enumerable.Range(1, match.Groups.Count - 1).Select(i => OrDefault(i, a.Refuse(1, "default"))),
                ])
            ),
            "groupdict" => new FunctionValue(name, a => Named(a.Refuse(1, "default"))),
            "start" => new FunctionValue(name, a => new IntValue(Bounds(a.Refuse(1)).Start)),
            "end" => new FunctionValue(name, a => new IntValue(Bounds(a.Refuse(1)).End)),
            "span" => new FunctionValue(
                name,
                a =>
                    Bounds(a.Refuse(1)) is var (start, end)
                        ? new TupleValue([new IntValue(start), new IntValue(end)])
                        : NoneValue.Instance
            ),
            "string" => new TextValue(text),
            _ => null,
        };

    public override void WriteRepr(BoundedText writer)
    {
        var (start, end) = Bounds(new Arguments(writer.Context, []));
        writer.Write($"<re.Match object; span=({start}, {end}), match=");
        Group(0).WriteRepr(writer);
        writer.Write('>');
    }

    private Value Group(int number) =>
        match.Groups[number] is { Success: true } group ? new TextValue(group.Value) : NoneValue.Instance;

    private int Number(Value index)
    {
        var number = index is TextValue name ? names.GetValueOrDefault(name.Text, -1) : Arguments.AsInt(index);
        return number >= 0 && number < match.Groups.Count ? number : throw new ExpressionError("no such group");
    }

    private Value Groups(Arguments arguments) =>
        arguments.Refuse(100).Values.Count switch
        {
            0 => Group(0),
            1 => Group(arguments.Get(0)),
            _ => new TupleValue([.. arguments.Values.Select(Group)]),
        };

    private Value OrDefault(int number, Arguments arguments) =>
        match.Groups[number].Success ? Group(number) : arguments.Find(0, "default") ?? NoneValue.Instance;

    private DictValue Named(Arguments arguments)
    {
        var dict = new DictValue(arguments.Context);
        foreach (var (name, number) in names)
            dict.Entries[new TextValue(name)] = OrDefault(number, arguments);
        return dict;
    }

    private (int Start, int End) Bounds(Arguments arguments)
    {
        var group = match.Groups[arguments.Find(0) is { } index ? Number(index) : 0];
        if (!group.Success)
            return (-1, -1);
        var start = CodePoints.FromUtf16(text, group.Index);
        return (start, start + CodePoints.Count(group.Value));
    }
}
