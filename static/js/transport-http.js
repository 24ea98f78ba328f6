/**
 * One session by plain HTTP, where sockets are blocked: its events as server-sent events, and what is said as requests. It
 * takes the frames of hera.v1 and tells the answers as such, so that nobody need know what lies between.
 *
 * Where something holds back what a stream tells until the stream ends, answers are asked for that end by themselves, one
 * after the other; now and then a stream is tried again. The first of them is asked for beside a stream that is late:
 * whichever says something first is heard, and the other let go.
 *
 * A message is sent once more after a failure, under the same name, and stored once. The answer to it would come at the end
 * of its turn; but as soon as the message stands in the stream it has been accepted, and the next one goes out.
 */

import { backoff } from "./backoff.js";
import { closeCodeOf, isHeras, problemOf } from "./refused.js";
import { frameOf } from "./wire.js";

const CONNECT_TIMEOUT_MS = 10_000; // from a request to its answer
const FIRST_MS = 1_500; // a stream says something at once,
const SECOND_MS = 2_500; // and something more a second later
const WAIT_MS = 10_000; // an answer that ends by itself does so when something has happened, or after so long
const PAUSE_MS = 500; // between two of those
const APART_MS = 1_500; // the same where all of them are short, since other pages have the long ones
const LEAST_MS = 1_000; // what ends sooner was not cut off for its length
const SHORTER = 0.7; // of the time after which something cuts answers off
const CUTS = 2; // so many in a row, without a word, and it is no matter of length
const STREAMS = { min_ms: 60_000, max_ms: 300_000 }; // between two streams that are tried in vain
const QUIET_MS = 40_000; // the server says something every 15 s
const WAKE_QUIET_MS = 2_000; // after so long a stream is opened anew when the page comes back: it cannot be asked whether it lives
const ACCEPT_TIMEOUT_MS = 20_000; // from a message to its event, or to an answer
const AGAIN_MS = 1_000;
const ELSEWHERE_MS = 5_000; // the same where somebody else has answered
const CANCEL_TRIES = 5;
const IMAGE_BYTES = 10_485_760; // only a socket says how much is taken; here the server says when it is too much
const OTHER = /^(?:text\/html|application\/.*(?:json|xml))/i; // no stream, whatever something on the way calls that: text/plain
const GIVEN_UP = 4000;
const BROKEN = 1006; // as a socket that ended without a word

/** @implements {import("./connection.js").Transport} */
export class HttpTransport {
  #env;
  #ears;
  #path;
  #closing = new AbortController();
  /** @type {Set<AbortController>} answers that are heard, of which the first to say something stays */ #hearings = new Set();
  #open = true;
  #welcomed = false;
  #lastId;
  #heardAt;
  /** @type {any[]} messages, the first of them on its way */ #outgoing = [];
  #busy = false; // they are being sent
  /** @type {AbortController|null} */ #sending = null;
  #eventsOf;
  #longest = WAIT_MS; // so long an answer may take before something on the way cuts it off
  #cuts = 0; // answers in a row that were

  /**
   * @param {object} options
   * @param {string} options.path of the session
   * @param {string|null} options.lastId the last event that is known
   * @param {import("./connection.js").Ears} options.ears
   * @param {import("./connection.js").Env} options.env
   * @param {typeof import("./event-stream.js").eventsOf} options.eventsOf
   */
  constructor({ path, lastId, ears, env, eventsOf }) {
    this.#eventsOf = eventsOf;
    this.#env = env;
    this.#ears = ears;
    this.#path = path;
    this.#lastId = lastId;
    this.#heardAt = env.now();
    void this.#listen();
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

  get sends() {
    return this.#outgoing.length > 0;
  }

  /** The page comes back: a stream that has not just said something may have died meanwhile. */
  wake() {
    if (this.#env.now() - this.#heardAt > WAKE_QUIET_MS) this.#end(GIVEN_UP);
  }

  /** Lets go of it; what is on its way may arrive or not. */
  close() {
    this.#open = false;
    this.#closing.abort();
    this.#letGo(null);
    this.#outgoing = [];
    this.#sending?.abort();
  }

  /** To a stream; where that is held back or soon cut off, or other pages have them all, to one answer after the other. */
  async #listen() {
    while (this.#open && !(await this.#hasPlace())) {
      await this.#hearOut(0);
      await this.#pause(APART_MS);
    }
    for (let trial = 0; this.#open; trial += 1) {
      const begun = this.#env.now();
      const followed = await this.#follow();
      if (followed && (this.#ears.isSpare() || !this.#wasCut(begun))) this.#end(BROKEN);
      if (followed && this.#env.now() - begun >= WAIT_MS) {
        await this.#pause(); // streams are cut off, and worth while all the same
        trial = 0;
        continue;
      }
      const streamAt = this.#env.now() + backoff(trial, STREAMS, this.#env.random());
      while (this.#open && this.#env.now() < streamAt) {
        await this.#hearOut(this.#longest);
        await this.#pause();
      }
    }
  }

  /** Whether other pages leave a place for answers that go on for long; it is kept to the end. */
  async #hasPlace() {
    const leave = await this.#env.place();
    if (leave && this.#open) this.#closing.signal.addEventListener("abort", leave);
    else leave?.();
    return leave !== null;
  }

  /** Not all pages that were cut off at once come back at once. */
  #pause(ms = PAUSE_MS) {
    return new Promise((go) => this.#env.setTimeout(() => go(null), ms * (0.5 + this.#env.random())));
  }

  /** Whether an answer that has ended may have been cut off for its length: then the next ones are asked to be shorter. @param {number} begun */
  #wasCut(begun) {
    const lived = this.#env.now() - begun;
    if (!this.#welcomed || this.#lastId === null || lived < LEAST_MS || (this.#cuts += 1) > CUTS) return false;
    this.#longest = Math.max(LEAST_MS, Math.min(this.#longest, Math.floor(lived * SHORTER)));
    return true;
  }

  /** A stream to its end; when it is late, an answer as well. @returns {Promise<boolean>} false: something holds it back */
  async #follow() {
    /** @type {Promise<boolean>|null} */ let answer = null;
    const followed = await this.#hearOut(null, () => (answer = this.#hearOut(this.#welcomed ? WAIT_MS : 0)));
    if (!followed) await answer;
    return followed;
  }

  /**
   * Asks for the events, and hears all of the answer.
   * @param {number|null} wait  so long the server waits for something to happen; null: it goes on for as long as it can
   * @param {() => void} [late] what goes on for long has not said in time what it should have
   * @returns {Promise<boolean>} false: it was let go
   */
  async #hearOut(wait, late = () => {}) {
    if (!this.#open) return false;
    const begun = this.#env.now();
    const hearing = new AbortController();
    const { signal } = hearing;
    /** @type {any} */ let timer = null;
    /** Something has to be heard in this time. @param {number} ms @param {() => void} [otherwise] */
    const expect = (ms, otherwise = () => this.#end(GIVEN_UP)) => {
      this.#env.clearTimeout(timer);
      timer = this.#env.setTimeout(otherwise, ms);
    };
    const over = () => (this.#hearings.delete(hearing), this.#env.clearTimeout(timer));
    this.#hearings.add(hearing);
    signal.addEventListener("abort", over);
    if (wait === null) expect(FIRST_MS, late);
    else expect(wait + CONNECT_TIMEOUT_MS);
    const response = await this.#events(wait, signal).catch(() => null);
    if (signal.aborted) return false;
    const type = response?.headers.get("content-type") ?? "";
    if (!response?.ok || !response.body || OTHER.test(type)) {
      over();
      const problem = response ? await problemOf(response) : {};
      const ours = problem.code !== undefined || (response && retryAfter(response) !== null);
      if (wait !== null && !ours && !this.#ears.isSpare() && this.#wasCut(begun)) return true;
      this.#end(closeCodeOf(problem) ?? BROKEN, response && retryAfter(response));
      return true;
    }
    let pieces = 0;
    for await (const events of this.#eventsOf(response.body, type.startsWith("text/event-stream"))) {
      if (signal.aborted) return false;
      if (events === null) {
        over();
        this.#end(BROKEN);
        return true;
      }
      this.#letGo(hearing);
      this.#cuts = 0;
      pieces += 1;
      if (wait === null && pieces === 1 && events.every(({ data }) => data !== null)) expect(SECOND_MS, () => (hearing.abort(), late()));
      else expect(QUIET_MS);
      this.#welcome();
      for (const event of events) this.#hear(event);
    }
    if (signal.aborted) return false;
    over();
    this.#letGo(null); // also where the answer was empty
    if (pieces === 0 && this.#env.now() - begun >= LEAST_MS && !this.#wasCut(begun)) this.#end(BROKEN);
    return true;
  }

  /** @param {number|null} wait @param {AbortSignal} signal */
  #events(wait, signal) {
    const query = String(new URLSearchParams({ ...(this.#lastId === null ? {} : { after: this.#lastId }), ...(wait === null ? {} : { wait_ms: String(wait) }) }));
    return this.#env.ask(`${this.#path}/events${query && `?${query}`}`, { headers: { accept: "text/event-stream" }, cache: "no-store", signal });
  }

  /** Lets go of every answer but this one. @param {AbortController|null} one */
  #letGo(one) {
    for (const hearing of this.#hearings) if (hearing !== one) hearing.abort();
  }

  #welcome() {
    this.#heardAt = this.#env.now();
    if (this.#welcomed) return;
    this.#welcomed = true;
    this.#ears.onWelcome({ type: "welcome", resumed: this.#lastId === null ? "fresh" : "tail", caller: null, limits: { image_bytes: IMAGE_BYTES } });
  }

  /** @param {import("./event-stream.js").ServerSentEvent} event */
  #hear({ data, id }) {
    if (!this.#open || data === null) return;
    const frame = frameOf(data);
    if (frame === null) return;
    this.#lastId = id ?? this.#lastId;
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
  async #say({ client_msg_id: name, content, utc_offset_min }) {
    const sending = (this.#sending = new AbortController());
    let late = false;
    const timer = this.#env.setTimeout(() => (late = true, sending.abort()), ACCEPT_TIMEOUT_MS);
    try {
      const response = await this.#post("messages", { ...bodyOf(content), utc_offset_min }, { "idempotency-key": name }, sending.signal);
      if (response.ok) void response.body?.cancel();
      return isHeras(response) ? { type: "accepted" } : await refusal(response);
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
        const response = await this.#post("cancel", { turn_id: turn }, {}, this.#closing.signal);
        if (isHeras(response) || (!response.ok && !passes(response.status))) return;
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

  /** @param {number} code @param {number|null} [retryAfter] */
  #end(code, retryAfter = null) {
    if (!this.#open) return;
    this.close();
    this.#ears.onEnd(code, retryAfter);
  }
}

/** Whether the same request may succeed later. @param {number} status */
function passes(status) {
  return status >= 500 || [401, 407, 408, 425, 429].includes(status); // 401, 407: of whoever lets nobody pass before one has signed in
}

/** @param {Response} response @returns {number|null} milliseconds */
function retryAfter(response) {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

/** What a socket would say of this answer to a message. @param {Response} response */
async function refusal(response) {
  if (response.ok) return { type: "error", code: "elsewhere", temporary: true, retry_after_ms: ELSEWHERE_MS };
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
