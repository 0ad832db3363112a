using System.Text.Json;
using Sops.Engine.Expressions;

namespace Sops.Engine.Tests.Expressions;

/// <summary>A scope whose variables are the members of a JSON object.</summary>
internal sealed class Given(JsonElement variables) : IVariables
{
    public static readonly DateTimeOffset Now = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public Given(string variables)
        : this(JsonElement.Parse(variables)) { }

    public bool TryGet(string name, out JsonElement value) => variables.TryGetProperty(name, out value);

    public EvaluationContext Context(EvaluationLimits? limits = null) =>
        new()
        {
            Variables = this,
            Now = Now,
            Seed = 7,
            Limits = limits ?? EvaluationLimits.Default,
        };

    /// <summary>What a text template becomes, as JSON where it isn't a text.</summary>
    public string Render(string template, EvaluationLimits? limits = null) =>
        Template.Render(JsonSerializer.SerializeToElement(template), Context(limits)).ToString();

    public bool Holds(string condition, string language = "boolrule") =>
        Condition.Evaluate(condition, language, Context());
}
