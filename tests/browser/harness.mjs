/** A real server, a real browser, and what every test checks of them. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import axe from "axe-core";
import { EventSchemas } from "@ag-ui/core/schemas";
import { chromium } from "playwright-core";

const WIDTHS = [360, 1920];
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const BINARY = process.env.HERA_BIN ?? fileURLToPath(new URL("../../target/debug/hera", import.meta.url));
const READY = /hera is ready: open (http:\/\/\S+)/;
const START_MS = 60_000;
const LOOK_MS = 20; // between two looks at what is waited for
/** Servers that run; one that a failed test has left ends with this process. @type {Set<import("node:child_process").ChildProcess>} */ const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
process.once("SIGTERM", () => process.exit(143)); // from the runner, when a file takes too long: Chromium's launcher listens as well, and would go on
export const WAIT_MS = Number(process.env.WAIT_MS ?? 60_000); // a busy machine is slow; what never comes is found all the same

// It is about noon, here and in the browser: whenever the tests run, no midnight is near.
const AHEAD = 12 - new Date().getUTCHours();
process.env.TZ = AHEAD === 0 ? "Etc/GMT" : `Etc/GMT${AHEAD > 0 ? "-" : "+"}${Math.abs(AHEAD)}`; // east of Greenwich is minus there

/** Reads until there is something, and says what it is. @template T @param {() => T|Promise<T>} read @param {string} what @returns {Promise<NonNullable<Awaited<T>>>} */
export async function until(read, what) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const found = await read();
    if (found) return found;
    assert.ok(Date.now() < end, `${what}: it does not come`);
    await new Promise((go) => setTimeout(go, LOOK_MS));
  }
}

/** Reads until it is what is expected; fails with both when it never is. @template T @param {() => T|Promise<T>} read @param {T} expected @param {string} [message] */
export async function eventually(read, expected, message) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const now = await read();
    if (isDeepStrictEqual(now, expected) || Date.now() >= end) return assert.deepEqual(now, expected, message);
    await new Promise((go) => setTimeout(go, LOOK_MS));
  }
}

/**
 * Starts hera on a free port with a store of its own; `HERA_URL` names one that runs already and will do instead,
 * unless the test needs its `own`.
 * @param {{pace?: number, own?: boolean, dir?: string, port?: string, env?: Record<string, string>}} [options] `pace`: milliseconds between the words of a reply
 */
export async function startHera({ pace = 0, own = false, dir, port = "0", env = {} } = {}) {
  if (process.env.HERA_URL && !own) return { url: process.env.HERA_URL, dir: "", stop: async () => {} };
  const store = dir ?? (await mkdtemp(join(tmpdir(), "hera-browser-")));
  const child = spawn(BINARY, ["serve"], {
    env: { ...process.env, HOST: "127.0.0.1", PORT: port, SESSIONS_DIR: store, REPLY_PACE_MS: String(pace), METRICS_ADDR: "off", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (chunk) => (told += chunk));
  running.add(child);
  const gone = new Promise((exited) => child.on("exit", exited));
  void gone.then(() => running.delete(child));
  const url = await new Promise((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`hera did not get ready:\n${told}`)), START_MS);
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`hera ended with ${code}:\n${told}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      told += `${line}\n`;
      const match = READY.exec(line);
      if (!match) return;
      clearTimeout(timer);
      found(match[1]);
    });
  });
  const stop = async ({ signal = "SIGTERM", keep = false } = {}) => {
    child.kill(/** @type {NodeJS.Signals} */ (signal));
    await gone;
    if (!keep) await rm(store, { recursive: true, force: true });
  };
  return { url, dir: store, stop };
}

/**
 * Until the status line has said this, for however short a time: begun before what makes it say so.
 * @param {import("playwright-core").Page} page @param {string} text
 */
export async function saying(page, text) {
  /** @type {any} */ let timer = null;
  const never = new Promise((_, failed) => (timer = setTimeout(() => failed(new Error(`not said: ${text}`)), WAIT_MS)));
  const said = page.evaluate((wanted) => new Promise((heard) => {
    const line = /** @type {Element} */ (document.querySelector(".status-text"));
    const look = () => void (line.textContent.includes(wanted) && (watch.disconnect(), heard(null)));
    const watch = new MutationObserver(look);
    watch.observe(line, { childList: true, subtree: true, characterData: true });
    look();
  }), text);
  await Promise.race([said, never]).finally(() => clearTimeout(timer));
}

/**
 * From now on, how many milliseconds the page's own thread has worked: what others on a busy machine take from it is not counted.
 * @param {import("playwright-core").Page} page @returns {Promise<() => Promise<number>>}
 */
export async function worked(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("Performance.enable", { timeDomain: "threadTicks" });
  const all = async () => 1_000 * (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const begun = await all();
  return async () => (await all()) - begun;
}

/** Chromium without its windows, which no page sees: it takes two thirds of the time. `CHROMIUM` names another one. @param {Record<string, string>} [hosts]  where these are */
export function launch(hosts = {}) {
  const rules = Object.entries(hosts).map(([host, address]) => `MAP ${host} ${address}`);
  const args = rules.length > 0 ? [...FLAGS, `--host-resolver-rules=${rules.join(",")}`] : FLAGS;
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell", args, timeout: WAIT_MS });
}

/** A browser of its own, as far as pages can tell. @param {import("playwright-core").Browser} browser @param {import("playwright-core").BrowserContextOptions} [options] */
export async function contextOf(browser, options = {}) {
  const context = await browser.newContext({ locale: "en-US", serviceWorkers: "block", ...options });
  context.setDefaultTimeout(WAIT_MS);
  return context;
}

/** Until all that moves and will come to rest has done so: a colour that is on its way to another is neither. @param {import("playwright-core").Page} page */
const atRest = (page) => page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1).map(({ finished }) => finished.catch(() => {}))));

/** Texts and labels that no person has written: a function, an object or a missing value in place of words. @param {import("playwright-core").Page} page */
const unwritten = (page) =>
  page.$$eval("body *", (all) => {
    const texts = (/** @type {Element} */ one) => [...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue ?? "");
    const labels = (/** @type {Element} */ one) => ["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? "");
    return all.flatMap((one) => [...texts(one), ...labels(one)]).filter((text) => /=>|\$\{|\[object |\bundefined\b|\bNaN\b/.test(text));
  });

/** What axe finds: which rule, how bad it is, and where. @param {import("playwright-core").Page} page @param {string[]} [rules]  these only */
export async function violations(page, rules) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  await atRest(page);
  return page.evaluate(async (only) => {
    const options = { resultTypes: ["violations"], ...(only ? { runOnly: { type: "rule", values: only } } : {}) };
    const found = (await /** @type {any} */ (globalThis).axe.run(document, options)).violations;
    return found.map((/** @type {any} */ { id, impact, nodes }) => ({ id, impact, where: nodes.map((/** @type {any} */ { target }) => String(target)) }));
  }, rules);
}

/**
 * What anybody may expect of what is on screen now: axe finds nothing serious, light or dark, words are words, and nothing
 * is wider than a small or a large window.
 * @param {Person} person @param {string} where
 */
export async function accessible({ page, dark }, where) {
  const serious = async (/** @type {string[]|undefined} */ rules) => (await violations(page, rules)).filter(({ impact }) => impact === "serious" || impact === "critical");
  assert.deepEqual(await unwritten(page), [], where);
  assert.deepEqual(await serious(undefined), [], where);
  await page.emulateMedia({ colorScheme: dark ? "light" : "dark" });
  assert.deepEqual(await serious(["color-contrast"]), [], `${where}, ${dark ? "light" : "dark"}`);
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  const before = /** @type {any} */ (page.viewportSize());
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: before.height });
    await page.waitForFunction((wanted) => innerWidth === wanted, width);
    await atRest(page);
    const outside = await page.$$eval("#app, #app *, dialog[open], dialog[open] *", (all) =>
      all.filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, .skip, svg, .msg-user .msg-name, .keepsake-save span, .keepsake-back span") && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)).map((one) => one.className || one.tagName),
    );
    assert.deepEqual(outside, [], `${where}, ${width} px wide`);
  }
  await page.setViewportSize(before);
}

/**
 * A person at the page: a browser context of their own, and a record of all that went over the wire or went wrong.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 * @param {{lang?: "ja"|"en", width?: number, height?: number, dark?: boolean, touch?: boolean,
 *   api?: string, socket?: boolean, prepare?: (context: import("playwright-core").BrowserContext) => Promise<void>}} [options]
 *   `api`: where the server is, if not where the page is; `socket`: whether it is reached by one; `prepare`: before the page is opened
 */
export async function visit(browser, url, { lang = "en", width = 1000, height = 800, dark = false, touch = false, api, socket = true, prepare } = {}) {
  const context = await contextOf(browser, {
    locale: lang === "ja" ? "ja-JP" : "en-US",
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    hasTouch: touch,
    ignoreHTTPSErrors: true, // a test's own certificate
  });
  await prepare?.(context);
  const person = new Person(await context.newPage(), new URL(api ?? url).origin, dark, new URL(url).origin);
  await person.page.goto(url);
  await person.ready();
  if (socket) await person.bySocket();
  return person;
}

export class Person {
  /** Sockets in the order they were opened: what was said and heard on each. @type {{sent: any[], got: any[]}[]} */
  sockets = [];
  /** @type {string[]} */ troubles = [];
  /** @type {((frame: any) => void)[]} */ #listeners = [];

  /**
   * @param {import("playwright-core").Page} page @param {string} origin of the server @param {boolean} dark
   * @param {string} [host]  where the page is, if not there
   */
  constructor(page, origin, dark, host = origin) {
    this.page = page;
    this.origin = origin;
    this.dark = dark;
    page.setDefaultTimeout(WAIT_MS);
    page.on("pageerror", (error) => this.troubles.push(`error: ${error.message}`));
    page.on("console", (line) => {
      // A cut line is reported by the browser itself; a broken policy or a throw is ours.
      if (line.type() === "error" && !/net::ERR|WebSocket connection to/.test(line.text())) this.troubles.push(line.text());
    });
    page.on("request", (request) => {
      const { origin: asked, protocol } = new URL(request.url());
      if (asked !== origin && asked !== host && protocol !== "data:" && protocol !== "blob:") this.troubles.push(`foreign request: ${request.url()}`);
    });
    page.on("websocket", (socket) => {
      const record = { sent: /** @type {any[]} */ ([]), got: /** @type {any[]} */ ([]) };
      this.sockets.push(record);
      socket.on("framesent", ({ payload }) => record.sent.push(JSON.parse(String(payload))));
      socket.on("framereceived", ({ payload }) => {
        const frame = JSON.parse(String(payload));
        record.got.push(frame);
        for (const hear of this.#listeners) hear(frame);
      });
    });
  }

  /** Another tab of the same browser, on the same conversation. */
  async tab() {
    const other = new Person(await this.page.context().newPage(), this.origin, this.dark);
    await other.page.goto(this.page.url());
    await other.ready();
    await other.bySocket();
    return other;
  }

  /** Until the page is connected, and shows how the conversation stands: its messages, and behind them its state. */
  ready() {
    return this.page.waitForSelector("#app[data-phase=open]:has(hera-progress .field-edit, hera-progress[data-act]:not([data-act=interview]))");
  }

  /** Until that is by a socket: where one is late, the page begins by HTTP. */
  bySocket() {
    return this.page.waitForSelector("#app[data-phase=open][data-transport=socket]");
  }

  get session() {
    return new URL(this.page.url()).hash.slice(1).split("/")[0];
  }

  /** The first frame from the server of which this is true, over all sockets; waits for it. @param {(frame: any) => boolean} wanted */
  heard(wanted) {
    const found = this.sockets.flatMap(({ got }) => got).find(wanted);
    if (found) return Promise.resolve(found);
    return new Promise((hear, failed) => {
      const timer = setTimeout(() => failed(new Error(`not heard: ${wanted}`)), WAIT_MS);
      this.#listeners.push((frame) => wanted(frame) && (clearTimeout(timer), hear(frame)));
    });
  }

  /** Types and presses what sends everywhere: on a phone, Enter alone makes a line. @param {string} text */
  async say(text) {
    await this.page.fill("#message", text);
    await this.page.press("#message", "Control+Enter");
  }

  /** Waits until this many replies stand there and nothing runs any more. @param {number} count */
  async replies(count) {
    await this.page.waitForFunction(
      (wanted) =>
        document.querySelectorAll(".msg-assistant:not(.is-streaming)").length >= wanted &&
        /** @type {HTMLElement} */ (document.querySelector(".stop")).hidden &&
        document.querySelector("#app").getAttribute("data-phase") === "open",
      count,
    );
  }

  /** Waits until the reply that is being written has at least this many characters. @param {number} length */
  async streaming(length) {
    await this.page.waitForFunction(
      (wanted) => (document.querySelector(".is-streaming .msg-text")?.textContent.length ?? 0) >= wanted,
      length,
      { polling: "raf" },
    );
  }

  /** What stands on the page. */
  shown() {
    return this.page.$$eval("hera-message", (messages) =>
      messages.map((message) => ({
        role: message.classList.contains("msg-user") ? "user" : "assistant",
        content: message.querySelector(".msg-text").textContent,
      })),
    );
  }

  /** What the server has kept, turn by turn; asked past the cable when its address is given. @param {string} [server] */
  async stored(server) {
    const { messages } = await this.get("messages?limit=200", server);
    const turns = messages.map((/** @type {any} */ { id, metadata }) => metadata?.hera?.turn_id ?? id);
    const order = (/** @type {number} */ index) => turns.indexOf(turns[index]);
    return messages
      .map((/** @type {any} */ { role, content }, /** @type {number} */ index) => ({ role, content, place: order(index) }))
      .sort((/** @type {any} */ one, /** @type {any} */ other) => one.place - other.place)
      .map((/** @type {any} */ { role, content }) => ({ role, content }));
  }

  status() {
    return this.get("status");
  }

  /** @param {string} path under the session @param {string} [server] */
  async get(path, server = this.origin) {
    const response = await fetch(new URL(`/api/sessions/${this.session}/${path}`, server));
    assert.equal(response.status, 200, `${path}: ${response.status}`);
    return response.json();
  }

  /** Nothing went wrong, every event is AG-UI, and the numbers have neither holes nor repetitions, over all sockets. */
  check() {
    assert.deepEqual(this.troubles, []);
    for (const { sent, got } of this.sockets) {
      const events = got.filter((frame) => frame.event);
      for (const { event } of events) EventSchemas.parse(event);
      const welcome = got.find((frame) => frame.type === "welcome");
      if (!welcome) continue;
      const hello = sent.find((frame) => frame.type === "hello");
      let last = Number.parseInt(welcome.resumed === "tail" ? hello.last_id : welcome.head_id, 10);
      for (const { id, snapshot } of events) {
        const seq = Number.parseInt(id, 10);
        assert.equal(seq, snapshot ? last : last + 1, `event ${id} after ${last}`);
        last = seq;
      }
    }
  }

  async leave() {
    await this.page.context().close();
  }
}
