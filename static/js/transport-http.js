/**
 * One session by plain HTTP, where sockets are blocked: its events as server-sent events, and what is said as requests. It
 * takes the frames of hera.v1 and tells the answers as such, so that nobody need know what lies between.
 *
 * A message is sent once more after a failure, under the same name, and stored once. The answer to it would come at the end
 * of its turn; but as soon as the message stands in the stream it has been accepted, and the next one goes out.
 */

import { closeCodeOf, problemOf } from "./refused.js";
import { eventsOf } from "./event-stream.js";

const CONNECT_TIMEOUT_MS = 10_000; // from the request to the first byte
const QUIET_MS = 40_000; // the server says something every 15 s
const WAKE_QUIET_MS = 17_500; // the same when the page comes back
const ACCEPT_TIMEOUT_MS = 20_000; // from a message to its event, or to an answer
const AGAIN_MS = 1_000;
const CANCEL_TRIES = 5;
const IMAGE_BYTES = 10_485_760; // only a socket says how much is taken; here the server says when it is too much
const GIVEN_UP = 4000;
const BROKEN = 1006; // as a socket that ended without a word

/** @implements {import("./connection.js").Transport} */
export class HttpTransport {
  #env;
  #ears;
  #path;
  #listening = new AbortController();
  #open = true;
  #heardAt;
  /** @type {any} */ #timer = null; // until something is heard
  /** @type {any[]} messages, the first of them on its way */ #outgoing = [];
  #busy = false; // they are being sent
  /** @type {AbortController|null} */ #sending = null;

  /**
   * @param {object} options
   * @param {string} options.path of the session
   * @param {string|null} options.lastId the last event that is known
   * @param {import("./connection.js").Ears} options.ears
   * @param {import("./connection.js").Env} options.env
   */
  constructor({ path, lastId, ears, env }) {
    this.#env = env;
    this.#ears = ears;
    this.#path = path;
    this.#heardAt = env.now();
    this.#expect(CONNECT_TIMEOUT_MS);
    void this.#listen(lastId);
  }

  /** @param {any} frame @returns {boolean} whether it is on its way; whether one types cannot be told by HTTP */
  send(frame) {
    if (!this.#open) return false;
    if (frame.type === "cancel") void this.#cancel(frame.turn_id);
    if (frame.type === "message" && !this.#outgoing.some(({ client_msg_id: id }) => id === frame.client_msg_id)) {
      this.#outgoing.push(frame);
      void this.#sendOut();
    }
    return true;
  }

  /** The page comes back: a stream that should have said something by now is dead. */
  wake() {
    if (this.#env.now() - this.#heardAt > WAKE_QUIET_MS) this.#end(GIVEN_UP);
  }

  /** Lets go of it; what is on its way may arrive or not. */
  close() {
    this.#open = false;
    this.#env.clearTimeout(this.#timer);
    this.#listening.abort();
    this.#outgoing = [];
    this.#sending?.abort();
  }

  /** @param {string|null} lastId */
  async #listen(lastId) {
    const after = lastId === null ? "" : `?after=${encodeURIComponent(lastId)}`;
    const asked = this.#env.ask(`${this.#path}/events${after}`, { headers: { accept: "text/event-stream" }, cache: "no-store", signal: this.#listening.signal });
    const response = await asked.catch(() => null);
    if (response?.ok && response.body && (response.headers.get("content-type") ?? "").startsWith("text/event-stream")) {
      let welcomed = false;
      for await (const events of eventsOf(response.body)) {
        if (!this.#open) return;
        this.#heardAt = this.#env.now();
        this.#expect(QUIET_MS);
        if (!welcomed) this.#ears.onWelcome({ type: "welcome", resumed: lastId === null ? "fresh" : "tail", caller: null, limits: { image_bytes: IMAGE_BYTES } });
        welcomed = true;
        for (const event of events) this.#hear(event);
      }
      this.#end(BROKEN);
    } else if (response) {
      this.#end(closeCodeOf(await problemOf(response)) ?? BROKEN, retryAfter(response));
    } else {
      this.#end(BROKEN);
    }
  }

  /** @param {import("./event-stream.js").ServerSentEvent} event */
  #hear({ data, id }) {
    if (!this.#open) return;
    const frame = JSON.parse(data);
    for (const name of named(frame.event)) this.#accepted(name);
    this.#ears.onFrame(frame);
    if (frame.snapshot && id !== null && this.#open) this.#ears.onWhole(id); // only the last frame of a snapshot has one
  }

  /** A message is in the stream: nothing more need be known of it. @param {string} clientMsgId */
  #accepted(clientMsgId) {
    const at = this.#outgoing.findIndex(({ client_msg_id: id }) => id === clientMsgId);
    if (at === 0) this.#sending?.abort();
    else if (at > 0) this.#outgoing.splice(at, 1);
  }

  /** One message after the other; when one did not arrive, those behind it wait until all of them are sent again. */
  async #sendOut() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#open && this.#outgoing.length > 0) {
      const frame = this.#outgoing[0];
      const answer = await this.#say(frame);
      if (!this.#open) return;
      if (answer?.temporary) this.#outgoing = [];
      else this.#outgoing.shift();
      if (answer) this.#ears.onFrame({ ...answer, client_msg_id: frame.client_msg_id });
    }
    this.#busy = false;
  }

  /** @param {any} frame @returns {Promise<any>} what the server would say on a socket; null: its event says it */
  async #say({ client_msg_id: name, content }) {
    const sending = (this.#sending = new AbortController());
    let late = false;
    const timer = this.#env.setTimeout(() => (late = true, sending.abort()), ACCEPT_TIMEOUT_MS);
    try {
      const response = await this.#post("messages", bodyOf(content), { "idempotency-key": name }, sending.signal);
      if (response.ok) void response.body?.cancel();
      return response.ok ? { type: "accepted" } : await refusal(response);
    } catch {
      return sending.signal.aborted && !late ? null : { type: "error", code: "network", temporary: true, retry_after_ms: AGAIN_MS };
    } finally {
      this.#env.clearTimeout(timer);
    }
  }

  /** Until it has been heard, or is no longer wanted. @param {string|undefined} turn */
  async #cancel(turn) {
    for (let tries = 0; this.#open && tries < CANCEL_TRIES; tries += 1) {
      try {
        const { status } = await this.#post("cancel", { turn_id: turn }, {}, this.#listening.signal);
        if (!passes(status)) return;
      } catch {
        // Lost: said again.
      }
      await new Promise((go) => this.#env.setTimeout(() => go(null), AGAIN_MS * 2 ** tries));
    }
  }

  /** @param {string} what @param {object} body @param {Record<string, string>} headers @param {AbortSignal} signal */
  #post(what, body, headers, signal) {
    return this.#env.ask(`${this.#path}/${what}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body), signal });
  }

  /** Something has to be heard in this time. @param {number} ms */
  #expect(ms) {
    this.#env.clearTimeout(this.#timer);
    this.#timer = this.#env.setTimeout(() => this.#end(GIVEN_UP), ms);
  }

  /** @param {number} code @param {number|null} [retryAfter] */
  #end(code, retryAfter = null) {
    if (!this.#open) return;
    this.close();
    this.#ears.onEnd(code, retryAfter);
  }
}

/** Whether the same request may succeed later. @param {number} status */
function passes(status) {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** @param {Response} response @returns {number|null} milliseconds */
function retryAfter(response) {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** What a socket would say of this answer to a message. @param {Response} response */
async function refusal(response) {
  const { code } = await problemOf(response);
  if (code === "turn_failed") return { type: "accepted" }; // the message is stored; how its turn went, the events tell
  const why = code ?? (response.status === 413 ? "too_large" : "refused");
  return { type: "error", code: why, temporary: passes(response.status), retry_after_ms: retryAfter(response) ?? AGAIN_MS };
}

/** A message's content as the body of a request. @param {string|any[]} content */
function bodyOf(content) {
  if (typeof content === "string") return { message: content };
  const pictures = content.filter(({ type }) => type === "image").map(({ source }) => source.value);
  return { message: content.filter(({ type }) => type === "text").map(({ text }) => text).join("\n"), attachments: pictures };
}

/** Names of messages that an event brings. @param {any} event @returns {string[]} */
function named(event) {
  const messages = event?.type === "MESSAGES_SNAPSHOT" ? event.messages : event?.type === "TEXT_MESSAGE_CHUNK" ? [event] : [];
  return messages.flatMap((/** @type {any} */ { metadata }) => metadata?.hera?.client_msg_id ?? []);
}
