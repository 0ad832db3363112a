using System.Data.Common;

namespace Sops.Storage;

/// <summary>
/// What a write has in hand: the writing connection, inside a transaction that it shares with others. It must not begin,
/// commit or wait for anything, and what it returns is true only once the awaited call gives it back.
/// </summary>
public sealed class WriteSession : IDisposable
{
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _savepoint;
    private readonly Statement _release;
    private readonly Statement _undo;
    private readonly Statement _findSnapshot;
    private readonly Statement _keepSnapshot;

    internal WriteSession(DbConnection connection, Dialect dialect)
    {
        Connection = connection;
        Dialect = dialect;
        _begin = Prepare(dialect.Begin);
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT one");
        _release = Prepare("RELEASE one");
        _undo = Prepare("ROLLBACK TO one");
        _findSnapshot = Prepare("SELECT 1 FROM pipeline_snapshot WHERE digest = @digest");
        _keepSnapshot = Prepare("INSERT INTO pipeline_snapshot (digest, body) VALUES (@digest, @body)");
        Calls = new CallWriter(this);
        Tasks = new TaskWriter(this);
        Schedules = new ScheduleWriter(this);
        Turns = new TurnWriter(this);
        Deliveries = new DeliveryWriter(this);
    }

    public DbConnection Connection { get; }
    internal Dialect Dialect { get; }
    internal CallWriter Calls { get; }
    internal TaskWriter Tasks { get; }
    internal ScheduleWriter Schedules { get; }
    internal TurnWriter Turns { get; }
    internal DeliveryWriter Deliveries { get; }

    /// <summary>Text written in this transaction so far, roughly.</summary>
    internal long Characters { get; set; }

    /// <summary>The file gets smaller only once the log is in it, which may be long in coming where little is written.</summary>
    internal bool GaveSpaceBack { get; set; }

    /// <summary>Commits one turn of a task, guarded by its revision.</summary>
    /// <exception cref="RevisionConflictException"/>
    /// <exception cref="DuplicateRequestException"/>
    public void CommitTurn(TurnCommit turn) => Turns.Write(TurnRows.Of([turn]));

    /// <summary>Stores a pipeline document unless it is there, and gives back its digest.</summary>
    public string KeepSnapshot(string text)
    {
        var digest = SnapshotStore.Digest(text);
        KeepSnapshot(digest, text);
        return digest;
    }

    /// <summary>Stores what is kept of a call together with its effect.</summary>
    /// <exception cref="DuplicateRequestException"/>
    public void KeepCall(CallRecord call) => Calls.Write(call);

    /// <summary>The same with the digest at hand: of a large document it takes longer than the rest of the write.</summary>
    internal void KeepSnapshot(string digest, string text)
    {
        if (_findSnapshot.Number(digest) is null)
        {
            _keepSnapshot.Run(digest, text);
            Characters += text.Length;
        }
    }

    public void Dispose() => _statements.ForEach(s => s.Dispose());

    /// <summary>A statement that lives as long as the session.</summary>
    internal Statement Prepare(string sql)
    {
        var statement = Dialect.Prepare(Connection, sql);
        _statements.Add(statement);
        return statement;
    }

    internal void Begin()
    {
        Characters = 0;
        _begin.Run();
    }

    internal void Commit() => _commit.Run();

    /// <summary>Ends a transaction that failed, if it is still there.</summary>
    internal void Rollback()
    {
        if (Dialect.InTransaction(Connection))
        {
            _rollback.Run();
        }
    }

    /// <summary>Between two transactions: what the database wants done now and then.</summary>
    internal void Tidy()
    {
        var now = GaveSpaceBack;
        GaveSpaceBack = false;
        Dialect.Tidy(Connection, now);
    }

    /// <summary>Leaves the database as it is, also when the connection is closed.</summary>
    internal void GiveUp() => Dialect.GiveUp(Connection);

    internal void Savepoint() => _savepoint.Run();

    internal void Release() => _release.Run();

    internal void Undo()
    {
        _undo.Run();
        _release.Run();
    }
}
