namespace Sops.Clients.Tests;

/// <summary>Where the sources are: the samples and the scripts are run as they stand in the repository.</summary>
public static class Repository
{
    static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A script of this test project.</summary>
    public static string Probe(string name) => File("tests", "Sops.Clients.Tests", "probes", name);

    static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Sops.Grpc.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests run inside the repository");
    }
}
