/** Measures the page: `node measure.mjs` prints the figures of docs/BENCHMARKS.md. */

import { readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";
import { launch, startHera, visit } from "./harness.mjs";
import { scene } from "./scenes.mjs";
import { history, stage } from "./stage.mjs";

const STATIC = new URL("../../static", import.meta.url);
const PAGE = 50;
const MESSAGES = 5_000;

/** Counts long tasks (over 50 ms) and frames that came later than two frame times, from now on. @param {import("playwright-core").Page} page */
async function watch(page) {
  await page.evaluate(() => {
    const seen = (globalThis.seen = { long: [], late: 0, frames: 0 });
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.long.push(Math.round(duration)))).observe({ type: "longtask" });
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      seen.frames += 1;
      if (now - last > 34) seen.late += 1;
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return () => page.evaluate(() => globalThis.seen);
}

/** Used heap in MB after a collection, and elements. @param {import("playwright-core").Page} page */
async function heap(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return { heap_mb: Math.round(usedSize / 104_857.6) / 10, elements: await page.evaluate(() => document.querySelectorAll("*").length) };
}

const figures = /** @type {Record<string, any>} */ ({});
const browser = await launch();

{
  const hera = await startHera({ own: true, pace: 20 });
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
  const begun = await person.page.evaluate(() => performance.now());
  await person.say("Hello, let's begin");
  await person.streaming(1);
  figures.first_load = { requests: files.size, kb: Math.round(plain / 1000), brotli_kb: Math.round(packed / 100) / 10, first_contentful_paint_ms: paint, first_token_ms: Math.round((await person.page.evaluate(() => performance.now())) - begun) };
  await person.leave();
  await hera.stop();
}

{
  const hera = await startHera({ own: true, env: { AGENT: "load" } });
  const person = await visit(browser, hera.url);
  const seen = await watch(person.page);
  await person.say("tokens=2000 rate=200");
  await person.replies(1);
  figures.stream_200_per_second = { tokens: 2000, ...(await seen()) };
  await person.leave();

  // The same on top of a long history.
  const long = history(Array.from({ length: MESSAGES }, (_, n) => /** @type {[string, string]} */ ([n % 2 ? "Hera" : "", `Message number ${n}, with some words that make it as long as messages are on most days.`])));
  const page = (/** @type {number} */ before) => ({ messages: long.slice(Math.max(0, before - PAGE), before), ...(before > PAGE ? { next_before: String(before - PAGE) } : {}) });
  const staged = await stage(browser, hera.url, { ...scene("en", "arrived"), messages: page(MESSAGES).messages, nextBefore: String(MESSAGES - PAGE), older: (before) => page(Number(before)) });
  const talk = staged.person.page;
  figures.memory = [{ messages: PAGE, ...(await heap(talk)) }];
  const begun = Date.now();
  for (let count = PAGE; count < MESSAGES; count += PAGE) {
    await talk.locator(".scroller").evaluate((box) => box.scrollTo({ top: 100, behavior: "instant" }));
    await talk.waitForFunction((wanted) => document.querySelectorAll("hera-message").length >= wanted, count + PAGE);
    if ((count + PAGE) % 1000 === 0) figures.memory.push({ messages: count + PAGE, ...(await heap(talk)) });
  }
  figures.loading_5000_upward_ms = Date.now() - begun;
  await talk.click(".newest");
  const seenLong = await watch(talk);
  staged.tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  staged.tell({ type: "TEXT_MESSAGE_START", messageId: "m", role: "assistant", name: "Hera" });
  for (let n = 0; n < 500; n += 1) {
    staged.tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "m", delta: `word${n} ` });
    await new Promise((go) => setTimeout(go, 10)); // two tokens a frame, a hundred frames a second
  }
  staged.tell({ type: "TEXT_MESSAGE_END", messageId: "m" });
  staged.tell({ type: "RUN_FINISHED", threadId: "s", runId: "live", outcome: { type: "success" } });
  await talk.waitForSelector(".is-streaming", { state: "detached" });
  figures.stream_on_5000 = await seenLong();
  figures.memory.push({ messages: MESSAGES + 1, ...(await heap(talk)) });
  await staged.person.leave();
  await hera.stop();
}

await browser.close();
console.log(JSON.stringify(figures, null, 2));
