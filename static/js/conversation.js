/**
 * One conversation as this page holds it: the transcript, the outbox and the connection, kept in step. No DOM.
 */

import { socketAt } from "./address.js";
import { PATIENCE_MS, backoff } from "./backoff.js";
import { Connection, browserEnv } from "./connection.js";
import { lazily } from "./lazily.js";
import { Outbox, newId, wellFormed } from "./outbox.js";
import { NEWEST, PAGE, atNewest, earlierOf, laterOf } from "./past.js";
import { DELETED, NO_SESSION, closeCodeOf, isGone, problemOf, refusedUnread } from "./refused.js";
import { keysOf } from "./storage.js";
import { inTurn } from "./tab.js";
import { emptyTranscript, reduce, seqOf, settle } from "./transcript.js";
import { messagesOf } from "./wire.js";

const PAGE_MOST = 200; // messages that the server gives at once
const AGAIN = 10; // so many messages later the newest are counted again, after a failure
const CREATE_BOUNDS = { min_ms: 500, max_ms: 15_000 };
const DEFAULT_FRAME_BYTES = 64 * 1024;
const BAD_REQUEST = 3501; // the close code for a frame that the server cannot take, whichever it was
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TYPING_MS = 3_000; // how often the others hear that one still types
const TYPED_MS = 6_000; // and how long they believe it
const UNNAMED = /^hera\.out\.new-([^.]+)\./; // what a tab says before its session has a name

const pages = lazily((again) => import(`./pages.js${again}`), ["above", "below", "parted"]);

/** @typedef {{state: "idle"|"busy"|"done"|"failed", missing: string[]}} Completion */
/** @typedef {"idle"|"busy"|"failed"} Loading */
/**
 * Who reads: the key of the first message in their view (null: they read the end), and a change that leaves it there.
 * @typedef {{readonly reading: string|null, hold: (change: () => void) => void}} Reader
 */

export class Conversation {
  #storage;
  #onChange;
  #env;
  /** @type {Connection|null} */ #connection = null;
  /** @type {any} */ #timer = null;
  /** @type {(() => void)|null} what the timer waits for */ #due = null;
  #frameBytes = DEFAULT_FRAME_BYTES;
  #own;
  #tab;
  #known; // it has been there: where it is not any more, it was deleted
  #ended = false;
  #toldTyping = -Infinity;
  /** @type {any} */ #typingTimer = null;
  #most = NEWEST;
  #unseen = false; // nobody looks at the page

  /** @type {string|null} */ id;
  transcript = emptyTranscript();
  /** @type {Outbox} */ outbox;
  /** @type {import("./connection.js").Phase} */ phase = { name: "connecting", attempt: 0, code: null };
  /** @type {string|null} the turn that was asked to stop */ stopping = null;
  /** @type {Loading} */ earlierState = "idle";
  /** @type {Loading} */ laterState = "idle";
  /** whether somebody writes on another screen of this session */ othersType = false;
  /** whether the server cannot keep what the running turn says */ held = false;
  /** @type {boolean|null} whether somebody else has begun it, who reads along; `null` while that is not known */ foreign = null;
  /** whether the person has said something here since the page opened it */ spoke = false;
  /** @type {number|null} the largest picture that the server takes, in bytes; 0: none; `null` while that is not known */ imageBytes = null;
  /** @type {Completion} */ completion = { state: "idle", missing: [] };

  /**
   * @param {object} options
   * @param {string|null} options.id  null: a session is created first; what is no UUID names no session
   * @param {any} options.storage     where unconfirmed messages outlive the page
   * @param {() => void} options.onChange
   * @param {boolean} [options.known] this browser remembers something of it
   * @param {boolean} [options.own]   this browser has begun it; where it may keep no cookie, the server cannot know
   * @param {string} [options.tab]    the name of this tab: what it says before the session has one is its own
   * @param {import("./connection.js").Env} [options.env]
   */
  constructor({ id, storage, onChange, known = false, own = false, tab = "", env = browserEnv() }) {
    this.id = named(id);
    this.#own = own;
    this.#tab = tab;
    this.#known = known || own;
    this.#storage = storage;
    this.#onChange = onChange;
    this.#env = env;
    this.outbox = new Outbox(storage, this.id ?? unnamed(tab));
  }

  start() {
    if (this.id === null) void this.#create(0);
    else if (UUID.test(this.id)) this.#connect(this.id);
    else this.#entered({ name: "closed", attempt: 0, code: NO_SESSION }); // not worth a question to the server
  }

  get #path() {
    return `/api/sessions/${this.id}`;
  }

  /** The tabs that said something before their sessions had names. @returns {string[]} */
  get unnamedTabs() {
    return [...new Set(keysOf(this.#storage).flatMap((key) => UNNAMED.exec(key)?.[1] ?? []))];
  }

  /** Says what a tab that is gone could not say. @param {string} tab */
  inherit(tab) {
    if (this.#ended) return;
    this.#move(new Outbox(this.#storage, unnamed(tab)), this.outbox);
    this.#sendOut();
    this.#onChange();
  }

  /** Leaves to another page what that has taken over, as it does where this one did not answer. @param {string} key  gone from the storage */
  taken(key) {
    const [mine] = UNNAMED.exec(key) ?? [];
    if (this.id !== null || mine !== `hera.out.${unnamed(this.#tab)}.`) return;
    this.outbox.remove(key.slice(mine.length));
    this.#onChange();
  }

  /** @param {Outbox} from @param {Outbox} to */
  #move(from, to) {
    for (const { clientMsgId, text, at, photos } of from.entries) {
      from.remove(clientMsgId);
      to.add(clientMsgId, text, at, photos);
    }
  }

  /** Connects again after a close for good. */
  restart() {
    if (this.id === null) void this.#create(0);
    else this.#connection?.start();
  }

  /** Lets go of the connection and of every timer. */
  end() {
    this.#ended = true;
    this.#env.clearTimeout(this.#timer);
    this.#env.clearTimeout(this.#typingTimer);
    this.#connection?.stop();
  }

  /** The network or the page came back. @param {number} [spread] milliseconds, among which a new connection is begun */
  wake(spread = 0) {
    this.#unseen = false;
    this.#connection?.wake(spread);
    if (this.#due) this.#later(this.#due, this.#env.random() * spread);
    this.#onChange();
  }

  /** Does it after a while, or when the page is woken. @param {() => void} run @param {number} ms */
  #later(run, ms) {
    this.#env.clearTimeout(this.#timer);
    this.#due = run;
    this.#timer = this.#env.setTimeout(() => ((this.#due = null), run()), ms);
  }

  /** Nobody looks at the page. */
  rest() {
    this.#unseen = true;
    this.#connection?.rest();
  }

  /** Says something, now or when the connection is back. @param {string} text @param {import("./cast.js").Photo[]} [photos] @returns {boolean} false: too long to send */
  say(text, photos = []) {
    const clientMsgId = newId();
    const said = wellFormed(text);
    if (!this.#fits(clientMsgId, said, photos)) return false;
    this.outbox.add(clientMsgId, said, Date.now(), photos);
    this.spoke = true;
    this.typing(false);
    this.#sendOut();
    this.#onChange();
    return true;
  }

  /** Lets the session's other screens know that the person writes. @param {boolean} on */
  typing(on) {
    const now = this.#env.now();
    if (this.phase.name !== "open" || (on && now - this.#toldTyping < TYPING_MS) || (!on && this.#toldTyping === -Infinity)) return;
    this.#toldTyping = on ? now : -Infinity;
    this.#connection?.send({ type: "typing", on });
  }

  /** Sends a failed message again, over a new connection if the last one ended for good. @param {string} clientMsgId */
  retry(clientMsgId) {
    const entry = this.outbox.get(clientMsgId);
    if (!entry) return;
    if (entry.code === "id_conflict") {
      this.outbox.remove(clientMsgId); // the name is taken: say it under another
      this.say(entry.text, entry.photos);
    } else {
      this.outbox.mark(clientMsgId, "queued");
      this.#sendOut();
      this.#onChange();
    }
    if (this.phase.name === "closed") this.restart();
  }

  /** @param {string} clientMsgId */
  discard(clientMsgId) {
    this.outbox.remove(clientMsgId);
    this.#onChange();
  }

  /** Stops the running turn. @returns {boolean} whether there was one */
  stop() {
    const turn = this.transcript.turn ?? this.transcript.waiting[0] ?? null;
    if (turn === null) return false;
    this.stopping = turn;
    this.#connection?.send({ type: "cancel", turn_id: turn });
    this.#onChange();
    return true;
  }

  /** Loads the page above what is shown. @param {Reader} reader */
  async earlier(reader) {
    const before = earlierOf(this.transcript);
    if (before === null || this.earlierState === "busy") return;
    await this.#load("earlierState", async () => {
      const [page, { above }] = await Promise.all([this.#history(before, PAGE), pages.wanted()]);
      reader.hold(() => (this.transcript = above(this.transcript, before, page, reader.reading)));
    });
  }

  /** Loads the page below what is shown, where the newest messages do not follow. @param {Reader} reader */
  async later(reader) {
    const place = laterOf(this.transcript);
    if (this.transcript.past.joined || this.laterState === "busy") return;
    await this.#load("laterState", async () => {
      const [page, { below }] = await Promise.all([place && this.#history(place.before, place.size), pages.wanted()]);
      reader.hold(() => (this.transcript = below(this.transcript, place, page, reader.reading)));
    });
  }

  /** Shows the newest messages, which are always at hand. */
  newest() {
    this.transcript = atNewest(this.transcript);
    this.laterState = "idle";
    this.#onChange();
  }

  /** Parts with the older ones of the newest messages when they have grown many. @param {Reader} reader */
  async tidy(reader) {
    const count = this.transcript.messages.length;
    if (count <= this.#most || this.phase.name !== "open") return;
    this.#most = count + AGAIN;
    const asked = this.transcript;
    try {
      const [page, { parted }] = await Promise.all([this.#history(null, PAGE), pages.wanted()]);
      reader.hold(() => (this.transcript = parted(this.transcript, asked, page, reader.reading)));
      this.#most = NEWEST;
    } catch {
      // They stay until they are counted again.
    }
  }

  /** @param {"earlierState"|"laterState"} which @param {() => Promise<void>} run */
  async #load(which, run) {
    this[which] = "busy";
    this.#onChange();
    try {
      await run();
      this[which] = "idle";
    } catch {
      this[which] = "failed";
    }
    this.#onChange();
  }

  /** The `size` messages before a place of the history, or before its end. @param {string|null} place @param {number} size */
  async #history(place, size) {
    /** @type {any[]} */ let messages = [];
    let before = place;
    do {
      const query = new URLSearchParams({ ...(before === null ? {} : { before }), limit: String(Math.min(size - messages.length, PAGE_MOST)) });
      const response = await this.#env.ask(`${this.#path}/messages?${query}`);
      if (!response.ok) throw new Error(`history answered ${response.status}`);
      const page = await response.json();
      messages = [...messagesOf(page.messages), ...messages];
      before = page.next_before ?? null;
    } while (before !== null && messages.length < size);
    return { messages, next_before: before };
  }

  /** Ends the interview. */
  async complete() {
    if (this.completion.state === "busy") return;
    this.#completed("busy");
    try {
      const response = await this.#env.ask(`${this.#path}/complete`, { method: "POST" });
      const body = await response.json();
      if (response.ok) this.#completed("done");
      else this.#completed("failed", body.missing_fields ?? []);
    } catch {
      this.#completed("failed");
    }
  }

  /** @param {Completion["state"]} state @param {string[]} missing */
  #completed(state, missing = []) {
    this.completion = { state, missing };
    this.#onChange();
  }

  /** @param {number} attempt */
  async #create(attempt) {
    let id = null;
    let refused = null;
    try {
      const response = await inTurn(() => this.#env.ask("/api/sessions", { method: "POST" }));
      if (response.ok) id = (await response.json()).session_id;
      else refused = closeCodeOf(await problemOf(response));
    } catch {
      // The network is away: tried again below. Or this page is not let in, and not shown so.
      if (attempt > 0) refused = await refusedUnread(this.#env.ask);
    }
    if (this.#ended) return;
    if (typeof id === "string") {
      this.#adopt(id);
      return;
    }
    if (refused !== null) {
      this.#entered({ name: "closed", attempt, code: refused });
      return;
    }
    this.phase = { name: "waiting", attempt: attempt + 1, code: null };
    this.#later(() => void this.#create(attempt + 1), backoff(attempt, CREATE_BOUNDS, this.#env.random()));
    this.#onChange();
  }

  /** What was said before the session had a name moves to it. @param {string} id */
  #adopt(id) {
    this.id = id;
    this.#own = this.#known = true;
    const outbox = new Outbox(this.#storage, id);
    this.#move(this.outbox, outbox);
    this.outbox = outbox;
    this.#connect(id);
    this.#onChange();
  }

  /** @param {string} id */
  #connect(id) {
    const path = `/api/sessions/${id}`;
    this.#connection = new Connection({
      url: socketAt(`${path}/ws`),
      path,
      lastId: () => this.transcript.resumeId,
      onFrame: (frame) => this.#receive(frame),
      onPhase: (phase) => this.#entered(phase),
      onWhole: (headId) => (this.transcript = settle(this.transcript, headId)),
      env: this.#env,
    });
    this.#connection.start();
    if (this.#unseen) this.#connection.rest();
  }

  /** @param {import("./connection.js").Phase} phase */
  #entered(phase) {
    this.phase = phase.code === NO_SESSION && this.#known ? { ...phase, code: DELETED } : phase;
    if (phase.name === "closed" && isGone(phase.code)) this.#letGo();
    if (phase.name === "closed" && phase.code === BAD_REQUEST) this.#suspect();
    this.#onChange();
  }

  /** It is no more: nothing that was said in it is shown any longer, and nothing is sent. */
  #letGo() {
    for (const { clientMsgId } of this.outbox.entries) this.outbox.remove(clientMsgId);
    this.transcript = emptyTranscript();
    this.othersType = this.held = false;
    this.stopping = null;
  }

  /** One of the messages on their way was refused, and would be again: only the person sends them once more. */
  #suspect() {
    for (const { clientMsgId, state } of this.outbox.entries) {
      if (state === "sending") this.outbox.mark(clientMsgId, "failed", "refused");
    }
  }

  /** @param {any} frame */
  #receive(frame) {
    if (frame.event) this.#takeEvent(frame);
    else if (frame.type === "welcome") this.#welcomed(frame);
    else if (frame.type === "accepted") this.#accepted(frame);
    else if (frame.type === "error") this.#refused(frame);
    else if (frame.type === "typing") this.#othersTyped(frame.on === true);
    this.#onChange();
  }

  /** @param {any} frame */
  #takeEvent(frame) {
    this.transcript = reduce(this.transcript, frame);
    this.held = false;
    if (this.transcript.resync) {
      this.#connection?.resync();
      return;
    }
    if (this.stopping !== null && this.stopping !== this.transcript.turn && !this.transcript.waiting.includes(this.stopping)) this.stopping = null;
    for (const { clientMsgId } of this.outbox.entries) {
      if (this.transcript.messages.some((message) => message.clientMsgId === clientMsgId)) this.outbox.remove(clientMsgId);
    }
  }

  /** @param {any} frame */
  #welcomed(frame) {
    this.#known = true;
    this.held = false;
    this.#frameBytes = frame.limits?.frame_bytes ?? this.#frameBytes;
    this.imageBytes = frame.limits?.image_bytes ?? 0;
    if (frame.caller === null && !this.#own) void this.#askWhose();
    else this.foreign = !this.#own && foreignTo(frame.caller ?? undefined);
    if (this.stopping !== null) this.#connection?.send({ type: "cancel", turn_id: this.stopping });
    this.#sendOut();
  }

  /** Whose the conversation is: by HTTP the server does not say so unasked. */
  async #askWhose() {
    try {
      const response = await this.#env.ask(`${this.#path}/status`);
      if (!response.ok || this.#ended) return;
      this.foreign = foreignTo((await response.json()).caller);
      this.#onChange();
    } catch {
      // The network is away: asked again when it is back.
    }
  }

  /** Others may leave without a word: what they said of typing holds for a while only. @param {boolean} on */
  #othersTyped(on) {
    this.#env.clearTimeout(this.#typingTimer);
    this.othersType = on;
    if (on) this.#typingTimer = this.#env.setTimeout(() => (this.#othersTyped(false), this.#onChange()), TYPED_MS);
  }

  /** @param {any} frame */
  #accepted(frame) {
    // Its event follows; unless that is long past (the message was sent twice), then it stands further up. By HTTP it is
    // past, since the answer comes behind it.
    if (frame.id === undefined || seqOf(frame.id) <= this.transcript.seq) this.outbox.remove(frame.client_msg_id);
    else this.outbox.mark(frame.client_msg_id, "sent");
  }

  /** @param {any} frame */
  #refused(frame) {
    if (frame.client_msg_id === undefined) {
      this.held ||= frame.code === "store_full" || frame.code === "store_unavailable";
      return;
    }
    if (!frame.temporary) {
      this.outbox.mark(frame.client_msg_id, "failed", frame.code);
      return;
    }
    this.outbox.mark(frame.client_msg_id, "queued", frame.code);
    this.#later(() => this.#sendOut(), backoff(0, { min_ms: Math.min(frame.retry_after_ms ?? 1_000, PATIENCE_MS), max_ms: 30_000 }, this.#env.random()));
  }

  /** Everything unconfirmed, oldest first, over the connection there is. */
  #sendOut() {
    if (this.phase.name !== "open") return;
    for (const { clientMsgId, text, photos, code } of this.outbox.unconfirmed) {
      // It was written before this server said how much it takes.
      if (!this.#fits(clientMsgId, text, photos)) this.outbox.mark(clientMsgId, "failed", "too_large");
      else if (this.#connection?.send(messageFrame(clientMsgId, text, photos))) this.outbox.mark(clientMsgId, "sending", code);
    }
    this.#onChange();
  }

  /** Whether the server takes a frame of this size. @param {string} clientMsgId @param {string} text @param {import("./cast.js").Photo[]} photos */
  #fits(clientMsgId, text, photos) {
    return new TextEncoder().encode(JSON.stringify(messageFrame(clientMsgId, text, photos))).length <= this.#frameBytes;
  }
}

/** Whether somebody else has begun it. @param {{role: string}|undefined} caller  an older server does not say */
function foreignTo(caller) {
  return (caller?.role ?? "owner") !== "owner";
}

/** The outbox's name before the session has one. @param {string} tab */
function unnamed(tab) {
  return `new-${tab}`;
}

/** The one name that a session has, however its UUID is written; other text as it is. @param {string|null} id */
function named(id) {
  const lower = id?.toLowerCase() ?? "";
  return UUID.test(lower) ? lower : id;
}

/** @param {string} clientMsgId @param {string} text @param {import("./cast.js").Photo[]} photos */
function messageFrame(clientMsgId, text, photos) {
  const words = text === "" ? [] : [{ type: "text", text }];
  const content = photos.length === 0 ? text : [...words, ...photos.map(({ id }) => ({ type: "image", source: { type: "file", value: id } }))];
  // Which day it is where the person is.
  return { type: "message", client_msg_id: clientMsgId, content, utc_offset_min: -new Date().getTimezoneOffset() };
}
