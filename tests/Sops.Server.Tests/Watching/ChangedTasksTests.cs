using Sops.Server.Runtime;

namespace Sops.Server.Tests.Watching;

/// <summary>What is remembered for a watcher of many tasks, and how much of it.</summary>
public sealed class ChangedTasksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tasks_AreRememberedOnceEach_UntilTheyAreTaken()
    {
        var changed = new ChangedTasks(10);
        foreach (var (id, revision) in (List<(long, long)>)[(1, 4), (2, 1), (1, 5), (1, 6)])
        {
            changed.Add(id, revision, null);
        }

        var taken = changed.Take();

        Assert.Equal(new Dictionary<long, long> { [1] = 6, [2] = 1 }, taken.Revisions);
        Assert.Equal((false, null), (taken.IsCut, taken.EndedSince));
        Assert.Empty(changed.Take().Revisions);
    }

    [Fact]
    public void BeyondTheLimit_IsRemembered_SinceWhenUnknownTasksEnded()
    {
        var changed = new ChangedTasks(2);
        changed.Add(1, 2, Noon.AddHours(-1));
        changed.Add(2, 2, null);
        changed.Add(3, 2, null);
        changed.Add(4, 2, Noon.AddMinutes(1));
        changed.Add(5, 2, Noon);
        changed.Add(6, 2, Noon.AddMinutes(2));
        changed.Add(2, 2, Noon.AddHours(-2));

        var taken = changed.Take();

        Assert.Equal([1, 2], taken.Revisions.Keys.Order());
        Assert.Equal((true, Noon), (taken.IsCut, taken.EndedSince));
        Assert.Equal((false, null), (changed.Take().IsCut, changed.Take().EndedSince));
    }

    [Fact]
    public async Task Wait_EndsWithTheFirst_AndNotWhileThereIsNone()
    {
        var changed = new ChangedTasks(2);
        var any = changed.AnyAsync();
        Assert.False(any.IsCompleted);

        changed.Add(1, 2, null);

        await any.WaitAsync(App.SopsClient.Patience);
        Assert.True(changed.AnyAsync().IsCompleted);
        changed.Take();
        Assert.False(changed.AnyAsync().IsCompleted);
    }
}
