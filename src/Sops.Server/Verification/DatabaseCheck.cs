using Sops.Storage.Verification;

namespace Sops.Server.Verification;

/// <summary>Checks every invariant of what is stored: the file, references, pipelines, each task against its history, schedules and deliveries.</summary>
public sealed class DatabaseCheck(StoredMoment stored)
{
    /// <summary>So far.</summary>
    public long TasksChecked { get; private set; }

    /// <summary>All that is off, as it is found. What cannot be read is a finding, and the rest is read all the same.</summary>
    public async IAsyncEnumerable<Finding> FindAsync()
    {
        IAsyncEnumerable<Finding>[] parts =
        [
            Guarded(stored.FindDamageAsync(), "database"),
            Guarded(stored.FindWrongDigestsAsync(), "pipeline_snapshot"),
            Guarded(FindInTasksAsync(), "task"),
            Guarded(stored.FindBrokenRulesAsync(), "database"),
        ];
        foreach (var part in parts)
        {
            await foreach (var finding in part)
            {
                yield return finding;
            }
        }
    }

    private async IAsyncEnumerable<Finding> FindInTasksAsync()
    {
        var check = new TaskCheck(stored);
        await foreach (var task in stored.TaskIdsAsync())
        {
            foreach (var finding in await check.FindAsync(task))
            {
                yield return finding;
            }
            TasksChecked++;
        }
    }

    /// <summary>The same, with a finding in place of a failure.</summary>
    private static async IAsyncEnumerable<Finding> Guarded(IAsyncEnumerable<Finding> part, string table)
    {
        await using var findings = part.GetAsyncEnumerator();
        while (true)
        {
            Finding? broken = null;
            try
            {
                if (!await findings.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception e)
            {
                broken = new Finding(table, null, null, $"cannot be read on: {e.Message.ReplaceLineEndings(" ")}");
            }
            yield return broken ?? findings.Current;
            if (broken is not null)
            {
                yield break;
            }
        }
    }
}
