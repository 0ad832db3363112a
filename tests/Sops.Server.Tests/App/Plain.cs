using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sops.Server.Tests.App;

/// <summary>JSON as people write it, for tests that compare texts.</summary>
internal static class Plain
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
