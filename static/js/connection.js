/**
 * The connection to one session: coming back after a loss, over a socket, or by HTTP for as long as no socket stays open. No
 * DOM; clock, timers, randomness and the network are handed in, so that all of it runs under test without waiting.
 *
 * A socket comes first. Where it is refused or breaks off at once, HTTP takes its place; where it stays unanswered, HTTP
 * begins beside it, and whichever is welcomed first is used. By HTTP another socket is tried beside it now and then. Both
 * tell the same events, each of which counts once, so that the socket can take over in the middle of a reply, as soon as
 * it has shown that it lasts.
 */

import { ask } from "./address.js";
import { PATIENCE_MS, backoff } from "./backoff.js";
import { refusedUnread } from "./refused.js";
import { lazily } from "./lazily.js";
import { SocketTransport } from "./transport-socket.js";

/** How long a socket goes alone. To be welcomed takes it four or five round trips, so on a slow line it gets longer. */
const AHEAD = { min_ms: 1_500, max_ms: 2_500, trips: 6 };
const STEADY_MS = 5_000; // a connection that lived this long starts counting its losses anew
const DEFAULT_RECONNECT = { min_ms: 250, max_ms: 15_000 };
const TRIALS = { min_ms: 1_000, max_ms: 300_000 }; // between two sockets that are tried beside HTTP
const REST_MS = 3_000; // by HTTP, a page that nobody looks at keeps its connection so long, and longer while something is being said
const BRIEF = 2; // so many sockets that broke off at once, one after the other, and HTTP takes their place
const DOUBTFUL = 2; // so many losses in a row, and it is asked whether the server is there at all

const COMING_MS = 3_000; // what talks by HTTP has not come by then: another socket is tried meanwhile
const LONGEST_MS = 2 ** 31 - 1; // a browser takes what is more for nothing, and waits not at all

/** Close codes of our own: 4000-4499 mean "reconnect", like everywhere in hera.v1. */
const RESYNC = 4001;
/** What lies below comes from the network, a proxy or the browser, not from hera. */
const SAID_BY_SERVER = 3000;

/**
 * @typedef {object} Phase
 * @property {"connecting"|"open"|"waiting"|"closed"} name  `closed` is for good
 * @property {number} attempt   losses in a row
 * @property {number|null} code the close code that led here
 * @property {"socket"|"http"|null} [transport]  what is used
 */

/**
 * One way to the session, used once.
 * @typedef {object} Transport
 * @property {(frame: any) => boolean} send  whether it left
 * @property {() => void} wake               it has to show that it lives, in a moment
 * @property {boolean} [sends]               what was said is still on its way
 * @property {(code?: number) => void} close nothing it still says is heard
 */

/**
 * What a transport tells.
 * @typedef {object} Ears
 * @property {(welcome: any) => void} onWelcome
 * @property {(frame: any) => void} onFrame      events, and control frames but `welcome` and `pong`
 * @property {(headId: string) => void} onWhole  the snapshot of that head has been handed over to its end
 * @property {() => boolean} isSpare  another way is open: one that breaks need not be mended
 * @property {(code: number, retryAfter: number|null) => void} onEnd  it is over, and how long to stay away at least
 */

/**
 * @typedef {object} Env
 * @property {typeof WebSocket} WebSocket
 * @property {typeof ask} ask
 * @property {(run: () => void, ms: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 * @property {() => number} now      milliseconds, never going back
 * @property {() => number} random   [0, 1)
 * @property {() => Promise<(() => void)|null>} place  for a long answer; what it gives leaves it, and null is none
 * @property {() => number} tripMs   how long the way to the server and back took when the page was loaded; 0: not known
 */

/** What talks by HTTP. It is loaded when a socket is slow or fails, and else with the first word: then it is there before anybody needs it. */
export const byHttp = lazily(async (again) => {
  const [transport, stream, places] = await Promise.all([import(`./transport-http.js${again}`), import(`./event-stream.js${again}`), import(`./listening.js${again}`)]);
  return { ...transport, ...stream, ...places };
}, ["HttpTransport", "eventsOf", "listeningPlace"]);

/** How the page was loaded. @returns {PerformanceNavigationTiming|undefined} */
const navigation = () => /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"))[0];

/** @returns {Env} */
export function browserEnv() {
  return {
    WebSocket: globalThis.WebSocket,
    ask,
    setTimeout: (run, ms) => globalThis.setTimeout(run, Math.min(ms, LONGEST_MS)),
    clearTimeout: (timer) => globalThis.clearTimeout(timer),
    now: () => performance.now(),
    random: () => Math.random(),
    place: async () => (/^h[23]/.test(navigation()?.nextHopProtocol ?? "") ? () => {} : (await byHttp.wanted()).listeningPlace()),
    tripMs: () => {
      const loaded = navigation();
      return loaded ? loaded.responseStart - loaded.requestStart : 0;
    },
  };
}

/**
 * Whether a closed connection is opened again. The range decides, so that codes of the future are understood too; what
 * lies below 3000 is the network's or the browser's doing, and passes.
 * @param {number} code
 */
export function reconnects(code) {
  return !((code >= 3500 && code <= 3999) || (code >= 4500 && code <= 4999));
}

/** @typedef {"socket"|"http"} Kind */

export class Connection {
  #url;
  #path;
  #lastId;
  #onFrame;
  #onPhase;
  #onWhole;
  #env;
  /** @type {Record<Kind, {transport: Transport, welcome: any, since: number}|null>} */ #ways = { socket: null, http: null };
  /** @type {Kind|null} */ #used = null;
  #httpFirst = false; // sockets break off at once, or HTTP was what worked last
  #brief = 0; // sockets in a row that broke off at once
  /** @type {Phase} */ #phase = { name: "connecting", attempt: 0, code: null, transport: null };
  #attempt = 0;
  #trials = 0; // sockets that were tried in vain beside HTTP
  #reconnect = DEFAULT_RECONNECT;
  #hidden = false; // nobody looks at the page
  #awayUntil = 0; // the server itself asked not to be called before
  /** @type {any} */ #timer = null; // the wait before the next attempt, before HTTP begins beside a socket, or before the next trial

  /**
   * @param {object} options
   * @param {string} options.url   of the socket
   * @param {string} options.path  of the session, for HTTP
   * @param {() => string|null} options.lastId  asked whenever a transport begins
   * @param {(frame: any) => void} options.onFrame  events, and control frames but `pong`
   * @param {(phase: Phase) => void} options.onPhase
   * @param {(headId: string) => void} [options.onWhole] the snapshot of that head has been handed over to its end
   * @param {Env} [options.env]
   */
  constructor({ url, path, lastId, onFrame, onPhase, onWhole = () => {}, env = browserEnv() }) {
    this.#url = url;
    this.#path = path;
    this.#lastId = lastId;
    this.#onFrame = onFrame;
    this.#onPhase = onPhase;
    this.#onWhole = onWhole;
    this.#env = env;
  }

  /** Connects; also after a close for good, when the person asks for it. */
  start() {
    this.#attempt = 0;
    this.#connect();
  }

  /** Closes for good, without a word to anyone. */
  stop() {
    this.#dropAll(1000);
    this.#used = null;
    this.#phase = { name: "closed", attempt: 0, code: null, transport: null };
  }

  get phase() {
    return this.#phase;
  }

  /** Sends a frame if the server has welcomed us. @param {object} frame @returns {boolean} whether it left */
  send(frame) {
    void byHttp.wanted();
    return this.#used !== null && (this.#ways[this.#used]?.transport.send(frame) ?? false);
  }

  /**
   * The network or the page came back: waiting ends, unless a goodbye asked for it, and what is open has to show that it
   * lives. What comes back to many at once is spread over some time.
   * @param {number} [spread] milliseconds; of the network only
   */
  wake(spread = 0) {
    this.#hidden = false;
    if (this.#used === "http" && spread > 0) this.#after(this.#env.random() * spread, () => this.#connect()); // by a new network
    else if (this.#used !== null) this.#ways[this.#used]?.transport.wake();
    if (this.#used === "http" && spread === 0) this.#trySoon();
    if (this.#phase.name !== "waiting" || this.#env.now() < this.#awayUntil) return;
    if (spread > 0) this.#after(this.#env.random() * spread, () => this.#connect());
    else this.#connect();
  }

  /**
   * Nobody looks at the page. By HTTP/1.1 it holds one of the six connections that a browser has for all pages of a server:
   * it lets go of it, so that the page in front always has one. What it misses comes when it is woken.
   */
  rest() {
    this.#hidden = true;
    if (this.#used === "http") this.#tryLater();
  }

  /** What we have cannot be trusted (`lastId` has been forgotten by now): get a snapshot over a new connection. */
  resync() {
    if (this.#phase.name !== "open") return;
    this.#dropAll(RESYNC);
    this.#lost(RESYNC);
  }

  #connect() {
    this.#dropAll();
    this.#used = null;
    this.#enter("connecting", this.#phase.code);
    if (this.#httpFirst) {
      this.#begin("http");
      return;
    }
    this.#begin("socket");
    const ahead = Math.min(AHEAD.max_ms, Math.max(AHEAD.min_ms, AHEAD.trips * this.#env.tripMs()));
    this.#after(ahead / 2, () => {
      void byHttp.wanted();
      this.#after(ahead / 2, () => this.#begin("http"));
    });
  }

  /** @param {Kind} kind */
  #begin(kind) {
    if (this.#ways[kind] !== null) return;
    /** @type {{transport: Transport, welcome: any, since: number}} */ const way = { transport: /** @type {any} */ (null), welcome: null, since: 0 };
    const mine = (/** @type {(...told: any[]) => void} */ hear) => (/** @type {any[]} */ ...told) => this.#ways[kind] === way && hear(...told);
    const ears = /** @type {Ears} */ ({
      onWelcome: mine((welcome) => this.#welcomed(kind, welcome)),
      onFrame: mine((frame) => this.#heard(kind, frame)),
      onWhole: mine((headId) => this.#onWhole(headId)),
      isSpare: () => !!this.#ways[kind === "socket" ? "http" : "socket"]?.welcome,
      onEnd: mine((code, retryAfter) => this.#ended(kind, code, retryAfter)),
    });
    this.#ways[kind] = way;
    const options = () => ({ lastId: this.#lastId(), ears, env: this.#env });
    if (kind === "socket") {
      way.transport = new SocketTransport({ ...options(), url: this.#url });
      return;
    }
    const begin = () => {
      const { HttpTransport, eventsOf } = /** @type {any} */ (byHttp.now());
      way.transport = new HttpTransport({ ...options(), path: this.#path, eventsOf });
    };
    if (byHttp.now()) return begin();
    const timer = this.#env.setTimeout(() => ears.onEnd(1006, null), COMING_MS);
    way.transport = { send: () => false, wake: () => {}, close: () => this.#env.clearTimeout(timer) };
    byHttp.soon(() => {
      this.#env.clearTimeout(timer);
      if (this.#ways.http === way) begin();
    });
  }

  /** @param {Kind} kind @param {any} welcome */
  #welcomed(kind, welcome) {
    const way = /** @type {NonNullable<(typeof this.#ways)[Kind]>} */ (this.#ways[kind]);
    way.welcome = welcome;
    way.since = this.#env.now();
    if (this.#used === null) {
      this.#use(kind);
      if (kind === "http" && this.#ways.socket === null) this.#tryLater();
    } else if (welcome.resumed !== "tail") {
      this.#use(kind); // it begins with a snapshot, which is not to be mixed with what the other still tells
    } else {
      this.#after(STEADY_MS, () => this.#use(kind));
    }
  }

  /** From now on this is the connection. @param {Kind} kind */
  #use(kind) {
    const { welcome } = /** @type {NonNullable<(typeof this.#ways)[Kind]>} */ (this.#ways[kind]);
    this.#used = kind;
    this.#httpFirst = kind === "http";
    if (kind === "socket") {
      this.#env.clearTimeout(this.#timer);
      this.#drop("http");
    }
    this.#reconnect = welcome.reconnect ?? this.#reconnect;
    this.#enter("open", null);
    this.#onFrame(welcome);
  }

  /** @param {Kind} kind @param {any} frame */
  #heard(kind, frame) {
    if (kind === this.#used || frame.event) this.#onFrame(frame); // of a socket on trial, what happens in the session
  }

  /** @param {Kind} kind @param {number} code @param {number|null} retryAfter */
  #ended(kind, code, retryAfter) {
    const other = kind === "socket" ? "http" : "socket";
    const way = this.#ways[kind];
    this.#ways[kind] = null;
    if (this.#used === other) this.#tryLater();
    else if (!reconnects(code)) this.#lost(code);
    else if (this.#used === kind) this.#broken(kind, code, retryAfter, this.#env.now() - (way?.since ?? 0) >= STEADY_MS);
    else if (this.#ways[other] === null && kind === "socket" && code < SAID_BY_SERVER) this.#begin("http");
    else if (this.#ways[other] === null) this.#lost(code, retryAfter);
  }

  /** What was used is gone. @param {Kind} kind @param {number} code @param {number|null} retryAfter @param {boolean} steady */
  #broken(kind, code, retryAfter, steady) {
    if (kind === "http" && this.#ways.socket?.welcome) {
      this.#use("socket");
      return;
    }
    if (steady) this.#attempt = 0;
    if (kind === "socket") {
      this.#brief = steady || code >= SAID_BY_SERVER ? 0 : this.#brief + 1;
      this.#httpFirst = this.#brief >= BRIEF;
      if (steady) this.#trials = 0;
    }
    this.#lost(code, retryAfter);
  }

  /** @param {number} code @param {number|null} [retryAfter] */
  #lost(code, retryAfter = null) {
    const opened = this.#used !== null;
    this.#used = null;
    if (!reconnects(code)) {
      this.#dropAll();
      this.#enter("closed", code);
      return;
    }
    if (!opened) this.#httpFirst = false; // it does not work, either: a socket comes first again
    const away = Math.min(retryAfter ?? 0, PATIENCE_MS);
    const wait = backoff(this.#attempt, this.#reconnect, this.#env.random()) + away;
    this.#attempt += 1;
    this.#awayUntil = code < SAID_BY_SERVER ? 0 : this.#env.now() + away;
    this.#enter("waiting", code);
    this.#after(wait, () => this.#connect());
    if (!opened && this.#attempt >= DOUBTFUL) void this.#doubt();
  }

  /** The network may be away, or this page is not let in and is not even shown so. */
  async #doubt() {
    const { attempt } = this.#phase;
    const refused = await refusedUnread(this.#env.ask);
    if (refused !== null && this.#phase.name === "waiting" && this.#phase.attempt === attempt) this.#lost(refused);
  }

  /** A socket is tried beside HTTP, after a while that grows; where nobody looks, there is neither. */
  #tryLater() {
    if (this.#hidden) {
      this.#after(REST_MS, () => this.#letGo());
      return;
    }
    const wait = backoff(this.#trials, TRIALS, this.#env.random());
    this.#trials += 1;
    this.#after(wait, () => this.#try());
  }

  /** The page may have come to another network, which lets it through. */
  #trySoon() {
    this.#trials = 0;
    if (this.#ways.socket?.welcome) this.#after(STEADY_MS, () => this.#use("socket"));
    else this.#try();
  }

  #letGo() {
    if (this.#used !== "http") return;
    if (this.#ways.http?.transport.sends) {
      this.#tryLater();
      return;
    }
    this.#dropAll();
    this.#used = null;
    this.#enter("waiting", null);
  }

  #try() {
    if (this.#used !== "http") return;
    if (this.#lastId() === null) this.#tryLater(); // a snapshot is on its way: two at once would be mixed
    else this.#begin("socket");
  }

  /** @param {Kind} kind @param {number} [code] */
  #drop(kind, code) {
    const way = this.#ways[kind];
    this.#ways[kind] = null;
    way?.transport.close(code);
  }

  /** @param {number} [code] */
  #dropAll(code) {
    this.#env.clearTimeout(this.#timer);
    this.#drop("socket", code);
    this.#drop("http");
  }

  /** @param {number} ms @param {() => void} run */
  #after(ms, run) {
    this.#env.clearTimeout(this.#timer);
    this.#timer = this.#env.setTimeout(run, ms);
  }

  /** @param {Phase["name"]} name @param {number|null} code */
  #enter(name, code) {
    this.#phase = { name, attempt: this.#attempt, code, transport: this.#used };
    this.#onPhase(this.#phase);
  }
}
