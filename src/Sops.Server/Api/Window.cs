namespace Sops.Server.Api;

/// <summary>bk-sops' limit and offset, beside pages by token. A token goes on where it points, so the offset is behind it.</summary>
/// <param name="Limit">Null where none was given.</param>
internal sealed record Window(int? Limit, int Offset)
{
    private const int MaxLimit = 200;

    public static Window Of(int? limit, int? offset, string pageToken)
    {
        if (limit is < 1)
        {
            throw Refused("limit", "must be 1 or more");
        }
        if (offset is < 0)
        {
            throw Refused("offset", "must be 0 or more");
        }
        return new Window(
            limit is { } given ? Math.Min(given, MaxLimit) : null,
            pageToken.Length > 0 ? 0 : offset ?? 0
        );
    }

    private static SopsException Refused(string field, string what) =>
        SopsException.Invalid(
            FailureReasons.RequestInvalid,
            $"[API] pagination error: {field} {what}",
            new FieldViolation(field, what)
        );
}
