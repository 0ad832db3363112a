using System.Text.Json;
using Sops.Engine;
using Sops.Engine.Pipelines;
using Sops.Engine.Runs;
using Sops.Server.Runtime;
using Sops.Storage;
using Sops.Storage.Verification;

namespace Sops.Server.Verification;

/// <summary>Holds the rows of tasks against their histories, which are the truth.</summary>
public sealed class TaskCheck(StoredMoment stored)
{
    private readonly TreeCache _trees = new(stored.FindSnapshotAsync);

    /// <summary>All that is off with a task. One that cannot be read is a finding too.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(long taskId)
    {
        try
        {
            return await CompareAsync(taskId);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return [Finding.OfTask(taskId, $"cannot be read: {e.Message.ReplaceLineEndings(" ")}")];
        }
    }

    private async Task<IReadOnlyList<Finding>> CompareAsync(long taskId)
    {
        if (await stored.FindTaskAsync(taskId) is not { } task)
        {
            return [new Finding("task_document", null, taskId, "is missing")];
        }
        var tree = (await _trees.GetAsync(task.Task.SnapshotDigest)).Tree;
        var history = new Run(tree, new TaskIds(task.Task.InstanceId), keepsArchive: true);
        var findings = new TaskFindings(taskId);
        (string? Claimant, DateTimeOffset? At) claim = default;
        await foreach (var turn in stored.ReadTurnsAsync(taskId))
        {
            if (turn.Revision != history.Revision + 1)
            {
                return [new Finding("task_event", $"{history.Revision + 1}", taskId, "is missing")];
            }
            var events = JsonSerializer.Deserialize(turn.Events, RunJson.Default.IReadOnlyListHistoryEvent)!;
            history.Apply(events, turn.At);
            findings.CompareShown(turn, history);
            foreach (var claimed in events.OfType<TaskClaimed>())
            {
                claim = (claimed.Claimant, turn.At);
            }
        }
        if (task.Task.Revision != history.Revision)
        {
            // What follows from it is not worth a line each.
            var what = $"its revision is {task.Task.Revision}, and its history ends with {history.Revision}";
            return [Finding.OfTask(taskId, what)];
        }
        findings.Compare(task.Task, history, claim);
        findings.Compare(task, history);
        findings.RequireRest(history);
        if (findings.All.Count == 0)
        {
            findings.CompareShown(RunLoader.Restore(task.Rows, tree), history);
        }
        return findings.All;
    }
}
