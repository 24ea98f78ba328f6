/**
 * One socket to one session: hello, welcome, and whether it still lives. A transport is used once; what comes after it is
 * for ./connection.js to say.
 */

import { frameOf } from "./wire.js";

const CONNECT_TIMEOUT_MS = 10_000; // from opening the socket to `welcome`
const PONG_TIMEOUT_MS = 10_000; // from our ping to any frame
const WAKE_TIMEOUT_MS = 2_500; // the same when the page or the network comes back: a socket that slept is often dead
const DEFAULT_PING_MS = 25_000;
const GIVEN_UP = 4000;

/** @implements {import("./connection.js").Transport} */
export class SocketTransport {
  #env;
  #ears;
  #socket;
  /** @type {any} */ #timer = null; // the one timer: connect timeout, or liveness
  #welcomed = false;
  #pingMs = DEFAULT_PING_MS;
  #nonce = 0;
  /** @type {number|null} */ #retryAfter = null;
  /** @type {{nonce: string, headId: string}|null} */ #opening = null; // the ping behind a snapshot, until its pong

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {string|null} options.lastId the last event that is known
   * @param {import("./connection.js").Ears} options.ears
   * @param {import("./connection.js").Env} options.env
   */
  constructor({ url, lastId, ears, env }) {
    this.#env = env;
    this.#ears = ears;
    const socket = new env.WebSocket(url, "hera.v1");
    this.#socket = /** @type {WebSocket|null} */ (socket);
    this.#after(CONNECT_TIMEOUT_MS, () => this.#end(GIVEN_UP));
    socket.onopen = () => socket.send(JSON.stringify(lastId === null ? { type: "hello" } : { type: "hello", last_id: lastId }));
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#end(code);
  }

  /** Sends a frame if the server has welcomed us. @param {object} frame @returns {boolean} whether it left */
  send(frame) {
    if (!this.#welcomed || this.#socket?.readyState !== this.#env.WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** It has to show that it lives, in a moment. */
  wake() {
    if (this.#welcomed) this.#probe(WAKE_TIMEOUT_MS);
  }

  /** Lets go of it: nothing it still says is heard. @param {number} [code] */
  close(code = GIVEN_UP) {
    this.#env.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState < this.#env.WebSocket.CLOSING) socket.close(code);
  }

  /** @param {unknown} data */
  #receive(data) {
    if (typeof data !== "string") return;
    const frame = frameOf(data);
    if (frame?.type === "welcome") this.#welcome(frame);
    if (this.#welcomed) this.#watch(); // whatever it was, the line lives
    if (frame === null) return;
    if (frame.type === "goodbye") this.#retryAfter = frame.retry_after_ms ?? 0;
    if (frame.type === "pong") this.#ponged(frame.nonce);
    else if (frame.type !== "welcome") this.#ears.onFrame(frame);
  }

  /** @param {any} welcome */
  #welcome(welcome) {
    this.#welcomed = true;
    this.#pingMs = welcome.ping_interval_ms ?? DEFAULT_PING_MS;
    // The server answers in order: the pong comes behind the last frame of the snapshot, however many there are.
    if (welcome.resumed !== "tail" && typeof welcome.head_id === "string") this.#opening = { nonce: this.#ping(), headId: welcome.head_id };
    this.#ears.onWelcome(welcome);
  }

  /** @param {string|undefined} nonce */
  #ponged(nonce) {
    if (this.#opening === null || nonce !== this.#opening.nonce) return;
    const { headId } = this.#opening;
    this.#opening = null;
    this.#ears.onWhole(headId);
  }

  /** @returns {string} what the pong will say */
  #ping() {
    const nonce = String(++this.#nonce);
    this.send({ type: "ping", nonce });
    return nonce;
  }

  /** The server's pings are not shown to a page, so a quiet line is asked with a ping of ours. */
  #watch() {
    this.#after(this.#pingMs * 1.5, () => this.#probe());
  }

  #probe(patience = PONG_TIMEOUT_MS) {
    this.#ping();
    this.#after(patience, () => this.#end(GIVEN_UP));
  }

  /** @param {number} code */
  #end(code) {
    this.close();
    this.#ears.onEnd(code, this.#retryAfter);
  }

  /** @param {number} ms @param {() => void} run */
  #after(ms, run) {
    this.#env.clearTimeout(this.#timer);
    this.#timer = this.#socket && this.#env.setTimeout(run, ms);
  }
}
