using Google.Protobuf;

namespace Sops.Server.Access;

/// <summary>The fields that requests share by name; one that a request does not have is empty.</summary>
internal sealed class CallFields(IMessage request)
{
    /// <summary>A space is BKFlow's word for a business.</summary>
    public long BusinessId => Number("bk_biz_id") is not 0 and var id ? id : Number("space_id");

    /// <summary>The field that it was read from, or should have stood in.</summary>
    public string BusinessField =>
        Number("bk_biz_id") == 0 && request.Descriptor.FindFieldByName("space_id") is not null
            ? "space_id"
            : "bk_biz_id";

    /// <summary>Which periodic task, say, it is about: bk-sops calls that task_id.</summary>
    public long SubjectId(string subject) => Number(subject + "_id") is not 0 and var id ? id : Number("task_id");

    public long Number(string name) =>
        Value(name) switch
        {
            long number => number,
            int number => number,
            _ => 0,
        };

    public string Text(string name) => Value(name) as string ?? "";

    public bool Flag(string name) => Value(name) as bool? ?? false;

    /// <summary>Null where the caller gave no request id.</summary>
    /// <param name="appCode">Two apps may use the same id.</param>
    public RequestKey? Key(string appCode, string method)
    {
        var id = Text("request_id");
        if (id.Length == 0)
        {
            return null;
        }
        if (Characters.Count(id) > RequestKey.MaxIdLength)
        {
            throw Invalid.Field("request_id", $"at most {RequestKey.MaxIdLength} characters");
        }
        return new RequestKey($"{appCode}/{BusinessId}{method}", id, RequestDigest.Of(request));
    }

    private object? Value(string name) => request.Descriptor.FindFieldByName(name)?.Accessor.GetValue(request);
}
