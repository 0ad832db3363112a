// Watches a task once for each revision given ("none": without one) and prints {after, message} per message.
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const [address, bk_biz_id, task_id, ...revisions] = process.argv.slice(2);
const includeDirs = [fileURLToPath(new URL("../../../protos", import.meta.url))];
const { v1 } = grpc.loadPackageDefinition(
  loadSync("sops/v1/task_service.proto", { includeDirs, keepCase: true, longs: String, oneofs: true }),
).sops;
const tasks = new v1.TaskService(address, grpc.credentials.createInsecure());
for (const after of revisions) {
  const request = { bk_biz_id, task_id, ...(after !== "none" && { after_revision: after }) };
  for await (const message of tasks.WatchTaskStatus(request)) console.log(JSON.stringify({ after, message }));
}
tasks.close();
