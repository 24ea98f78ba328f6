/**
 * The connection to one session: hello, welcome, liveness, and coming back after a loss. No DOM; clock, timers,
 * randomness and the WebSocket class are handed in, so that all of it runs under test without waiting.
 */

const CONNECT_TIMEOUT_MS = 10_000; // from opening the socket to `welcome`
const PONG_TIMEOUT_MS = 10_000; // from our ping to any frame
const WAKE_TIMEOUT_MS = 2_500; // the same when the page or the network comes back: a socket that slept is often dead
const STEADY_MS = 5_000; // a connection that lived this long starts counting its losses anew
const DEFAULT_RECONNECT = { min_ms: 250, max_ms: 15_000 };
const DEFAULT_PING_MS = 25_000;

/** Close codes of our own: 4000-4499 mean "reconnect", like everywhere in hera.v1. */
const LOST = 4000;
const RESYNC = 4001;

/**
 * @typedef {object} Phase
 * @property {"connecting"|"open"|"waiting"|"closed"} name  `closed` is for good
 * @property {number} attempt   losses in a row
 * @property {number|null} code the close code that led here
 */

/**
 * @typedef {object} Env
 * @property {typeof WebSocket} WebSocket
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now      milliseconds, never going back
 * @property {() => number} random   [0, 1)
 */

/** @returns {Env} */
export function browserEnv() {
  return {
    WebSocket: globalThis.WebSocket,
    setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    now: () => performance.now(),
    random: () => Math.random(),
  };
}

/**
 * Whether a closed socket is opened again. The range decides, so that codes of the future are understood too; what
 * lies below 3000 is the network's or the browser's doing, and passes.
 * @param {number} code
 */
export function reconnects(code) {
  return !((code >= 3500 && code <= 3999) || (code >= 4500 && code <= 4999));
}

/**
 * How long to wait before attempt number `attempt` (0 is the first): full jitter under a ceiling that doubles.
 * @param {number} attempt @param {{min_ms: number, max_ms: number}} bounds @param {number} random
 */
export function backoff(attempt, { min_ms, max_ms }, random) {
  const ceiling = Math.min(max_ms, min_ms * 2 ** Math.min(attempt + 1, 30));
  return min_ms + random * Math.max(0, ceiling - min_ms);
}

export class Connection {
  #url;
  #lastId;
  #onFrame;
  #onPhase;
  #onWhole;
  #env;
  /** @type {WebSocket|null} */ #socket = null;
  /** @type {Phase} */ #phase = { name: "connecting", attempt: 0, code: null };
  #attempt = 0;
  #openedAt = 0;
  #reconnect = DEFAULT_RECONNECT;
  #pingMs = DEFAULT_PING_MS;
  /** @type {number|null} */ #retryAfter = null;
  #awayUntil = 0; // the server asked not to be called before
  #nonce = 0;
  /** @type {{nonce: string, headId: string}|null} */ #opening = null; // the ping behind a snapshot, until its pong
  /** @type {any} */ #timer = null; // the one timer: connect timeout, liveness, or the wait before the next attempt

  /**
   * @param {object} options
   * @param {string} options.url
   * @param {() => string|null} options.lastId  asked at every hello
   * @param {(frame: any) => void} options.onFrame  events, and control frames but `pong`
   * @param {(phase: Phase) => void} options.onPhase
   * @param {(headId: string) => void} [options.onWhole] the snapshot of that head has been handed over to its end
   * @param {Env} [options.env]
   */
  constructor({ url, lastId, onFrame, onPhase, onWhole = () => {}, env = browserEnv() }) {
    this.#url = url;
    this.#lastId = lastId;
    this.#onFrame = onFrame;
    this.#onPhase = onPhase;
    this.#onWhole = onWhole;
    this.#env = env;
  }

  /** Opens the socket; also after a close for good, when the person asks for it. */
  start() {
    this.#attempt = 0;
    this.#connect();
  }

  /** Closes for good, without a word to anyone. */
  stop() {
    this.#drop(1000);
    this.#phase = { name: "closed", attempt: 0, code: null };
  }

  get phase() {
    return this.#phase;
  }

  /** Sends a frame if the server has welcomed us. @param {object} frame @returns {boolean} whether it left */
  send(frame) {
    if (this.#phase.name !== "open" || this.#socket?.readyState !== this.#env.WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /**
   * The network or the page came back: waiting ends, unless a goodbye asked for it, and an open socket has to show that
   * it lives. What comes back to many at once is spread over some time.
   * @param {number} [spread] milliseconds
   */
  wake(spread = 0) {
    if (this.#phase.name === "open") this.#probe(WAKE_TIMEOUT_MS);
    if (this.#phase.name !== "waiting" || this.#env.now() < this.#awayUntil) return;
    if (spread > 0) this.#after(this.#env.random() * spread, () => this.#connect());
    else this.#connect();
  }

  /** What we have cannot be trusted (`lastId` has been forgotten by now): get a snapshot over a new socket. */
  resync() {
    if (this.#phase.name !== "open") return;
    this.#drop(RESYNC);
    this.#lost(RESYNC);
  }

  #connect() {
    this.#drop(LOST);
    this.#enter("connecting", this.#phase.code);
    const socket = new this.#env.WebSocket(this.#url, "hera.v1");
    this.#socket = socket;
    this.#after(CONNECT_TIMEOUT_MS, () => this.#giveUp());
    socket.onopen = () => {
      const lastId = this.#lastId();
      socket.send(JSON.stringify(lastId === null ? { type: "hello" } : { type: "hello", last_id: lastId }));
    };
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => {
      this.#drop(LOST);
      this.#lost(code);
    };
  }

  /** @param {unknown} data */
  #receive(data) {
    if (typeof data !== "string") return;
    const frame = JSON.parse(data);
    if (frame.type === "welcome") this.#welcome(frame);
    if (this.#phase.name === "open") this.#watch();
    if (frame.type === "goodbye") this.#retryAfter = frame.retry_after_ms ?? 0;
    if (frame.type === "pong") this.#ponged(frame.nonce);
    else this.#onFrame(frame);
  }

  /** @param {any} welcome */
  #welcome(welcome) {
    this.#reconnect = welcome.reconnect ?? DEFAULT_RECONNECT;
    this.#pingMs = welcome.ping_interval_ms ?? DEFAULT_PING_MS;
    this.#openedAt = this.#env.now();
    this.#enter("open", null);
    // The server answers in order: the pong comes behind the last frame of the snapshot, however many there are.
    if (welcome.resumed !== "tail" && typeof welcome.head_id === "string") this.#opening = { nonce: this.#ping(), headId: welcome.head_id };
  }

  /** @param {string|undefined} nonce */
  #ponged(nonce) {
    if (this.#opening === null || nonce !== this.#opening.nonce) return;
    const { headId } = this.#opening;
    this.#opening = null;
    this.#onWhole(headId);
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
    this.#after(patience, () => this.#giveUp());
  }

  #giveUp() {
    this.#drop(LOST);
    this.#lost(LOST);
  }

  /** Lets go of the socket: nothing it still says is heard. @param {number} code */
  #drop(code) {
    this.#env.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#opening = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (socket.readyState < this.#env.WebSocket.CLOSING) socket.close(code);
  }

  /** @param {number} code */
  #lost(code) {
    if (!reconnects(code)) {
      this.#enter("closed", code);
      return;
    }
    if (this.#phase.name === "open" && this.#env.now() - this.#openedAt >= STEADY_MS) this.#attempt = 0;
    const jitter = backoff(this.#attempt, this.#reconnect, this.#env.random());
    const wait = this.#retryAfter === null ? jitter : this.#retryAfter + jitter;
    this.#attempt += 1;
    this.#awayUntil = this.#env.now() + (this.#retryAfter ?? 0);
    this.#retryAfter = null;
    this.#enter("waiting", code);
    this.#after(wait, () => this.#connect());
  }

  /** @param {number} ms @param {() => void} run */
  #after(ms, run) {
    this.#env.clearTimeout(this.#timer);
    this.#timer = this.#env.setTimeout(run, ms);
  }

  /** @param {Phase["name"]} name @param {number|null} code */
  #enter(name, code) {
    this.#phase = { name, attempt: this.#attempt, code };
    this.#onPhase(this.#phase);
  }
}
