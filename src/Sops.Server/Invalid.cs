namespace Sops.Server;

/// <summary>Refuses an input.</summary>
internal static class Invalid
{
    public static SopsException Field(string field, string what) => Fields([new FieldViolation(field, what)]);

    /// <summary>The message names the field where it is only one; the violations name them all.</summary>
    public static SopsException Fields(IReadOnlyList<FieldViolation> bad) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            bad is [var only] ? $"{only.Field}: {only.Description}" : "request has wrong fields",
            bad
        );
}
