namespace Sops.Engine.Expressions.Values;

/// <summary>A value of a module's own type, such as a date or a match, which brings its attributes along.</summary>
internal interface IObjectValue
{
    Value? Find(string name);
}
