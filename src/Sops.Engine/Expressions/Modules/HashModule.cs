using System.Security.Cryptography;
using Sops.Engine.Expressions.Values;

namespace Sops.Engine.Expressions.Modules;

/// <summary>hashlib: digests of bytes.</summary>
internal static class HashModule
{
    // Templates name the algorithm; that some are weak is theirs to judge.
#pragma warning disable CA5350, CA5351
    private static readonly Dictionary<string, Func<byte[], byte[]>> Algorithms = new()
    {
        ["md5"] = MD5.HashData,
        ["sha1"] = SHA1.HashData,
        ["sha256"] = SHA256.HashData,
        ["sha384"] = SHA384.HashData,
        ["sha512"] = SHA512.HashData,
    };
#pragma warning restore CA5350, CA5351

    public static IReadOnlyDictionary<string, Value> Members { get; } =
        Algorithms.ToDictionary(
            pair => pair.Key,
            Value (pair) => new FunctionValue(pair.Key, a => Create(pair.Key, a.Refuse(1).Find(0), a))
        );

    private static HashValue Create(string name, Value? content, Arguments arguments)
    {
        if (content is not (null or BytesValue))
            throw new ExpressionError("Strings must be encoded before hashing");
        var bytes = (content as BytesValue)?.Bytes ?? [];
        arguments.Context.SpendText(bytes.Length);
        return new HashValue(name, Algorithms[name](bytes));
    }

    private sealed class HashValue(string algorithm, byte[] digest) : Value, IObjectValue
    {
        public override string TypeName => "HASH";

        public Value? Find(string name) =>
            name switch
            {
                "digest" => new FunctionValue(name, _ => new BytesValue(digest)),
                "hexdigest" => new FunctionValue(name, _ => new TextValue(Convert.ToHexStringLower(digest))),
                "name" => new TextValue(algorithm),
                "digest_size" => new IntValue(digest.Length),
                _ => null,
            };

        public override void WriteRepr(BoundedText text) => throw new ExpressionError("a hash is not a value");
    }
}
