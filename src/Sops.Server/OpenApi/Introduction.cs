using Sops.Server.Hosting;

namespace Sops.Server.OpenApi;

/// <summary>What holds for every method, and so stands in front of the OpenAPI document.</summary>
static class Introduction
{
    public static readonly string Text = $$"""
        Keeps templates (pipeline trees of activities, sub-processes and gateways), runs them as tasks, and lets people and
        programs operate and watch them. This is its REST face, in the shapes of bk-sops and BKFlow; the same methods are
        there over gRPC, from the same protos.

        **Paths.** A method of bk-sops has two documented addresses: `/apigw/NAME/…ids…/`, and `/v2/sops/NAME/` with the ids
        in the query (GET) or the body (POST). `/api/c/compapi/v2/sops/NAME/` is the same as the latter and is not listed
        again. BKFlow's methods are under `/space/…` and `/apigw/space/…`. A trailing slash makes no difference.

        **Requests.** A body is JSON in UTF-8 whatever its content type, at most {{Limits.RequestBytes
            >> 20}} MiB and {{Limits.JsonDepth}} levels deep; none at all is
        read as `{}`. A text may be sent where a number or a boolean is wanted, and the other way round; null is the same
        as leaving a field out; fields that a method does not have are ignored. A GET takes its fields from the query, and
        those that are not there from a JSON body.

        **Answers.** Every answer is in one envelope. HTTP says 200 for success and for most failures, so read `result` or
        `code`. Fields whose description says that they can be absent are left out; all others are always there, also when they
        are 0, false or empty. In `message` of a failure every wrong field is named.

        **Who calls.** The header `X-Bkapi-Authorization` holds a JSON object {bk_app_code, bk_app_secret, bk_username}.
        The same names, and `app_code` and `app_secret`, are also taken from the query or the body. Where no app is configured,
        `bk_username` alone says who calls.

        **Repeats.** A method with a `request_id` can be sent again with the same one: it takes effect once and gives the first
        answer again.
        """;
}
