namespace Sops.Clients.Tests;

/// <summary>Programs that a fresh machine may not have: what needs one of them is skipped there, and says why.</summary>
public static class Tool
{
    public const string Chromium = "/usr/bin/chromium";
    public const string Python = "/usr/bin/python3";

    public static void Require(params string[] programs)
    {
        foreach (var program in programs)
            Assert.SkipUnless(IsFound(program), $"{program} is not installed");
    }

    public static void RequireNodeModules(params string[] folder) =>
        Assert.SkipUnless(
            Directory.Exists(Repository.File([.. folder, "node_modules"])),
            $"`npm ci` was not run in {string.Join('/', folder)}"
        );

    public static async Task RequirePythonAsync()
    {
        Require(Python, "protoc", "grpc_python_plugin");
        var found = await OutsideProgram.RunAsync(Python, ["-c", "import grpc, google.protobuf"]);
        Assert.SkipUnless(found.ExitCode == 0, $"{Python} has no grpc and protobuf");
    }

    static bool IsFound(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
