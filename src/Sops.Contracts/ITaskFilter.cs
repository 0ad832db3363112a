namespace Sops.V1;

/// <summary>Which tasks of a business are meant: the fields that lists and watches of tasks have in common.</summary>
public interface ITaskFilter
{
    string Keyword { get; }
    bool HasIsStarted { get; }
    bool IsStarted { get; }
    bool HasIsFinished { get; }
    bool IsFinished { get; }
    string Executor { get; }
    string CreateMethod { get; }
    string TemplateId { get; }
    string TemplateIds { get; }
    string CreateTimeStart { get; }
    string CreateTimeEnd { get; }
}

public sealed partial class ListTasksRequest : ITaskFilter;

public sealed partial class WatchTasksRequest : ITaskFilter;
