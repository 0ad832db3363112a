using System.Text.Json;

namespace Sops.Engine.Expressions;

/// <summary>Gives expressions the variables of the scope that they stand in.</summary>
public interface IVariables
{
    /// <summary>
    /// The value of that name (without "${}"), itself rendered; false where nothing of that name exists. Asked each time a
    /// name is met. Throws <see cref="EvaluationException"/> where the value cannot be had, as in a circular reference.
    /// </summary>
    bool TryGet(string name, out JsonElement value);

    /// <summary>Whether the keys of that variable are read as attributes: <c>${_system.task_name}</c>.</summary>
    bool HasAttributes(string name) => name == "_system";
}
