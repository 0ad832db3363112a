namespace Sops.Clients.Tests;

/// <summary>The Python stubs, generated once for all tests into a folder of their own, as the sample's readers do it.</summary>
public sealed class PythonStubs : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sops-stubs-");
    readonly Lazy<Task> generated;

    public PythonStubs() => generated = new(GenerateAsync);

    public string Folder => folder.FullName;

    /// <summary>Skips the test where Python, its gRPC or protoc is missing.</summary>
    public Task RequireAsync() => generated.Value;

    public void Dispose() => folder.Delete(recursive: true);

    async Task GenerateAsync()
    {
        await Tool.RequirePythonAsync();
        var script = Repository.File("samples", "python", "generate.sh");
        (await OutsideProgram.RunAsync("sh", [script, Folder])).MustBeFine();
    }
}
