using Sops.Bench;

switch (args)
{
    case ["engine"]:
        Machine.Print(Console.Out);
        EngineBench.Run(Console.Out);
        return 0;
    case ["commits"] or ["commits", _]:
        Machine.Print(Console.Out);
        await CommitBench.RunAsync(args.Length > 1 ? args[1] : Path.GetTempPath(), Console.Out);
        return 0;
    case ["server"] or ["server", _]:
        Machine.Print(Console.Out);
        await ServerBench.RunAsync(args.Length > 1 ? args[1] : Path.GetTempPath(), Console.Out);
        return 0;
    case ["tasks"] or ["tasks", _]:
        Machine.Print(Console.Out);
        await TaskBench.RunAsync(args.Length > 1 ? args[1] : Path.GetTempPath(), Console.Out);
        return 0;
    case ["schedules"] or ["schedules", _]:
        Machine.Print(Console.Out);
        await ScheduleBench.RunAsync(args.Length > 1 ? args[1] : Path.GetTempPath(), Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            """
            engine               turns decided and applied, without storage
            commits [directory]  turns made durable, by tasks at once; the database is made in that directory
            server [directory]   calls a second that a started server answers, over gRPC and REST
            schedules [directory]  what 100,000 enabled schedules cost, and how fast 5,000 start their tasks at once
            """
        );
        return 2;
}
