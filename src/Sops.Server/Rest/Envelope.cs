using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sops.Server.Hosting;

namespace Sops.Server.Rest;

/// <summary>What stands around `data` in every REST answer: written before and after it, so that data is never copied.</summary>
public sealed class Envelope(string requestId, string traceId)
{
    /// <summary>UTF-16 units of a failure's message.</summary>
    public const int MostMessage = 2000;

    readonly List<KeyValuePair<string, JsonElement>> beside = [];

    /// <summary>Puts a text or a number beside data, where a document wants it there.</summary>
    public void AddBeside<T>(string name, T value) => beside.Add(new(name, JsonSerializer.SerializeToElement(value)));

    public static void WriteHead(IBufferWriter<byte> output) =>
        output.Write("""{"result":true,"code":0,"message":"success","data":"""u8);

    public void WriteTail(IBufferWriter<byte> output)
    {
        foreach (var (name, value) in beside)
        {
            output.Write(","u8);
            WriteText(output, name);
            output.Write(":"u8);
            Encoding.UTF8.GetBytes(value.GetRawText(), output);
        }
        output.Write(""","request_id":"""u8);
        WriteText(output, requestId);
        output.Write(""","trace_id":"""u8);
        WriteText(output, traceId);
        output.Write("}"u8);
    }

    public void WriteFailure(IBufferWriter<byte> output, int code, string message)
    {
        output.Write("""{"result":false,"code":"""u8);
        Encoding.ASCII.GetBytes(code.ToString(null, null), output);
        output.Write(""","message":"""u8);
        WriteText(output, message);
        output.Write(""","data":null"""u8);
        WriteTail(output);
    }

    /// <summary>
    /// The envelope has one line for what gRPC tells in details, so every violation is named in it, as far as it reaches.
    /// </summary>
    public static string MessageOf(CallFailure failure) =>
        ShortText.OfLength(
            failure.Violations.Count <= 1
                ? failure.Message
                : $"{failure.Message}: {string.Join("; ", failure.Violations.Select(v => $"{v.Field}: {v.Description}"))}",
            MostMessage
        );

    public static Envelope For(HttpContext http)
    {
        var given = http.Request.Headers["X-Bkapi-Request-Id"].ToString();
        var requestId =
            given.Length is > 0 and <= 64 && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
                ? given
                : Guid.NewGuid().ToString("N");
        // Logs name the request by the same id.
        http.TraceIdentifier = requestId;
        return new(requestId, (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString());
    }

    static void WriteText(IBufferWriter<byte> output, string text)
    {
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
