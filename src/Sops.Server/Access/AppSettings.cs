using System.Collections.Frozen;
using System.Globalization;
using Sops.Server.Hosting;
using Sops.V1;

namespace Sops.Server.Access;

/// <summary>
/// Reads Sops:Auth. What cannot be meant stops the start, for a misspelt restriction would otherwise be none; no text of a
/// secret is repeated.
/// </summary>
internal static class AppSettings
{
    private const string All = "*";

    private static readonly FrozenDictionary<string, Permission> Words = AccessReflection
        .Descriptor.FindTypeByName<Google.Protobuf.Reflection.EnumDescriptor>(nameof(Permission))
        .Values.Where(v => v.Number != 0)
        .ToFrozenDictionary(v => v.Name["PERMISSION_".Length..], v => (Permission)v.Number);

    /// <summary>The word of a permission in the settings: VIEW_TASKS.</summary>
    public static string Word(Permission permission) => Words.First(w => w.Value == permission).Key;

    /// <summary>Without any, the service is in open mode.</summary>
    public static bool HasApps(IConfiguration settings) => settings.GetSection("Sops:Auth:Apps").GetChildren().Any();

    /// <exception cref="StartRefusedException">A setting makes no sense; the message names its key.</exception>
    public static IReadOnlyList<App> Read(IConfiguration settings)
    {
        var auth = settings.GetSection("Sops:Auth");
        auth.RequireKnown("AllowOpen", "Apps", "Origins");
        RequireList(auth.GetSection("Apps"), "a list of apps");
        AllowsOpen(settings);
        if (!HasApps(settings))
        {
            return [];
        }
        var apps = auth.GetSection("Apps").GetChildren().Select(App).ToList();
        if (apps.GroupBy(a => a.Code).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw auth.GetSection("Apps").Refused($"{twice.Key} is there twice");
        }
        if (AllowsOpen(settings))
        {
            throw auth.GetSection("AllowOpen")
                .Refused("with apps configured, nobody else may call; remove one of both");
        }
        return apps;
    }

    /// <summary>Something else guards the ports.</summary>
    /// <exception cref="StartRefusedException">It is neither true nor false.</exception>
    public static bool AllowsOpen(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:Auth:AllowOpen");
        return section.Value is { } text
            && (bool.TryParse(text, out var open) ? open : throw section.Refused("must be true or false"));
    }

    /// <summary>Origins of other sites' pages that may call.</summary>
    /// <exception cref="StartRefusedException">One is no origin.</exception>
    public static FrozenSet<string> Origins(IConfiguration settings)
    {
        var section = settings.GetSection("Sops:Auth:Origins");
        return section
            .Items()
            .Select(text =>
                Uri.TryCreate(text, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                && uri.GetLeftPart(UriPartial.Authority).Equals(text, StringComparison.OrdinalIgnoreCase)
                    ? uri.GetLeftPart(UriPartial.Authority)
                    : throw section.Refused($"{text} is no origin; one looks like https://console.example:8443")
            )
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    private static App App(IConfigurationSection app)
    {
        app.RequireKnown("Code", "SecretHash", "Businesses", "MayImpersonate", "Permissions");
        var code = app["Code"] ?? "";
        if (code.Length is 0 or > Access.App.MaxCode || code.Any(c => c is <= ' ' or > '~'))
        {
            throw app.GetSection("Code").Refused($"1 to {Access.App.MaxCode} ASCII characters without blanks");
        }
        return new App
        {
            Code = code,
            Secret =
                SecretHash.Parse(app["SecretHash"] ?? "")
                ?? throw app.GetSection("SecretHash").Refused($"is not what `{SecretCommand.Name}` prints"),
            Businesses = Businesses(app.GetSection("Businesses")),
            MayImpersonate = app.GetValue<bool>("MayImpersonate"),
            Permissions = Permissions(app, app.GetSection("Permissions")),
        };
    }

    private static FrozenSet<long>? Businesses(IConfigurationSection section)
    {
        var items = section.Items().ToList();
        if (items is [All])
        {
            return null;
        }
        var ids = items
            .Select(item =>
                long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
                    ? id
                    : throw section.Refused($"{item} is no business; ids from 1, or \"*\" alone for all")
            )
            .ToFrozenSet();
        return ids.Count > 0 ? ids : throw section.Refused("names no business; ids from 1, or \"*\" alone for all");
    }

    private static FrozenSet<Permission> Permissions(IConfigurationSection app, IConfigurationSection section)
    {
        if (!app.GetChildren().Any(c => c.Key.Equals(section.Key, StringComparison.OrdinalIgnoreCase)))
        {
            return Words.Values.ToFrozenSet();
        }
        var given = section
            .Items()
            .Select(item =>
                Words.TryGetValue(item, out var permission)
                    ? permission
                    : throw section.Refused($"{item} is no permission; there are {string.Join(", ", Words.Keys)}")
            )
            .ToFrozenSet();
        return given.Count > 0 ? given : throw section.Refused("is empty; leave it out to permit everything");
    }

    private static void RequireList(IConfigurationSection section, string what)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw section.Refused($"must be {what}");
        }
    }
}
