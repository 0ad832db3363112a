// Protobuf for the few messages that the page needs: a field is [number, type], a type is a scalar's name, another
// message, or one of the two wrappers below. The numbers are those of protos/sops/v1.

const list = (type) => ({ list: type });
const map = (type) => ({ map: type });

const JsonValue = { json: [1, "string"] };
const Timestamp = { seconds: [1, "int64"], nanos: [2, "int32"] };
const NodeStatus = {
  id: [1, "string"],
  state: [2, "string"],
  parent_id: [3, "string"],
  version: [4, "string"],
  loop: [5, "int32"],
  retry: [6, "int32"],
  skip: [7, "bool"],
  error_ignored: [9, "bool"],
  start_time: [10, JsonValue],
  finish_time: [11, JsonValue],
  elapsed_time: [12, "int64"],
};
const StatusNode = { ...NodeStatus, name: [14, "string"] };
StatusNode.children = [13, map(StatusNode)];
const ChangedNode = { ...NodeStatus, name: [13, "string"] };
const StatusChange = { state: [1, "string"], nodes: [2, list(ChangedNode)], commit_time: [3, Timestamp] };

export const WatchTaskStatusRequest = {
  bk_biz_id: [1, "int64"],
  task_id: [2, "int64"],
  after_revision: [3, "int64"],
  heartbeat_interval: [4, "int32"],
};
export const WatchTaskStatusResponse = {
  revision: [1, "int64"],
  snapshot: [2, StatusNode],
  change: [3, StatusChange],
  heartbeat: [4, {}],
};
export const GetTaskDetailRequest = { bk_biz_id: [1, "int64"], task_id: [2, "int64"] };
export const GetTaskDetailResponse = { task: [1, { name: [6, "string"], pipeline_tree: [15, JsonValue] }] };
export const NodeCallbackRequest = {
  bk_biz_id: [1, "int64"],
  task_id: [2, "int64"],
  node_id: [3, "string"],
  callback_data: [4, JsonValue],
  version: [5, "string"],
  request_id: [7, "string"],
};
export const NodeCallbackResponse = { delivered: [1, "bool"], revision: [2, "int64"] };

const varint = 0;
const fixed64 = 1;
const delimited = 2;
const fixed32 = 5;

/** The bytes of a message; fields that are undefined are left out, int64 may be given as text. */
export function encode(type, message) {
  const bytes = [];
  for (const [name, [number, field]] of Object.entries(type)) {
    const value = message[name];
    if (value === undefined) continue;
    const isText = field === "string";
    if (isText || typeof field === "object") {
      const content = isText ? new TextEncoder().encode(value) : encode(field, value);
      writeVarint(bytes, (number << 3) | delimited);
      writeVarint(bytes, content.length);
      for (const byte of content) bytes.push(byte);
    } else {
      writeVarint(bytes, (number << 3) | varint);
      writeVarint(bytes, value);
    }
  }
  return Uint8Array.from(bytes);
}

function writeVarint(bytes, value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
}

/** The message in these bytes. Scalars have their default where they are absent, messages are undefined. */
export function decode(type, bytes) {
  const message = {};
  const fields = new Map();
  for (const [name, [number, field]] of Object.entries(type)) {
    fields.set(number, [name, field]);
    const empty = initial(field);
    if (empty !== undefined) message[name] = empty;
  }
  const input = { bytes, at: 0 };
  while (input.at < bytes.length) {
    const tag = Number(readVarint(input));
    const content = readContent(input, tag & 7);
    const known = fields.get(tag >>> 3);
    if (known) store(message, known[0], known[1], content);
  }
  return message;
}

function initial(field) {
  if (field === "string") return "";
  if (field === "bool") return false;
  if (typeof field === "string") return 0;
  if (field.list) return [];
  return field.map && {};
}

function store(message, name, field, content) {
  if (field === "string") message[name] = new TextDecoder().decode(content);
  else if (field === "bool") message[name] = content !== 0n;
  else if (typeof field === "string") message[name] = Number(BigInt.asIntN(64, content));
  else if (field.list) message[name].push(decode(field.list, content));
  else if (field.map) {
    const { key, value } = decode({ key: [1, "string"], value: [2, field.map] }, content);
    message[name][key] = value;
  } else message[name] = decode(field, content);
}

function readContent(input, wireType) {
  switch (wireType) {
    case varint:
      return readVarint(input);
    case fixed64:
      return take(input, 8);
    case delimited:
      return take(input, Number(readVarint(input)));
    case fixed32:
      return take(input, 4);
    default:
      throw new Error(`wire type ${wireType} is unknown`);
  }
}

function readVarint(input) {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const [byte] = take(input, 1);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
  throw new Error("a number is longer than ten bytes");
}

function take(input, length) {
  const end = input.at + length;
  if (end > input.bytes.length) throw new Error("the message ends early");
  const part = input.bytes.subarray(input.at, end);
  input.at = end;
  return part;
}
