// What the page asks of the server: a task's tree, its watch, and to let a waiting node go on.
import { Code, RpcError, call, callOnce } from "./grpc-web.js";
import {
  GetTaskDetailRequest,
  GetTaskDetailResponse,
  NodeCallbackRequest,
  NodeCallbackResponse,
  WatchTaskStatusRequest,
  WatchTaskStatusResponse,
} from "./messages.js";

const heartbeatSeconds = 5;
const firstPause = 500;
const longestPause = 10000;

/**
 * Follows a task: each message that is not a heartbeat, in order and once, whatever happens to the connection between.
 * Ends after the task's last revision, or when `signal` aborts. `onLink` hears "live" and why it is not.
 */
export async function* watchTask({ business, task, after, signal, onLink = () => {} }) {
  let pause = 0;
  while (!signal?.aborted) {
    const request = {
      bk_biz_id: business,
      task_id: task,
      after_revision: after,
      heartbeat_interval: heartbeatSeconds,
    };
    try {
      for await (const message of call(
        "sops.v1.TaskService/WatchTaskStatus",
        request,
        WatchTaskStatusRequest,
        WatchTaskStatusResponse,
        { signal, silence: 3 * heartbeatSeconds * 1000 },
      )) {
        pause = 0;
        onLink("live");
        if (message.heartbeat) continue;
        after = message.revision;
        yield message;
      }
      return;
    } catch (error) {
      if (signal?.aborted) return;
      if (after !== undefined && [Code.OUT_OF_RANGE, Code.INVALID_ARGUMENT].includes(error.code)) {
        // That revision is not kept any more, or was lost with the database: begin again with a snapshot.
        after = undefined;
      } else if (!passes(error)) {
        throw error;
      }
      pause = Math.min(pause * 2 || firstPause, longestPause);
      onLink(error.message);
      await wait(pause * (0.75 + Math.random() / 2), signal);
    }
  }
}

/** Reads a task's name and tree, and waits for a server that is not there yet. */
export async function readTask({ business, task, onLink = () => {} }) {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      const { task: found } = await callOnce(
        "sops.v1.TaskService/GetTaskDetail",
        { bk_biz_id: business, task_id: task },
        GetTaskDetailRequest,
        GetTaskDetailResponse,
      );
      return { name: found.name, tree: JSON.parse(found.pipeline_tree.json) };
    } catch (error) {
      if (!passes(error)) throw error;
      onLink(error.message);
      await wait(pause);
    }
  }
}

/** Lets the node's attempt go on; asking twice for the same attempt is asking once. */
export const callBack = ({ business, task, node, version }) =>
  callOnce(
    "sops.v1.CallbackService/NodeCallback",
    { bk_biz_id: business, task_id: task, node_id: node, version, request_id: version },
    NodeCallbackRequest,
    NodeCallbackResponse,
  );

const passes = (error) =>
  error instanceof RpcError && [Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED].includes(error.code);

const wait = (milliseconds, signal) =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
