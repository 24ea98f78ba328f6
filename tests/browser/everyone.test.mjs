/** For everyone: by keyboard alone, to a screen reader, in forced colours, without motion, in either language at once. */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { cable, goesOn } from "./cable.mjs";
import { accessible, eventually, launch, startHera, until, visit } from "./harness.mjs";
import { languageOf } from "../../static/js/transcript.js";
import { chat, scene } from "./scenes.mjs";
import { history, stage } from "./stage.mjs";

const MOST_STOPS = 90;
const SLOWLY_MS = 3_000; // where a reply must still be written when the test looks at it, on whatever machine; nobody waits for its end

let hera;
let slow;
let browser;
let wire;
before(async () => {
  [hera, slow, browser] = await Promise.all([startHera({ own: true, pace: 50 }), startHera({ own: true, pace: SLOWLY_MS }), launch()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([hera?.stop(), slow?.stop()]);
});
afterEach(() => wire?.close());

/**
 * Goes with Tab through all there is and back to the beginning: everything that can be done is reached, and seen to be.
 * @param {import("playwright-core").Page} page @param {string} where
 */
async function walk(page, where) {
  await page.evaluate(() => {
    const within = document.querySelector("dialog[open]") ?? document.body;
    const stops = [...within.querySelectorAll("button, a[href], input, select, textarea, summary, [tabindex='0']")];
    globalThis.missed = new Set(stops.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches(":disabled, [tabindex='-1']")));
    globalThis.unseen = [];
  });
  for (let step = 0; step < MOST_STOPS; step += 1) {
    await page.keyboard.press("Tab");
    const left = await page.evaluate(() => {
      const here = document.activeElement;
      const shown = here.closest(".composer, label.file") ?? here;
      const { outlineStyle, boxShadow } = getComputedStyle(shown);
      if (here !== document.body && outlineStyle === "none" && boxShadow === "none") globalThis.unseen.push(here.className || here.id || here.tagName);
      globalThis.missed.delete(here);
      return globalThis.missed.size;
    });
    if (left === 0) break;
  }
  const { missed, unseen } = await page.evaluate(() => ({ missed: [...globalThis.missed].map((one) => one.outerHTML.slice(0, 90)), unseen: [...new Set(globalThis.unseen)] }));
  assert.deepEqual(missed, [], `${where}: reached by Tab`);
  assert.deepEqual(unseen, [], `${where}: the focus is seen`);
}

/** Goes on with Tab to what is asked for, and presses Enter. @param {import("playwright-core").Page} page @param {string} selector */
async function enter(page, selector) {
  for (let step = 0; step < MOST_STOPS; step += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
  }
  throw new Error(`${selector} was not reached`);
}

test("every view by keyboard alone, from the first word to the letter", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  await walk(page, "welcome");
  await enter(page, ".opener");
  await person.replies(1);
  assert.equal(await page.evaluate(() => document.activeElement.id), "message");
  await enter(page, '[data-field="age"] .field-edit');
  await page.waitForSelector(".field-form input:focus"); // the first form is loaded now
  await page.keyboard.type("33");
  await page.keyboard.press("Enter");
  await person.replies(2);
  assert.equal((await person.status()).user_profile.age, 33);
  await enter(page, '[data-field="children_info"] .field-edit');
  await walk(page, "a form");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".field-form").count(), 0);
  await enter(page, "#menu-label");
  await walk(page, "menu");
  await enter(page, "#sessions");
  await page.waitForSelector(".session");
  await walk(page, "conversations");
  await enter(page, "button.session-tool:last-child");
  await page.waitForSelector(".session-ask");
  await walk(page, "deleting");
  await enter(page, ".session-ask .quiet");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await enter(page, "#menu-label");
  await enter(page, "#photo");
  await page.waitForSelector("dialog[open] .drop-zone");
  await walk(page, "photo");
  await page.setInputFiles("#photo-file", { name: "me.jpg", mimeType: "image/jpeg", buffer: await (await import("node:fs/promises")).readFile(new URL("portraits/user.jpg", import.meta.url)) });
  await page.waitForSelector("canvas.crop");
  await walk(page, "crop");
  await page.keyboard.press("Escape");
  await person.leave();

  const staged = await stage(browser, hera.url, { ...scene("ja", "planned"), width: 360, height: 740 });
  const talk = staged.person.page;
  await talk.waitForSelector(".card-plan .primary"); // what makes cards comes when it is needed
  await walk(talk, "plan");
  await enter(talk, ".progress-toggle");
  await walk(talk, "family");
  await enter(talk, ".sitter button.frame");
  await talk.waitForSelector("dialog[open]");
  await walk(talk, "a picture");
  await talk.keyboard.press("Escape");
  await talk.waitForSelector("dialog", { state: "detached" });
  assert.ok(await talk.evaluate(() => document.activeElement.matches("button.frame")), "one comes back to where one was");
  await enter(talk, ".card-plan .primary");
  assert.match((await staged.sent(1)).content, /^はい/);
  await staged.person.leave();

  const kept = await stage(browser, hera.url, { ...scene("en", "complete"), width: 1280 });
  const sheets = kept.person.page;
  await sheets.waitForSelector(".card-keep .primary");
  await walk(sheets, "memory");
  await enter(sheets, ".card-keep .primary");
  await sheets.waitForSelector(".sheet-story");
  await walk(sheets, "story");
  await enter(sheets, ".keepsake-tabs button:last-child");
  await sheets.waitForSelector(".sheet-letter");
  await walk(sheets, "letter");
  await enter(sheets, ".keepsake-back");
  await sheets.waitForSelector(".card-keep");
  await kept.person.leave();
});

test("a finished message is said once, whatever happens to the line, and in its own language", async () => {
  wire = await cable(hera.url);
  const person = await visit(browser, wire.url, {
    lang: "en",
    prepare: (context) => context.addInitScript(() => {
      const heard = (globalThis.heard = /** @type {any[]} */ ([]));
      void customElements.whenDefined("hera-log").then(() => {
        const listen = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => heard.push([/** @type {any} */ (node).lang, node.textContent]))));
        listen.observe(document.querySelector("hera-log > [aria-live=polite]"), { childList: true, subtree: true, characterData: true });
      });
    }),
  });
  const { page } = person;
  assert.equal(await page.getAttribute(".scroller", "role"), "log");
  assert.equal(await page.getAttribute(".scroller", "aria-live"), "off", "what grows is not read word by word");
  wire.hush(goesOn());
  await person.say("こんにちは。はじめましょう");
  await person.streaming(3);
  wire.cut();
  await page.waitForSelector("#app:not([data-phase=open])");
  wire.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await person.replies(1);
  await person.say("I'm 33 and I live in Berlin");
  await person.replies(2);
  const replies = (await person.stored()).filter(({ role }) => role === "assistant").map(({ content }) => content);
  // Hera has many words for the same, and of one reply in ten the page is not sure that they are English: it then names no language.
  const english = languageOf(replies[1]);
  const languages = ["ja", "ja", "en", english];
  await eventually(() => page.evaluate(() => globalThis.heard), [["ja", `Hera: ${replies[0]}`], [english ?? "", `Hera: ${replies[1]}`]]);
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.deepEqual(await page.$$eval(".msg-text", (texts) => texts.map((text) => text.getAttribute("lang"))), languages);
  await page.reload();
  await person.ready();
  await page.waitForFunction(() => document.querySelectorAll("hera-message").length === 4);
  assert.deepEqual(await page.evaluate(() => globalThis.heard), [], "what is old is not news");
  await page.click("#lang-ja");
  await page.waitForSelector("html[lang=ja]"); // its words come when they are needed
  assert.deepEqual(await page.$$eval(".msg-text", (texts) => texts.map((text) => text.getAttribute("lang"))), languages, "a message keeps its language");
  await person.leave();
});

test("what goes on is shown: somebody types in another tab, Hera thinks, speaks, paints, writes", async () => {
  const person = await visit(browser, slow.url);
  const other = await person.tab();
  const status = (/** @type {import("./harness.mjs").Person} */ { page }, /** @type {string} */ text) => page.bringToFront().then(() => page.waitForSelector(`.status[data-kind=busy] .status-text >> text=${text}`));
  // Who stops typing is believed for some seconds: they go on until it is seen.
  await person.page.bringToFront();
  let types = true;
  const seen = status(person, "Being written on another screen").finally(() => (types = false));
  while (types) await other.page.type("#message", "I li");
  await seen;
  await accessible(person, "somebody types");
  await other.page.bringToFront();
  await other.page.fill("#message", "");
  await person.page.bringToFront();
  await person.page.waitForSelector(".status[data-kind=idle]");
  await other.page.bringToFront();
  await other.say("I live in Berlin");
  await person.page.bringToFront();
  await person.streaming(2);
  await status(person, "Hera is speaking");
  await person.page.click(".stop");
  await person.replies(1);
  await person.page.waitForSelector(".status[data-kind=idle]");
  await person.leave();

  const { person: staged, tell } = await stage(browser, hera.url, scene("en", "planned"));
  tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  await status(staged, "Your family is thinking");
  tell({ type: "STEP_STARTED", stepName: "painting child 2" });
  await status(staged, "Painting the portrait of Leo");
  tell({ type: "STEP_FINISHED", stepName: "painting child 2" });
  tell({ type: "STEP_STARTED", stepName: "writing the letter" });
  await status(staged, "Writing the letter");
  assert.equal(await staged.page.isVisible(".stop"), true);
  tell({ type: "STEP_FINISHED", stepName: "writing the letter" });
  tell({ type: "RUN_FINISHED", threadId: "s", runId: "live", outcome: { type: "success" } });
  await staged.page.waitForSelector(".status[data-kind=idle]");
  await staged.leave();
});

test("in forced colours everything keeps its edge, and what is known is told from what is not", async () => {
  const { person } = await stage(browser, hera.url, { ...scene("en", "planned"), width: 1280 });
  const { page } = person;
  await page.emulateMedia({ forcedColors: "active" });
  assert.equal(await page.evaluate(() => matchMedia("(forced-colors: active)").matches), true);
  await page.waitForSelector(".card-plan .primary"); // what makes cards comes when it is needed
  const edge = (/** @type {string} */ selector) => page.$eval(selector, (one) => getComputedStyle(one).borderTopStyle !== "none" && getComputedStyle(one).borderTopWidth !== "0px");
  for (const selector of [".card-plan", ".card-plan .primary", ".msg-user .msg-text", ".composer", ".send", ".sitter .quiet", ".portrait-open"]) assert.ok(await edge(selector), `${selector} has an edge`);
  await page.click("#menu-label");
  assert.ok(await edge(".menu-items"));
  await page.keyboard.press("Escape");
  await page.evaluate(() => document.getElementById("sessions").click());
  // Its file comes when it is needed.
  await page.waitForSelector("dialog[open]");
  assert.ok(await edge("dialog[open]"));
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await page.focus("#message");
  assert.notEqual(await page.$eval(".composer", (one) => getComputedStyle(one).outlineStyle), "none");
  await person.leave();

  const other = await visit(browser, hera.url, { width: 1280 });
  await other.page.emulateMedia({ forcedColors: "active" });
  await other.say("I'm 33");
  await other.replies(1);
  const paint = (/** @type {string} */ selector, /** @type {any} */ property) => other.page.$eval(selector, (one, name) => getComputedStyle(one)[name], property);
  // Colours change in their own time.
  await until(async () => (await paint('[data-field="age"] .field-mark', "backgroundColor")) !== (await paint('[data-field="location"] .field-mark', "backgroundColor")), "a mark of another colour");
  await until(async () => (await paint(".feather.is-known .vane", "fill")) !== (await paint(".feather:not(.is-known) .vane", "fill")), "a feather of another colour");
  await other.leave();
});

test("who wants no motion sees none", async () => {
  const { person, tell } = await stage(browser, hera.url, { ...scene("en", "planned"), width: 1280 });
  const { page } = person;
  const moving = () => page.evaluate(() => document.getAnimations().length);
  tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  tell({ type: "STEP_STARTED", stepName: "painting child 2" });
  await page.waitForSelector(".sitter.is-painting");
  assert.ok((await moving()) > 0, "otherwise there is some");
  await page.emulateMedia({ reducedMotion: "reduce" });
  tell({ type: "TEXT_MESSAGE_START", messageId: "m", role: "assistant", name: "Daniel" });
  tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "m", delta: "Slowly" });
  await page.waitForSelector(".is-streaming");
  await eventually(moving, 0);
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: 0, behavior: "instant" }));
  await page.click(".newest");
  const left = await page.locator(".scroller").evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
  assert.ok(left < 2, "the way down is a step");
  await person.leave();
});

test("who closes a window, a question or a text goes on from where they opened it, never from the top of the page", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.getAttribute("aria-label") || document.activeElement.className || document.activeElement.localName);
  const press = async (/** @type {string} */ which) => {
    await page.focus(which);
    await page.keyboard.press("Enter");
  };
  const chosen = async (/** @type {string} */ item) => {
    await press("#menu-label");
    await press(item);
  };
  await person.say("Hello");
  await person.replies(1);
  for (const item of ["#sessions", "#photo"]) {
    for (const close of [() => page.keyboard.press("Escape"), () => press(".dialog-close")]) {
      await chosen(item);
      await page.waitForSelector("dialog[open]");
      await close();
      await page.waitForSelector("dialog", { state: "detached" });
      await eventually(at, "menu-label", item);
    }
  }
  await chosen("#copy-link");
  await eventually(at, "menu-label");

  // In the list: the name, the question, and what is asked at its end.
  await chosen("#sessions");
  await press('[aria-label^="Rename"]');
  await page.keyboard.type("A new name");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 1, "the window stays");
  assert.equal(await at(), "Rename: Hello");
  await press('[aria-label^="Rename"]');
  await page.keyboard.type("A new name");
  await page.keyboard.press("Enter");
  assert.equal(await at(), "Rename: A new name");
  await press('[aria-label^="Delete"]');
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 1);
  assert.equal(await at(), "Delete: A new name");
  await press(".sessions-leave button");
  await page.keyboard.press("Escape");
  assert.equal(await page.textContent("dialog :focus"), "Forget me on this device");
  await press('[aria-label^="Delete"]');
  await press(".session-ask .is-danger");
  await page.waitForSelector(".session", { state: "detached" });
  assert.equal(await at(), "Close");
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  assert.notEqual(await at(), "body");
  await person.leave();

  // What opened a window was drawn anew meanwhile.
  const other = await visit(browser, hera.url, { width: 1280 });
  await other.page.focus(".sitter button");
  await other.page.keyboard.press("Enter");
  await other.page.setInputFiles("#photo-file", fileURLToPath(new URL("portraits/user.jpg", import.meta.url)));
  await other.page.waitForSelector("canvas.crop"); // until then the button of that place chooses a file
  await other.page.click(".photo-actions .primary");
  await other.page.waitForSelector(".sitter img");
  await other.page.waitForSelector("dialog", { state: "detached" });
  assert.notEqual(await other.page.evaluate(() => document.activeElement.localName), "body");
  await other.leave();

  // The story: back to the card that opened it; or to the conversation, where an address did.
  for (const view of ["", "letter"]) {
    const { person: reader } = await stage(browser, hera.url, { ...scene("en", "complete"), view });
    if (view === "") {
      await reader.page.focus(".after button");
      await reader.page.keyboard.press("Enter");
    }
    await reader.page.waitForSelector(".sheet:focus");
    await reader.page.keyboard.press("Escape");
    if (view === "") await eventually(() => reader.page.evaluate(() => document.activeElement.textContent), "Read the story");
    else await eventually(() => reader.page.evaluate(() => document.activeElement.matches(".scroller")), true);
    await reader.leave();
  }
});

test("whoever is on a button that goes, is left beside it", async () => {
  const lines = /** @type {[string, string][]} */ (Array.from({ length: 60 }, (_, index) => [index % 2 ? "guide" : "", `Message ${index}`]));
  const old = history(lines.slice(0, 20));
  const { person, tell } = await stage(browser, hera.url, { ...chat("en"), messages: history(lines).slice(20), nextBefore: "m20", older: () => ({ messages: old, next_before: null }) });
  const { page } = person;
  const at = () => page.evaluate(() => document.activeElement.id || document.activeElement.classList[0] || document.activeElement.localName);
  const press = async (/** @type {string} */ which) => {
    await page.focus(which);
    await page.keyboard.press("Enter");
  };
  await page.focus(".earlier");
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: 0, behavior: "instant" }));
  await page.waitForSelector(".earlier", { state: "hidden" });
  await eventually(at, "scroller", "all is there");
  await page.locator(".scroller").evaluate((box) => box.scrollTo({ top: 0, behavior: "instant" }));
  await page.waitForSelector(".newest");
  await press(".newest");
  await eventually(at, "scroller", "the end is there");
  tell({ type: "RUN_STARTED", threadId: "t", runId: "r" }, "r");
  await page.waitForSelector(".stop");
  await page.focus(".stop");
  tell({ type: "RUN_FINISHED", threadId: "t", runId: "r" }, "r");
  await page.waitForSelector(".stop", { state: "hidden" });
  await eventually(at, "message", "there is nothing more to stop");
  await person.leave();

  const other = await visit(browser, hera.url, { width: 1280 });
  const name = () => other.page.evaluate(() => [document.activeElement.getAttribute("aria-label"), /** @type {any} */ (document.activeElement).value]);
  await other.page.click('[data-field="children_info"] .field-edit');
  await other.page.waitForSelector(".field-child");
  await other.page.fill(".field-child input", "Emma");
  await other.page.click("text=Add a child");
  await other.page.keyboard.type("Leo");
  await other.page.locator(".field-child button").first().focus();
  await other.page.keyboard.press("Enter");
  assert.deepEqual(await name(), ["Name", "Leo"]);
  await other.page.locator(".field-child button").focus();
  await other.page.keyboard.press("Enter");
  assert.deepEqual(await name(), ["Name", ""], "one is left, and may be told anew");
  await other.leave();
});
