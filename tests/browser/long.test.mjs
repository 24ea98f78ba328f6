/** A long conversation: a bounded piece of it on the page, and nothing that moves, is missing or comes twice. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, startHera, until, visit } from "./harness.mjs";

const TURNS = 260;
const MEANWHILE = 60;
const MOST = 300; // messages that stand on the page at once
const STILL_PX = 2;
const AT_ONCE = 10; // turns that nobody waits for: what is past so many messages is not read out

let hera;
let browser;
before(async () => {
  hera = await startHera({ own: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** Somebody else says something, and it is answered. @param {import("./harness.mjs").Person} person @param {string} message */
async function said(person, message) {
  const response = await fetch(`${person.origin}/api/sessions/${person.session}/messages`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) });
  assert.equal(response.status, 200);
}

/** The whole history, as the server has it. @param {import("./harness.mjs").Person} person */
async function told(person) {
  const all = [];
  let place = "";
  do {
    const { messages, next_before } = await person.get(`messages?limit=200${place}`);
    all.unshift(...messages.map(({ role, content }) => ({ role, content })));
    place = next_before ? `&before=${next_before}` : null;
  } while (place !== null);
  return all;
}

/** The same so often, no faster than the page shows it. @param {import("./harness.mjs").Person} person @param {string} what @param {number} times */
async function saidOften(person, what, times) {
  for (let n = 1; n <= times; n += 1) {
    await said(person, `${what} number ${n}`);
    if (n % AT_ONCE === 0 || n === times) await newest(person, `${what} number ${n}`);
  }
}

/** Until what was said last stands there. @param {import("./harness.mjs").Person} person @param {string} text */
const newest = ({ page }, text) => page.waitForFunction((wanted) => [...document.querySelectorAll(".msg-user .msg-text")].at(-1)?.textContent === wanted, text);

/** What is shown is a piece of the whole, and soon not too much of it; says where it begins. @param {import("./harness.mjs").Person} person @param {any[]} whole */
async function piece(person, whole) {
  const shown = await until(async () => {
    const all = await person.shown();
    return all.length <= MOST && all;
  }, `no more than ${MOST} messages on the page`);
  const mark = shown.findIndex(({ role }) => role === "user");
  const start = whole.findIndex(({ content }) => content === shown[mark].content) - mark;
  assert.deepEqual(shown, whole.slice(start, start + shown.length));
  return { start, end: start + shown.length };
}

/** All of that is shown, down to its end. @param {import("./harness.mjs").Person} person @param {any[]} whole @param {string} [message] */
const toItsEnd = (person, whole, message) => eventually(async () => (await person.shown()).at(-1), whole.at(-1), message).then(async () => assert.equal((await piece(person, whole)).end, whole.length, message));

/**
 * Scrolls so far from an end of what is shown, and waits until more stands beyond it; what is in view stays where it is.
 * @param {import("./harness.mjs").Person} person @param {"earlier"|"later"} which
 */
async function onward({ page }, which) {
  const moved = await page.evaluate(async (to) => {
    const box = document.querySelector(".scroller");
    const ends = () => [...document.querySelectorAll("hera-message")].at(to === "earlier" ? 0 : -1);
    const old = ends();
    box.scrollTo({ top: to === "earlier" ? 300 : box.scrollHeight - box.clientHeight - 300, behavior: "instant" });
    const { top } = box.getBoundingClientRect();
    const seen = [...document.querySelectorAll("hera-message")].find((one) => one.getBoundingClientRect().bottom > top);
    const begun = seen.getBoundingClientRect().top;
    let most = 0;
    let more = 0;
    const button = document.querySelector(`.${to}`);
    while (more < 5) { // and some frames longer, for what the browser does by itself
      await new Promise(requestAnimationFrame);
      most = Math.max(most, Math.abs(seen.getBoundingClientRect().top - begun));
      if (more > 0 || ends() !== old || !button.checkVisibility()) more += 1;
    }
    return most;
  }, which);
  assert.ok(moved <= STILL_PX, `what is read moved by ${moved} px`);
}

test("a long conversation: bounded, in order, without a jump, up and down and back", async () => {
  const person = await visit(browser, hera.url, { width: 360, height: 740 });
  const { page } = person;
  await page.evaluate(() => {
    const heard = (globalThis.heard = []);
    new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => heard.push(node.textContent)))).observe(document.querySelector("hera-log > [aria-live=polite]"), { childList: true });
  });
  await saidOften(person, "Message", TURNS);
  const atEnd = () => page.locator(".scroller").evaluate((box, most) => box.scrollHeight - box.clientHeight - box.scrollTop < most, STILL_PX);
  await person.replies(1);
  let whole = await told(person);
  await toItsEnd(person, whole, "the end, after many messages have come");
  await eventually(atEnd, true);

  await page.locator("hera-message .msg-copy").last().focus();
  while (await page.isVisible(".earlier")) {
    await onward(person, "earlier");
    await piece(person, whole);
  }
  assert.equal((await piece(person, whole)).start, 0);
  assert.ok(await page.evaluate(() => document.activeElement.matches(".scroller")), "the focus was on what is gone");
  const place = await page.locator("hera-message").first().evaluate((one) => one.getBoundingClientRect().top);
  await said(person, "What is said meanwhile");
  await person.heard(({ event }) => event?.delta === "What is said meanwhile");
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  assert.equal(await page.locator("hera-message").first().evaluate((one) => one.getBoundingClientRect().top), place);

  // From here on as in a browser that does not hold the place by itself.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".scroller { overflow-anchor: none !important; }");
    document.adoptedStyleSheets = [sheet];
  });
  whole = await told(person);
  await page.route("**/messages?*", (route) => route.abort());
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: box.scrollHeight, behavior: "instant" }));
  await page.waitForFunction(() => document.querySelector(".later").textContent.includes("again"));
  await page.unroute("**/messages?*");
  const { end } = await piece(person, whole);
  await page.click(".later");
  await page.waitForFunction(() => document.querySelector(".later").textContent === "Later messages");
  assert.ok((await piece(person, whole)).end > end, "what could not be loaded can be asked for again");
  while (await page.isVisible(".later")) {
    await onward(person, "later");
    await piece(person, whole);
  }
  await toItsEnd(person, whole);
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: box.scrollHeight, behavior: "instant" }));
  await page.waitForSelector(".newest", { state: "hidden" });

  while (!(await page.isVisible(".later"))) await onward(person, "earlier");
  await page.click(".newest");
  assert.ok(await atEnd(), "at once, whatever was let go");
  await toItsEnd(person, whole);

  // Who reads a little above the end is left alone, also when what they read moves from the newest into a page.
  await page.locator(".scroller").evaluate((box) => box.scrollBy({ top: -400, behavior: "instant" }));
  await page.waitForSelector(".newest");
  const read = page.locator("hera-message").nth(-4);
  await read.evaluate((one) => void (globalThis.read = { one, top: one.getBoundingClientRect().top }));
  await saidOften(person, "Meanwhile", MEANWHILE);
  await person.replies(1);
  const moved = await page.evaluate(() => Math.abs(globalThis.read.one.getBoundingClientRect().top - globalThis.read.top));
  assert.ok(moved <= STILL_PX, `what is read moved by ${moved} px`);
  whole = await told(person);
  await toItsEnd(person, whole);

  while (!(await page.isVisible(".later"))) await onward(person, "earlier");
  await person.say("And one more");
  await newest(person, "And one more");
  await eventually(atEnd, true, "whoever speaks is at the end");

  const replies = whole.filter(({ role }) => role === "assistant").map(({ content }) => `Hera: ${content}`);
  // What can be chosen is read out as well, after what was said.
  const heard = () => globalThis.heard.filter((/** @type {string} */ text) => !text.startsWith("Answers to choose from: "));
  await until(async () => (await page.evaluate(heard)).length > replies.length, "the last reply, read out");
  assert.deepEqual((await page.evaluate(heard)).slice(0, replies.length), replies, "read out once each");
  person.check();
  await person.leave();
});
