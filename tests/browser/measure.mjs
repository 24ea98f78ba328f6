/** Measures the page: `node measure.mjs` prints the figures of docs/BENCHMARKS.md. */

import { readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";
import { launch, startHera, visit } from "./harness.mjs";

const STATIC = new URL("../../static", import.meta.url);
const MESSAGES = 10_000;
const AT = [50, 200, 1_000, 5_000, MESSAGES]; // where memory is looked at
const DEFAULT_PACE_MS = 45;
const TURNS = 4; // of 5 seconds each
const STREAM = "tokens=1000 rate=200";
const AT_ONCE = 8;

/** Tasks over 50 ms and frames that came later than two frame times, while `run` goes on. @param {import("playwright-core").Page} page @param {() => Promise<void>} run */
async function watching(page, run) {
  await page.evaluate(() => {
    const seen = (globalThis.seen = { long: [], late: 0, frames: 0, on: true });
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.long.push(Math.round(duration))));
    observer.observe({ type: "longtask" });
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      seen.frames += 1;
      if (now - last > 34) seen.late += 1;
      last = now;
      if (seen.on) requestAnimationFrame(frame);
      else observer.disconnect();
    };
    requestAnimationFrame(frame);
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const worked = async () => (await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value;
  const [before, begun] = [await worked(), Date.now()];
  await run();
  const busy = (await worked()) - before;
  const { on, ...seen } = await page.evaluate(() => ((globalThis.seen.on = false), globalThis.seen));
  const seconds = (Date.now() - begun) / 1000;
  await session.detach();
  return { ...seen, seconds: Math.round(seconds), busy_percent: Math.round((1000 * busy) / seconds) / 10 };
}

/** Used heap in MB and DOM nodes, texts and those that nobody has let go of included, after a collection. @param {import("playwright-core").Page} page */
async function memory(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  await session.detach();
  return { heap_mb: Math.round(usedSize / 10_485.76) / 100, nodes, shown: await page.locator("hera-message").count() };
}

/** A conversation of so many messages. @param {string} url @param {number} messages @returns {Promise<string>} its id */
async function conversation(url, messages) {
  const post = async (/** @type {string} */ path, /** @type {any} */ body) => {
    const response = await fetch(new URL(`/api/sessions${path}`, url), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  };
  const { session_id: id } = await post("", {});
  let left = messages / 2;
  const talk = async () => {
    for (; left > 0; ) {
      left -= 1;
      await post(`/${id}/messages`, { message: "tokens=6 rate=0" });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, talk));
  return id;
}

/** Some replies one after another, at the pace of a fast model. @param {import("./harness.mjs").Person} person */
async function stream(person) {
  for (let n = 0; n < TURNS; n += 1) {
    const count = person.sockets.flatMap(({ got }) => got).filter(({ event }) => event?.type === "RUN_FINISHED").length;
    await person.say(STREAM);
    await person.page.waitForSelector(".is-streaming");
    while (person.sockets.flatMap(({ got }) => got).filter(({ event }) => event?.type === "RUN_FINISHED").length === count) await new Promise((go) => setTimeout(go, 50));
  }
}

/** Scrolls up until a page more stands there. @param {import("playwright-core").Page} page */
async function upward(page) {
  await page.evaluate(async () => {
    const box = document.querySelector(".scroller");
    const first = () => document.querySelector("hera-message");
    const old = first();
    box.scrollTo({ top: 100, behavior: "instant" });
    while (first() === old) await new Promise(requestAnimationFrame);
  });
}

const figures = /** @type {Record<string, any>} */ ({});
const browser = await launch();

{
  const hera = await startHera({ own: true, pace: DEFAULT_PACE_MS });
  const files = new Set();
  const person = await visit(browser, hera.url, { prepare: async (context) => void context.on("request", (request) => new URL(request.url()).pathname.startsWith("/api") || files.add(new URL(request.url()).pathname)) });
  let packed = 0;
  let plain = 0;
  for (const path of files) {
    const bytes = await readFile(new URL(`${STATIC.href}${path === "/" ? "/index.html" : path}`));
    plain += bytes.length;
    packed += brotliCompressSync(bytes).length;
  }
  const paint = await person.page.evaluate(() => Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0));
  const first = person.page.evaluate(() => new Promise((found) => {
    let begun = 0;
    addEventListener("keydown", ({ key }) => key === "Enter" && (begun = performance.now()), true);
    const look = (/** @type {number} */ now) => (document.querySelector(".msg-assistant .msg-text")?.textContent ? found(Math.round(now - begun)) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  }));
  await person.say("Hello, let's begin");
  figures.first_load = { requests: files.size, kb: Math.round(plain / 1000), brotli_kb: Math.round(packed / 100) / 10, first_contentful_paint_ms: paint, first_token_ms: await first };
  await person.leave();
  await hera.stop();
}

{
  const hera = await startHera({ own: true, env: { AGENT: "load", REQUESTS_PER_SECOND: "0", FRAMES_PER_SECOND: "0" } });
  const short = await visit(browser, `${hera.url}#${await conversation(hera.url, 50)}`);
  figures.stream_on_50 = await watching(short.page, () => stream(short));
  await short.leave();

  const long = await visit(browser, `${hera.url}#${await conversation(hera.url, MESSAGES)}`);
  const { page } = long;
  await page.waitForSelector("hera-message");
  figures.memory = [];
  const begun = Date.now();
  figures.upward = await watching(page, async () => {
    for (let count = 50; count <= MESSAGES; count += 50) {
      if (count > 50) await upward(page);
      if (AT.includes(count)) figures.memory.push({ read: count, ...(await memory(page)) });
      if (count === 5_000) figures.upward_to_5000_ms = Date.now() - begun;
    }
  });
  figures.first_is_there = !(await page.isVisible(".earlier"));
  await page.click(".newest");
  figures.memory.push({ read: "back at the end", ...(await memory(page)) });
  figures.stream_on_10000 = await watching(page, () => stream(long));

  // With as much on the page as there ever is: some pages up, and down to the end by hand.
  for (let n = 0; n < 3; n += 1) await upward(page);
  await page.evaluate(() => document.querySelector(".scroller").scrollTo({ top: 1e9, behavior: "instant" }));
  await page.waitForSelector(".newest", { state: "hidden" });
  figures.stream_on_most = { shown: await page.locator("hera-message").count(), ...(await watching(page, () => stream(long))) };
  figures.memory.push({ read: "after 60 seconds of streaming", ...(await memory(page)) });
  await long.leave();
  await hera.stop();
}

await browser.close();
console.log(JSON.stringify(figures, null, 2));
