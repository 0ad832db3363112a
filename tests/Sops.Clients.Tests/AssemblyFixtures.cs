using Sops.Clients.Tests;

// One server for all clients at once, as it will be.
[assembly: AssemblyFixture(typeof(ServerProcess))]
[assembly: AssemblyFixture(typeof(PythonStubs))]
