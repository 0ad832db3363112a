using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Sops.Server.Access;
using Sops.Server.Rest;

namespace Sops.Server.Api;

/// <summary>
/// Pages of a list that runs from the newest id down. A token names the last id delivered and is bound to the list asked
/// for, so that a page of one list is never read as a page of another.
/// </summary>
internal sealed class Pages
{
    public const int DefaultSize = 100;
    public const int MaxSize = 1000;
    private const int DigestLength = 16;

    // One less than there are numbers, for what is read is one more.
    private const int Everything = int.MaxValue - 1;

    private readonly string _list;

    /// <param name="request">Has the fields page_size and page_token; everything else in it says which list is meant.</param>
    /// <param name="sizeByDefault">Items of a page where the caller names no page_size.</param>
    public Pages(IMessage request, int sizeByDefault = DefaultSize)
    {
        var fields = new CallFields(request);
        Size = (int)fields.Number("page_size") switch
        {
            0 => sizeByDefault,
            > 0 and <= MaxSize and var given => given,
            _ => throw Invalid.Field("page_size", $"1 to {MaxSize}"),
        };
        _list = ListOf(request);
        var token = fields.Text("page_token");
        BeforeId = token.Length == 0 ? null : Parse(token);
    }

    public int Size { get; }

    /// <summary>Pages of a list that callers of bk-sops get whole: over REST one page has everything.</summary>
    public static Pages OrWhole(IMessage request, ServerCallContext context) =>
        new(request, context.GetHttpContext().Features.Get<Envelope>() is null ? DefaultSize : Everything);

    /// <summary>The page begins below this id; null on the first one.</summary>
    public long? BeforeId { get; }

    /// <summary>What to read: one more than the page holds tells whether another follows.</summary>
    public int Limit => Size + 1;

    /// <summary>Cuts off what is beyond the page; the token of the next one is empty where there is none.</summary>
    public (IReadOnlyList<T> Items, string NextToken) Cut<T>(IReadOnlyList<T> read, Func<T, long> id) =>
        read.Count <= Size ? (read, "") : ([.. read.Take(Size)], Token(id(read[Size - 1])));

    private string Token(long lastId) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(_list + lastId.ToString(CultureInfo.InvariantCulture)));

    private long Parse(string token)
    {
        try
        {
            var text = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token));
            if (
                text.StartsWith(_list, StringComparison.Ordinal)
                && long.TryParse(text[DigestLength..], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            )
            {
                return id;
            }
        }
        catch (FormatException) { }
        throw Invalid.Field("page_token", "was not made by this method for this list");
    }

    private static string ListOf(IMessage request)
    {
        var list = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        foreach (var name in (string[])["page_size", "page_token"])
        {
            request.Descriptor.FindFieldByName(name).Accessor.Clear(list);
        }
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(request.Descriptor.FullName + RequestDigest.Of(list)));
        return Convert.ToHexStringLower(digest)[..DigestLength];
    }
}
