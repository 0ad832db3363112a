namespace Sops.Server;

/// <summary>Refuses an input.</summary>
internal static class Invalid
{
    public static SopsException Field(string field, string what) =>
        SopsException.Invalid(FailureReasons.RequestInvalid, $"{field}: {what}", new FieldViolation(field, what));
}
