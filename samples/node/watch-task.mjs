// Makes a task from ../tree.json, watches it, lets its pause node go on, and ends once it is FINISHED.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const files = ["template", "task", "callback"].map((name) => `sops/v1/${name}_service.proto`);
const protos = fileURLToPath(new URL("../../protos", import.meta.url));
const { v1 } = grpc.loadPackageDefinition(
  loadSync(files, { includeDirs: [protos], keepCase: true, longs: String, oneofs: true, defaults: true }),
).sops;
const connect = (Service) =>
  new Service(process.env.SOPS_GRPC ?? "127.0.0.1:8081", grpc.credentials.createInsecure());
const clients = [v1.TemplateService, v1.TaskService, v1.CallbackService].map(connect);
const [templates, tasks, callbacks] = clients;
const call = (client, method, request) => promisify(client[method]).call(client, { bk_biz_id: 2, ...request });

const tree = { json: readFileSync(new URL("../tree.json", import.meta.url), "utf8") };
const { template_id } = await call(templates, "CreateTemplate", { name: "sample", pipeline_tree: tree });
const { task_id, pipeline_tree } = await call(tasks, "CreateTask", { template_id, name: "from Node" });
const activities = Object.values(JSON.parse(pipeline_tree.json).activities);
const pauses = new Set(activities.filter((a) => a.component.code === "pause_node").map((a) => a.id));
console.log(`task ${task_id}`);

const watch = tasks.WatchTaskStatus({ bk_biz_id: 2, task_id });
await call(tasks, "StartTask", { task_id });
let state = "";
for await (const message of watch) {
  if (message.event === "heartbeat") continue;
  state = message[message.event].state;
  console.log(`revision ${message.revision}: ${state}`);
  for (const node of message.change?.nodes ?? Object.values(message.snapshot.children)) {
    console.log(`  ${node.name || node.id}: ${node.state}`);
    // With the attempt as request id a second sight of the waiting node is not a second callback.
    if (pauses.has(node.id) && node.state === "RUNNING")
      await call(callbacks, "NodeCallback", { task_id, node_id: node.id, request_id: node.version });
  }
}
clients.forEach((client) => client.close());
process.exitCode = state === "FINISHED" ? 0 : 1;
