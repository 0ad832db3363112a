using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>time: the context's moment.</summary>
internal static class TimeModule
{
    public static readonly Dictionary<string, Func<Arguments, Value>> Functions = new()
    {
        ["time"] = a => new FloatValue(Moments.ToTimestamp(a.Refuse(0).Context.Now)),
        ["strftime"] = a => new TextValue(DateFormat.Write(a.Refuse(1).Text(0), Moments.Local(a.Context), a.Context)),
    };
}
