using System.Globalization;
using Sops.Server.Schedules;
using Sops.V1;

namespace Sops.Server.Api;

/// <summary>What callers give of a clocked task.</summary>
internal static class ClockedInputs
{
    private const string Several = "can not use multiple method to appoint execute nodes";
    private const string Schemes = "template_schemes_id";

    public static ClockedParameters Parameters(TaskParameters? given)
    {
        if (given is null)
        {
            return new ClockedParameters();
        }
        var schemes =
            Values.Given(given.TemplateSchemesId) && given.TemplateSchemesId.Json.Trim() is not ("[]" or "\"\"");
        var ways = new[] { schemes, given.ExcludeTaskNodesId.Count > 0, given.AppointTaskNodesId.Count > 0 };
        if (ways.Count(way => way) > 1)
        {
            throw Refused("task_parameters", Several);
        }
        if (schemes)
        {
            throw Refused($"task_parameters.{Schemes}", $"unknown {Schemes}");
        }
        return new ClockedParameters
        {
            Constants = TaskApi.Constants(given.Constants),
            ExcludeTaskNodesId = given.ExcludeTaskNodesId.Count > 0 ? given.ExcludeTaskNodesId : null,
            AppointTaskNodesId = given.AppointTaskNodesId.Count > 0 ? given.AppointTaskNodesId : null,
        };
    }

    /// <summary>Null where none was asked for.</summary>
    public static long? Id(string text) =>
        text.Length == 0 ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw SopsException.Invalid(
            FailureReasons.RequestInvalid,
            "参数id必须为数字",
            new FieldViolation("id", "must be a number")
        );

    private static SopsException Refused(string field, string what) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            $"params is invalid, error: {what}",
            new FieldViolation(field, what)
        );
}
