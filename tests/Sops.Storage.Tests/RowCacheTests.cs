namespace Sops.Storage.Tests;

public sealed class RowCacheTests
{
    private readonly RowCache<int, string> _rows = new(capacity: 10, row => row.Length);
    private string? _stored = "old";
    private int _reads;

    [Fact]
    public async Task Get_OfARowThatWasRead_DoesNotReadItAgain()
    {
        Assert.Equal("old", await GetAsync());
        Assert.Equal("old", await GetAsync());

        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Get_OfARowThatIsNotThere_LooksEveryTime()
    {
        _stored = null;
        Assert.Null(await GetAsync());

        _stored = "new";
        Assert.Equal("new", await GetAsync());
    }

    [Fact]
    public async Task Get_OfMoreThanFits_ReadsTheOldestAgain()
    {
        await GetAsync();
        await _rows.GetAsync(2, () => Task.FromResult<string?>("123456789"));

        await GetAsync();

        Assert.Equal(2, _reads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Change_OfARow_ForgetsIt_AlsoWhereItFails(bool fails)
    {
        await GetAsync();

        var change = _rows.ChangeAsync(
            1,
            () =>
            {
                _stored = "new";
                return fails ? Task.FromException<int>(new StorageException("not sure")) : Task.FromResult(0);
            }
        );

        Assert.Equal(fails, await Record.ExceptionAsync(() => change) is not null);
        Assert.Equal("new", await GetAsync());
    }

    [Fact]
    public async Task Get_ThatReadTheRowBeforeItsChange_KeepsNothing()
    {
        var read = new TaskCompletionSource<string?>();
        var slow = _rows.GetAsync(1, () => read.Task);
        await _rows.ChangeAsync(1, () => Task.FromResult(_stored = "new"));

        read.SetResult("old");

        Assert.Equal("old", await slow);
        Assert.Equal("new", await GetAsync());
    }

    [Fact]
    public async Task Get_WhileTheRowIsChanged_KeepsNothing()
    {
        var written = new TaskCompletionSource<int>();
        var change = _rows.ChangeAsync(1, () => written.Task);
        Assert.Equal("old", await GetAsync());

        _stored = "new";

        Assert.Equal("new", await GetAsync());
        written.SetResult(0);
        await change;
        Assert.Equal("new", await GetAsync());
    }

    private ValueTask<string?> GetAsync() =>
        _rows.GetAsync(
            1,
            () =>
            {
                _reads++;
                return Task.FromResult(_stored);
            }
        );
}
