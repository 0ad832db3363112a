using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>What may stand after the dot of a value; nothing but what is listed here can be reached.</summary>
internal static class Attributes
{
    public static Value? Find(Value value, string name) =>
        value switch
        {
            TextValue text => TextMethods.Table.Bind(text, name),
            ListValue list => ListMethods.Table.Bind(list, name) ?? SequenceMethods.Table.Bind(list, name),
            TupleValue tuple => SequenceMethods.Table.Bind(tuple, name),
            DictValue dict => FindKey(dict, name) ?? DictMethods.Table.Bind(dict, name),
            SetValue set => SetMethods.Table.Bind(set, name),
            BytesValue bytes => BytesMethods.Table.Bind(bytes, name),
            FloatValue number => NumberMethods.Floats.Bind(number, name),
            IntValue number => NumberMethods.Integers.Bind(number, name),
            FunctionValue { Members: { } members } => members.GetValueOrDefault(name),
            ModuleValue module => module.Members.GetValueOrDefault(name),
            IObjectValue other => other.Find(name),
            _ => null,
        };

    private static Value? FindKey(DictValue dict, string name) =>
        dict.HasAttributes ? dict.Entries.GetValueOrDefault(new TextValue(name)) : null;
}
