// The page: one task from the address, its state and a table of its nodes. Texts of a task are only ever set as text.
import { callBack, readTask, watchTask } from "./tasks.js";

const find = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
// Also the address that the API gives out as task_url: /taskflow/execute/{business}/?instance_id={task}.
const [, pathBusiness] = location.pathname.match(/^\/taskflow\/execute\/(\d+)\/?$/) ?? [];
const business = query.get("bk_biz_id") ?? pathBusiness ?? "";
const task = query.get("task_id") ?? query.get("instance_id") ?? "";
const isOver = (state) => state === "FINISHED" || state === "REVOKED";

const rows = new Map();
let tree = new Map();
let lastRevision;
let taskState = "";

find("business").value = business;
find("task").value = task;
if (/^\d+$/.test(business) && /^\d+$/.test(task)) {
  follow().catch((error) => {
    showLink("ended");
    showProblem(error.message);
  });
}

async function follow() {
  find("result").hidden = false;
  showLink("connecting");
  const { name, tree: root } = await readTask({ business, task, onLink: showLink });
  find("name").textContent = name;
  document.title = `${name} – Sops`;
  tree = new Map(labels(root));
  while (!isOver(taskState)) {
    const looking = await whileVisible();
    for await (const message of watchTask({ business, task, after: lastRevision, signal: looking, onLink: showLink }))
      show(message);
  }
  showLink("ended");
}

/**
 * A signal that aborts when the page is hidden. A browser has six HTTP/1.1 connections for a server; pages that nobody
 * looks at give theirs back, and go on after the last revision seen once they are looked at.
 */
async function whileVisible() {
  const changed = () => new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
  if (document.hidden) showLink("paused while hidden");
  while (document.hidden) await changed();
  const looking = new AbortController();
  changed().then(() => looking.abort());
  showLink("connecting");
  return looking.signal;
}

/** What the tree knows of each node: a label for those without a name, and whether it is a pause. */
function* labels(pipeline) {
  yield [pipeline.start_event.id, { label: "start" }];
  yield [pipeline.end_event.id, { label: "end" }];
  for (const gateway of Object.values(pipeline.gateways)) yield [gateway.id, { label: gateway.type }];
  for (const activity of Object.values(pipeline.activities)) {
    yield [activity.id, { label: activity.name, isPause: activity.component?.code === "pause_node" }];
    if (activity.pipeline) yield* labels(activity.pipeline);
  }
}

function show({ revision, snapshot, change }) {
  lastRevision = revision;
  taskState = (snapshot ?? change).state;
  find("state").textContent = taskState;
  find("state").dataset.state = taskState;
  find("revision").textContent = revision;
  if (snapshot) {
    const nodes = [...inside(snapshot)];
    const kept = new Set(nodes.map((node) => node.id));
    for (const [id, row] of rows) if (!kept.has(id)) rows.delete(id), row.remove();
    nodes.sort((a, b) => time(a.start_time).localeCompare(time(b.start_time)) || a.id.localeCompare(b.id));
    nodes.forEach(showNode);
  } else {
    // The task itself is among the changed nodes, but not in the tree.
    change.nodes.filter((node) => tree.has(node.id)).forEach(showNode);
  }
}

function* inside(node) {
  for (const child of Object.values(node.children)) yield child, yield* inside(child);
}

function showNode(node) {
  let row = rows.get(node.id);
  if (!row) {
    row = find("row").content.firstElementChild.cloneNode(true);
    rows.set(node.id, row);
    find("nodes").append(row);
    row.querySelector("button").addEventListener("click", () => goOn(row));
  }
  const { label, isPause } = tree.get(node.id) ?? {};
  row.dataset.node = node.id;
  row.dataset.version = node.version;
  const set = (name, text) => (row.querySelector(`[data-field=${name}]`).textContent = text);
  set("name", node.name || label || node.id);
  set("state", node.skip ? `${node.state}, skipped` : node.error_ignored ? `${node.state}, error ignored` : node.state);
  row.querySelector("[data-field=state]").dataset.state = node.state;
  set("attempt", `${node.loop} / ${node.retry}`);
  set("start", time(node.start_time));
  set("finish", time(node.finish_time));
  const button = row.querySelector("button");
  button.hidden = !(isPause && node.state === "RUNNING");
  button.setAttribute("aria-label", `Let “${node.name || label || node.id}” go on`);
}

async function goOn(row) {
  const button = row.querySelector("button");
  button.disabled = true;
  showProblem("");
  try {
    await callBack({ business, task, node: row.dataset.node, version: row.dataset.version });
  } catch (error) {
    showProblem(error.message);
  }
  button.disabled = false;
}

const time = (value) => (value?.json && JSON.parse(value.json)) || "";

function showLink(text) {
  find("link").textContent = text;
}

function showProblem(text) {
  find("problem").textContent = text;
  find("problem").hidden = text === "";
}
