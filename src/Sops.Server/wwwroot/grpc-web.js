// Calls over grpc-web, by hand: a request is one frame, an answer is frames of messages and a last one of trailers.
import { decode, encode } from "./messages.js";

/** The status codes that this page tells apart. */
export const Code = {
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
};

/** What a call failed with, also where the server was not reached. */
export class RpcError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const codeOfHttp = new Map([
  [401, Code.UNAUTHENTICATED],
  [403, Code.PERMISSION_DENIED],
  [404, Code.UNIMPLEMENTED],
  [429, Code.UNAVAILABLE],
  [502, Code.UNAVAILABLE],
  [503, Code.UNAVAILABLE],
  [504, Code.UNAVAILABLE],
]);
// A browser opens six connections to a server without TLS; a seventh call waits for one of them in silence.
const noAnswer = "the server does not answer, or other pages of it hold all connections";
const maxFrame = 64 * 1024 * 1024;

/**
 * The messages of a call's answer, each as it arrives. Ends when the server says OK; throws RpcError for any other end.
 * `silence` is how many milliseconds may pass without a byte before the server counts as gone.
 */
export async function* call(method, request, requestType, responseType, { signal, silence = 15000 } = {}) {
  const abort = new AbortController();
  const stop = () => abort.abort(new RpcError(Code.UNAVAILABLE, "stopped"));
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(new RpcError(Code.UNAVAILABLE, noAnswer)), silence);
  };
  try {
    alive();
    const response = await fetch(`/${method}`, {
      method: "POST",
      headers: { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" },
      body: frame(encode(requestType, request)),
      signal: abort.signal,
    });
    if (endsInHeaders(response)) return;
    for await (const { isTrailer, content } of frames(response.body.getReader(), alive)) {
      if (isTrailer) return end(new Map(trailers(content)));
      yield decode(responseType, content);
    }
    throw new RpcError(Code.UNAVAILABLE, "the answer broke off");
  } catch (error) {
    if (error instanceof RpcError) throw error;
    // fetch tells a refused connection and one that broke in the same way: a TypeError.
    if (error instanceof TypeError) throw new RpcError(Code.UNAVAILABLE, "the server cannot be reached");
    throw new RpcError(Code.INTERNAL, `the answer cannot be read: ${error.message}`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    // Frees the connection when the caller stops reading.
    abort.abort();
  }
}

/** The answer of a call that has exactly one message. */
export async function callOnce(...args) {
  let answer;
  for await (const message of call(...args)) answer = message;
  if (!answer) throw new RpcError(Code.INTERNAL, "the answer is empty");
  return answer;
}

function frame(content) {
  const bytes = new Uint8Array(5 + content.length);
  new DataView(bytes.buffer).setUint32(1, content.length);
  bytes.set(content, 5);
  return bytes;
}

async function* frames(reader, onBytes) {
  let rest = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      if (rest.length > 0) throw new RpcError(Code.UNAVAILABLE, "the answer broke off");
      return;
    }
    onBytes();
    rest = joined(rest, value);
    while (rest.length >= 5) {
      const length = new DataView(rest.buffer, rest.byteOffset).getUint32(1);
      if (length > maxFrame) throw new RpcError(Code.INTERNAL, `a message of ${length} bytes`);
      if (rest.length < 5 + length) break;
      const [flags] = rest;
      if (flags & 1) throw new RpcError(Code.INTERNAL, "a message is compressed");
      yield { isTrailer: (flags & 128) !== 0, content: rest.subarray(5, 5 + length) };
      rest = rest.subarray(5 + length);
    }
  }
}

function joined(first, second) {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function* trailers(content) {
  for (const line of new TextDecoder().decode(content).split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) yield [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
  }
}

/** An answer without a message can come without frames: its status is in the headers, or it is plain HTTP. */
function endsInHeaders(response) {
  if (!response.ok) {
    throw new RpcError(codeOfHttp.get(response.status) ?? Code.UNKNOWN, `HTTP ${response.status}`);
  }
  if (!response.headers.has("grpc-status")) return false;
  end(response.headers);
  return true;
}

function end(facts) {
  const status = facts.get("grpc-status");
  if (status === "0") return;
  throw new RpcError(Number(status ?? Code.UNKNOWN), text(facts.get("grpc-message") ?? "no reason given"));
}

function text(percentEncoded) {
  try {
    return decodeURIComponent(percentEncoded);
  } catch {
    return percentEncoded;
  }
}
