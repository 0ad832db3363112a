using Sops.Bench;

if (args is [BareHost.Argument])
{
    await BareHost.RunAsync();
    return 0;
}
var benches = new (string Name, string What, Func<string, TextWriter, Task> RunAsync)[]
{
    ("engine", "turns decided and applied, without storage", (_, output) => Task.Run(() => EngineBench.Run(output))),
    ("commits", "turns made durable, by tasks at once", CommitBench.RunAsync),
    (
        "tasks",
        "nodes a second of a started server: many tasks, a long one, a wide one; bytes a node",
        TaskBench.RunAsync
    ),
    ("server", "calls a second that a started server answers, over gRPC and REST", ServerBench.RunAsync),
    ("watching", "how soon 1,000 watchers learn of turns, and what 10,000 idle ones cost", WatchBench.RunAsync),
    ("waiting", "what 100,000 waiting tasks cost, and how soon they go on after kill -9", WaitBench.RunAsync),
    ("full", "nodes a second beside a million finished tasks; takes about 10 GB of disk", FullBench.RunAsync),
    ("overload", "what is still done when ten times as much is asked for, and in what memory", OverloadBench.RunAsync),
    ("schedules", "what 100,000 schedules cost, and how fast 5,000 start their tasks at once", ScheduleBench.RunAsync),
};
var named = args is ["all", ..] ? benches : [.. benches.Where(b => args is [var name, ..] && name == b.Name)];
if (named.Length == 0 || args.Length > 2)
{
    await Console.Error.WriteLineAsync(
        $"""
        all, or one of these; behind it the directory on whose disk it runs, if not {Path.GetTempPath()}

        {string.Join(Environment.NewLine, benches.Select(b => $"{b.Name, -11}{b.What}"))}
        """
    );
    return 2;
}
Machine.Print(Console.Out);
Console.WriteLine($"Service  {ServerProcess.Described}\n");
foreach (var (name, what, runAsync) in named)
{
    Console.WriteLine($"== {name}: {what}");
    await runAsync(args is [_, var directory] ? directory : Path.GetTempPath(), Console.Out);
    Console.WriteLine();
}
return 0;
