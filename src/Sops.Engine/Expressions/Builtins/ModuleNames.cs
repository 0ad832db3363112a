using Sops.Engine.Expressions.Modules;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Builtins;

/// <summary>The modules that expressions may use, each with the part of it that is safe.</summary>
internal static class ModuleNames
{
    public static readonly IReadOnlyDictionary<string, Value> All = new Dictionary<string, Value>
    {
        ["datetime"] = Create("datetime", DateTimeModule.Members),
        ["hashlib"] = Create("hashlib", HashModule.Members),
        ["json"] = Create("json", JsonModule.Functions),
        ["os"] = Create("os", new Dictionary<string, Value> { ["path"] = Create("os.path", PathModule.Functions) }),
        ["random"] = Create("random", RandomModule.Functions),
        ["re"] = Create("re", RegexModule.Members),
        ["time"] = Create("time", TimeModule.Functions),
    };

    private static ModuleValue Create(string name, IReadOnlyDictionary<string, Value> members) => new(name, members);

    private static ModuleValue Create(string name, Dictionary<string, Func<Arguments, Value>> functions) =>
        new(name, functions.ToDictionary(pair => pair.Key, Value (pair) => new FunctionValue(pair.Key, pair.Value)));
}
