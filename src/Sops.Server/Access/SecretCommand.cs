using System.Text;
using Sops.Server.Hosting;

namespace Sops.Server.Access;

/// <summary>`hash-secret`: reads an app's secret and prints what Sops:Auth:Apps:N:SecretHash wants of it.</summary>
public static class SecretCommand
{
    public const string Name = "hash-secret";

    /// <exception cref="StartRefusedException">There is no secret, or more than a line.</exception>
    public static async Task RunAsync()
    {
        var typed = !Console.IsInputRedirected;
        if (typed)
        {
            await Console.Error.WriteAsync("Secret: ");
        }
        Console.WriteLine(HashOf(typed ? Typed() : await Console.In.ReadToEndAsync()));
    }

    public static string HashOf(string input)
    {
        var secret = input.TrimEnd('\r', '\n');
        if (secret.Length == 0 || secret.Contains('\n', StringComparison.Ordinal))
        {
            throw new StartRefusedException($"{Name} wants the secret on standard input: one line that is not empty.");
        }
        return SecretHash.Of(secret).ToString();
    }

    /// <summary>Nobody else should read it from the screen.</summary>
    private static string Typed()
    {
        var secret = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                secret.Length = Math.Max(0, secret.Length - 1);
            }
            else
            {
                secret.Append(key.KeyChar);
            }
        }
        Console.Error.WriteLine();
        return secret.ToString();
    }
}
