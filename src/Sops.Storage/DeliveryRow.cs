namespace Sops.Storage;

public enum DeliveryState
{
    /// <summary>To be sent, or waiting for an earlier one of its lane.</summary>
    Pending,

    /// <summary>The target took it.</summary>
    Delivered,

    /// <summary>Given up; it goes out again only where somebody asks for it.</summary>
    Dead,
}

/// <summary>Something to tell somebody outside, stored by the turn that it tells of.</summary>
public sealed record NewDelivery
{
    /// <summary>The same for everybody who is told, and at each attempt.</summary>
    public required string EventId { get; init; }

    /// <summary>What goes out one after the other.</summary>
    public required string Lane { get; init; }

    /// <summary>Null: the task's own callback_url.</summary>
    public long? WebhookId { get; init; }
    public required long BusinessId { get; init; }
    public required string Kind { get; init; }
    public required string Url { get; init; }

    /// <summary>What goes to one host goes a few at a time.</summary>
    public required string Host { get; init; }
    public required string ContentType { get; init; }
    public required string Body { get; init; }
}

/// <summary>A delivery and what became of it.</summary>
public sealed record DeliveryRow
{
    public required long Id { get; init; }
    public required string EventId { get; init; }
    public required string Lane { get; init; }
    public long? WebhookId { get; init; }
    public required long BusinessId { get; init; }

    /// <summary>0: it tells of no task.</summary>
    public required long TaskId { get; init; }
    public required string Kind { get; init; }

    /// <summary>Where the last attempt went, or the first will go.</summary>
    public required string Url { get; init; }
    public required string Host { get; init; }
    public required string ContentType { get; init; }

    /// <summary>Empty in lists.</summary>
    public string Body { get; init; } = "";
    public DeliveryState State { get; init; }

    /// <summary>Of the present series: sending it again begins a new one.</summary>
    public int Attempts { get; init; }

    /// <summary>Null while an earlier one of the lane is pending, and once it has ended.</summary>
    public DateTimeOffset? NextAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>HTTP status of the last attempt; null where there was no answer.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Why the last attempt failed; empty where it did not.</summary>
    public string LastError { get; init; } = "";
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>What an attempt led to.</summary>
public sealed record DeliveryOutcome
{
    public required DeliveryRow Delivery { get; init; }
    public required DeliveryState State { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Of the next attempt; with <see cref="DeliveryState.Pending"/> alone.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Where it went.</summary>
    public required string Url { get; init; }
    public int? Status { get; init; }
    public string Error { get; init; } = "";
    public required DateTimeOffset At { get; init; }
}

/// <summary>Which deliveries to list, newest first.</summary>
public sealed record DeliveryQuery
{
    public required long BusinessId { get; init; }

    /// <summary>Null for any.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Null for any.</summary>
    public long? TaskId { get; init; }

    /// <summary>Null for any.</summary>
    public long? WebhookId { get; init; }

    /// <summary>Goes on after the last id of the page before; null for the first page.</summary>
    public long? BeforeId { get; init; }
    public int Limit { get; init; } = int.MaxValue;
}
