using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sops.Server.Runtime;
using Sops.Storage;

namespace Sops.Server.Tests.Runtime;

public sealed class OpeningDatabaseTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sops-opening-");

    [Fact]
    public async Task Services_ThatHaveAStore_CanWriteUntilTheyAreDisposed()
    {
        await using var opening = Opening();
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddRuntime(opening);
        builder.Services.AddSingleton<LastWords>();
        await opening.Opened;
        var app = builder.Build();
        var words = app.Services.GetRequiredService<LastWords>();
        app.Services.GetRequiredService<Database>();

        await app.DisposeAsync();

        Assert.True(words.AreWritten);
    }

    [Fact]
    public async Task Dispose_BeforeItIsOpen_LetsGoOfTheFile()
    {
        await using (Opening()) { }

        await using var again = Opening();
        await again.Opened;
        Assert.NotNull(again.Database);
    }

    [Fact]
    public async Task Database_ThatCannotBeOpened_SaysSoWhereItIsAwaited_AndNowhereElse()
    {
        var opening = new OpeningDatabase("Data Source=:memory:");

        await Assert.ThrowsAsync<StorageException>(() => opening.Opened);

        Assert.Throws<InvalidOperationException>(() => opening.Database);
        await opening.DisposeAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private OpeningDatabase Opening() => new($"Data Source={Path.Combine(_folder.FullName, "sops.db")}");

    private sealed class LastWords(TemplateStore templates) : IAsyncDisposable
    {
        public bool AreWritten { get; private set; }

        public async ValueTask DisposeAsync()
        {
            var now = DateTimeOffset.UnixEpoch;
            var template = new TemplateRow
            {
                BusinessId = 2,
                Name = "last words",
                Creator = "admin",
                CreateTime = now,
                EditTime = now,
            };
            AreWritten = await templates.InsertAsync(template, "{}") > 0;
        }
    }
}
