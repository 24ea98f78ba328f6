/** What ordinary days do to a page: another language, midnight, sleep, a phone's keyboard, a word processor's clipboard, a file that does not come. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { cable } from "./cable.mjs";
import { contextOf, eventually, launch, startHera, until, visit } from "./harness.mjs";
import { chat, scene } from "./scenes.mjs";
import { stage } from "./stage.mjs";

const PICTURE = fileURLToPath(new URL("portraits/user.jpg", import.meta.url));

let hera;
let wire;
let browser;
before(async () => {
  hera = await startHera();
  wire = await cable(hera.url);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await wire?.close();
  await hera?.stop();
});

/** Dispatches a paste or a drop that brings these things. @param {import("playwright-core").Page} page @param {"paste"|"drop"} kind @param {{text?: Record<string, string>, picture: boolean, where?: string}} brings  `where`: to what, if not to the text box */
function brought(page, kind, { text = {}, picture, where = "#message" }) {
  return page.evaluate(async ({ kind, text, picture, where }) => {
    const data = new DataTransfer();
    for (const [type, value] of Object.entries(text)) data.setData(type, value);
    if (picture) {
      const paper = new OffscreenCanvas(200, 200);
      paper.getContext("2d").fillRect(0, 0, 200, 200);
      data.items.add(new File([await paper.convertToBlob()], "image.png", { type: "image/png" }));
    }
    const event = kind === "paste" ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
    return document.querySelector(where).dispatchEvent(event) === false;
  }, { kind, text, picture, where });
}

test("the language is changed within a conversation: everything is in it, nothing is lost", async () => {
  const { person } = await stage(browser, hera.url, scene("ja", "family"));
  const { page } = person;
  const standing = () => page.$$eval(".messages > *", (all) => all.map(({ localName, className }) => `${localName}.${className.split(" ")[0]}`));
  const before = await standing();
  assert.ok(before.some((one) => one.startsWith("h2.day")) && before.some((one) => one.startsWith("header.chapter")), before.join(" "));
  for (const [lang, today, chapter] of [["en", "Today", "Chapter two"], ["ja", "きょう", "第二章"], ["en", "Today", "Chapter two"]]) {
    await page.click(`#lang-${lang}`);
    await page.waitForFunction((wanted) => document.querySelector(".chapter p")?.textContent === wanted, chapter);
    assert.deepEqual(await standing(), before, lang);
    assert.ok((await page.$$eval(".day", (all) => all.map((day) => day.textContent))).includes(today));
  }
  person.check();
  await person.leave();
});

/** All that stands on a page, and all that it is called for who does not see it. @param {import("./harness.mjs").Person} person @returns {Promise<string[]>} */
const saysAll = ({ page }) => page.evaluate(() => {
  const labels = (/** @type {Element} */ one) => ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-roledescription", "aria-valuetext", "data-label"].map((name) => one.getAttribute(name) ?? "");
  const texts = (/** @type {Element} */ one) => [...one.childNodes].filter(({ nodeType }) => nodeType === 3).map(({ nodeValue }) => nodeValue ?? "");
  const all = [...document.querySelectorAll("body *:not(script, style)")].flatMap((one) => [...texts(one), ...labels(one)]);
  return [document.documentElement.lang, document.title, ...all.map((text) => text.trim()).filter(Boolean)];
});

test("a page whose language is changed says the same as one that was opened in it: panel, box, menus, cards, fields and all that is called by a name", async () => {
  const interview = { ...scene("ja", "talking"), messages: [], state: { ...scene("ja", "talking").state, phase: "interview", profile_complete: false, family: { members: [], trip_info: {}, plan: {} }, missing_fields: ["location"], information_progress: { age: true } } };
  /** @type {[any, (staged: Awaited<ReturnType<typeof stage>>) => Promise<void>][]} */
  const scenes = [
    [scene("ja", "talking"), async ({ person: { page } }) => void (await page.waitForFunction(() => document.querySelectorAll("hera-family img").length > 2))],
    [scene("en", "complete"), async ({ person: { page } }) => void (await page.waitForSelector("#keepsake, .msg-actions button", { state: "attached" }))],
    [chat("en"), async ({ person: { page }, tell }) => {
      tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
      tell({ type: "RUN_ERROR", code: "internal", message: "x" });
      await page.waitForSelector(".card-warn");
    }],
    [interview, async ({ person: { page } }) => {
      await page.click('[data-field="age"] .field-edit');
      await page.waitForSelector(".field-form input");
    }],
  ];
  await Promise.all(scenes.map(async ([given, moves]) => {
    const opened = await Promise.all(["ja", "en"].map((lang) => stage(browser, hera.url, { ...given, lang, width: 1280 })));
    await Promise.all(opened.map(moves));
    const [one, other] = opened.map(({ person }) => person);
    const portraits = () => one.page.$$eval("img[src*=photos]", (all) => all.filter((/** @type {HTMLImageElement} */ image) => image.checkVisibility() && image.naturalWidth > 0).map((image) => image.getAttribute("src")));
    const seen = new Set();
    one.page.on("request", (request) => request.url().includes("/photos/") && seen.add(request.url()));
    await one.page.waitForFunction(() => [...document.querySelectorAll("img[src*=photos]")].every((/** @type {HTMLImageElement} */ image) => !image.checkVisibility() || image.naturalWidth > 0));
    const shown = await portraits();
    const apart = async () => {
      const [mine, theirs] = [await saysAll(one), await saysAll(other)];
      return mine.flatMap((text, at) => (text === theirs[at] ? [] : [[text, theirs[at]]]));
    };
    assert.ok((await apart()).length > 10, "they are in two languages");
    for (const lang of ["en", "ja"]) {
      await Promise.all([one, other].map(({ page }) => page.click(`#lang-${lang}`)));
      await eventually(apart, [], `all of it in ${lang}`);
      assert.equal(await one.page.getAttribute("html", "lang"), lang);
      assert.deepEqual([await portraits(), [...seen]], [shown, []], "portraits stay");
    }
    for (const person of [one, other]) {
      person.check();
      await person.leave();
    }
  }));
});

test("a page that is open at midnight says what is written, once", async () => {
  const evening = new Date();
  evening.setHours(23, 58, 0, 0);
  const person = await visit(browser, hera.url, { prepare: async (context) => void (await context.clock.install({ time: evening })) });
  const { page } = person;
  await person.say("Good evening");
  await person.replies(1);
  const days = () => page.$$eval(".day", (all) => all.map((day) => day.textContent));
  const [first] = await days();
  await page.clock.setSystemTime(evening.getTime() + 5 * 60_000);
  await person.say("I'm 33");
  await person.replies(2);
  assert.equal(await page.inputValue("#message"), "", "what is said is no longer in the composer");
  assert.equal((await person.shown()).filter(({ content }) => content === "I'm 33").length, 1);
  assert.notEqual((await days())[0], first, "what was today is yesterday");
  person.check();
  await person.leave();
});

test("a page on which nothing happens at midnight says in the morning what was said yesterday", async () => {
  const evening = new Date();
  evening.setHours(23, 58, 0, 0);
  const person = await visit(browser, hera.url, { prepare: async (context) => void (await context.clock.install({ time: evening })) });
  const { page } = person;
  await person.say("Good evening");
  await person.replies(1);
  const days = () => page.$$eval(".day", (all) => all.map((day) => day.textContent));
  assert.deepEqual(await days(), ["Today"]);
  await page.clock.fastForward(3 * 60_000);
  await eventually(days, ["Yesterday"]);
  // Asleep over the next one: no clock has gone, and somebody looks at the page.
  await page.clock.setSystemTime(evening.getTime() + 2 * 86_400_000);
  await page.evaluate(() => dispatchEvent(new Event("pageshow")));
  await until(async () => !["Today", "Yesterday"].includes((await days())[0]), "the date of a day before");
  await person.leave();
});

test("a file that is dropped beside what takes it opens in no page's place", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await person.say("Hello");
  await person.replies(1);
  const taken = (/** @type {string} */ where) => page.$eval(where, (place) => ["dragover", "drop"].map((kind) => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "a.pdf", { type: "application/pdf" }));
    const event = new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
    place.dispatchEvent(event);
    return event.defaultPrevented;
  }));
  for (const where of ["body", "#app", "#message", ".top"]) assert.deepEqual(await taken(where), [true, true], where);
  await page.evaluate(() => document.getElementById("sessions").click());
  await page.waitForSelector(".session");
  assert.deepEqual(await taken("dialog"), [true, true], "a window");
  await person.leave();
});

test("a name that is given may be long, and is cut between characters", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await person.say("Hello");
  await person.replies(1);
  await page.evaluate(() => document.getElementById("sessions").click());
  for (const [given, kept] of /** @type {[string, string][]} */ ([["👩🏽‍👩🏽‍👧🏽‍👦🏽".repeat(30), "👩🏽‍👩🏽‍👧🏽‍👦🏽".repeat(30)], ["か\u3099".repeat(100), "か\u3099".repeat(80)], [" one\n two ", "one two"]])) {
    await page.click('[aria-label^="Rename"]');
    await page.$eval(".session-rename input", (input, text) => {
      /** @type {HTMLInputElement} */ (input).focus();
      /** @type {HTMLInputElement} */ (input).select();
      document.execCommand("insertText", false, text);
    }, given);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".session-rename", { state: "detached" });
    assert.equal(await page.textContent(".session-name"), kept);
  }
  await person.leave();
});

test("a picture is taken from the clipboard only where no text comes with it", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  const waiting = () => page.locator(".attachment").count();
  const table = { picture: true, text: { "text/plain": "Name\tAge\nMaya\t33", "text/html": "<table></table>" } };
  assert.equal(await brought(page, "paste", table), false, "a table is text, which a text box takes by itself");
  assert.equal(await brought(page, "drop", { ...table, picture: false }), false);
  // What comes with a file, the page has taken before the text box could.
  assert.equal(await brought(page, "drop", table), true);
  assert.equal(await page.inputValue("#message"), table.text["text/plain"]);
  await page.fill("#message", "");
  await page.click('[data-field="location"] .field-edit');
  await page.waitForSelector(".field-form input");
  assert.equal(await brought(page, "drop", { picture: true, text: { "text/plain": "Lisbon" }, where: ".field-form input" }), true);
  assert.deepEqual([await page.inputValue(".field-form input"), await page.inputValue("#message")], ["Lisbon", ""]);
  await page.keyboard.press("Escape");
  assert.equal(await waiting(), 0);
  // Beside the text box, nobody but the page takes it.
  assert.equal(await brought(page, "drop", { picture: true, text: { "text/plain": "Maya is 33", "text/html": "<b>Maya is 33</b>" }, where: ".scroller" }), true);
  assert.equal(await page.inputValue("#message"), "Maya is 33");
  // Where there is no plain text, a text box takes nothing by itself.
  const html = "<html><head><style>p { color: red }</style><title>Doc</title></head><body><p>Two\n  lines</p><p>of <b>Word</b> &amp; co</p><img src=x onerror='document.title = 1'></body></html>";
  for (const [kind, where, said] of /** @type {const} */ ([["paste", "#message", "Maya is 33: Two lines\nof Word & co"], ["drop", ".top", "Maya is 33: Two lines\nof Word & co"]])) {
    await page.fill("#message", "Maya is 33: ");
    assert.equal(await brought(page, kind, { picture: true, text: { "text/html": html }, where }), true);
    assert.equal(await page.inputValue("#message"), said, `${kind} to ${where}`);
  }
  await page.fill("#message", "");
  assert.equal(await waiting(), 0);
  assert.equal(await brought(page, "paste", { picture: true }), true, "a screenshot");
  await page.waitForSelector(".attachment img");
  assert.equal(await brought(page, "paste", { picture: true, text: { "text/html": "<img src=x>" } }), true, "a picture of a page");
  await page.waitForFunction(() => document.querySelectorAll(".attachment img").length === 2);
  await person.leave();
});

test("of what a word processor really leaves on the clipboard, or is really dropped, the text is taken, and a picture where it is all", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const table = { "text/plain": "Name\tAge\nMaya\t33", "text/html": "<table><tr><td>Name</td><td>Age</td></tr><tr><td>Maya</td><td>33</td></tr></table>" };
  const copied = (/** @type {Record<string, string>} */ text) => page.evaluate(async (text) => {
    const paper = new OffscreenCanvas(200, 200);
    paper.getContext("2d").fillRect(0, 0, 200, 200);
    const data = { "image/png": await paper.convertToBlob(), ...Object.fromEntries(Object.entries(text).map(([type, value]) => [type, new Blob([value], { type })])) };
    await navigator.clipboard.write([new ClipboardItem(data)]);
  }, text);
  const mouse = await page.context().newCDPSession(page);
  const dropped = async (/** @type {Record<string, string>} */ text, /** @type {string} */ where) => {
    const { x, y, width, height } = /** @type {any} */ (await page.locator(where).boundingBox());
    const data = { items: Object.entries(text).map(([mimeType, value]) => ({ mimeType, data: value })), files: [PICTURE], dragOperationsMask: 1 };
    for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) await mouse.send("Input.dispatchDragEvent", { type, x: x + width / 2, y: y + height / 2, data });
  };
  const brings = [async (/** @type {any} */ text) => (await copied(text), await page.focus("#message"), await page.keyboard.press("Control+V")), (/** @type {any} */ text) => dropped(text, "#message"), (/** @type {any} */ text) => dropped(text, ".scroller")];
  for (const bring of brings) {
    await bring(table);
    await page.waitForFunction((wanted) => /** @type {HTMLTextAreaElement} */ (document.querySelector("#message")).value.trim() === wanted, table["text/plain"]);
    assert.equal(await page.locator(".attachment, dialog[open]").count(), 0);
    await page.fill("#message", "");
  }
  await person.say("No picture so far");
  await person.replies(1);
  assert.equal(await page.locator(".msg-picture").count(), 0);
  for (const [index, bring] of brings.slice(0, 1).entries()) {
    await bring({});
    await page.waitForFunction((count) => document.querySelectorAll(".attachment img").length === count, index + 1);
    assert.equal(await page.inputValue("#message"), "");
  }
  await dropped({}, ".scroller"); // the first picture that is dropped is a person's own
  await page.waitForSelector("dialog[open]");
  person.check();
  await person.leave();
});

/** Until a page hears what is said on it, with a server or without: then it offers words to begin with, or says that there is none. @param {import("playwright-core").Page} page */
const begun = (page) => page.waitForSelector("#starting", { state: "detached" });

test("two tabs that speak while the server is away say each its own, once and in order", async () => {
  const context = await contextOf(browser);
  const pages = [await context.newPage(), await context.newPage()];
  // Pages that are there, and a server that is not: creating a session fails until the line is whole.
  await context.route("**/api/sessions", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  for (const page of pages) {
    await page.goto(hera.url);
    await begun(page);
  }
  for (const [index, page] of pages.entries()) {
    await page.fill("#message", `I am tab ${index}`);
    await page.press("#message", "Enter");
    await page.waitForSelector("hera-message");
  }
  // The clock is set back between two messages.
  await pages[0].evaluate(() => {
    const now = Date.now;
    Date.now = () => now() - 3_600_000;
  });
  for (const text of ["second", "third"]) {
    await pages[0].fill("#message", text);
    await pages[0].press("#message", "Enter");
  }
  await pages[0].reload();
  await pages[0].waitForFunction(() => document.querySelectorAll(".msg-user").length === 3);
  await context.unroute("**/api/sessions");
  const said = [];
  for (const page of pages) {
    await page.waitForFunction(() => location.hash.length > 30 && document.querySelector("#app[data-phase=open]") && document.querySelectorAll(".msg-assistant:not(.is-streaming)").length >= document.querySelectorAll(".msg-user").length);
    const id = new URL(page.url()).hash.slice(1);
    const { messages } = await (await fetch(new URL(`/api/sessions/${id}/messages?limit=200`, hera.url))).json();
    said.push(messages.filter(({ role }) => role === "user").map(({ content }) => content));
    await eventually(() => page.$$eval(".msg-user .msg-text", (all) => all.map((one) => one.textContent)), page === pages[0] ? ["I am tab 0", "second", "third"] : ["I am tab 1"]);
  }
  assert.deepEqual(said, [["I am tab 0", "second", "third"], ["I am tab 1"]]);
  await context.close();
});

test("what a tab that was closed could not say, the next one says", async () => {
  const context = await contextOf(browser);
  await context.route("**/api/sessions", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  const gone = await context.newPage();
  await gone.goto(hera.url);
  await begun(gone);
  await gone.fill("#message", "Do not forget me");
  await gone.press("#message", "Enter");
  await gone.waitForSelector("hera-message");
  await gone.close();
  await context.unroute("**/api/sessions");
  const page = await context.newPage();
  // A tab is gone when the browser has taken back what it held.
  await page.goto(new URL("icon.svg", hera.url).href);
  await eventually(() => page.evaluate(async () => (await navigator.locks.query()).held?.length), 0);
  await page.goto(hera.url);
  await page.waitForFunction(() => [...document.querySelectorAll(".msg-user .msg-text")].map((one) => one.textContent).join() === "Do not forget me" && document.querySelector(".msg-assistant"));
  await context.close();
});

/** The page's clock stands still but for what the test lets pass: however busy the machine is, this is how long a person waits. */
test("a line that died in the page's sleep is asked when it wakes, and noticed within three seconds: when it is looked at, comes back, or has a network again", async () => {
  const person = await visit(browser, wire.url, { prepare: async (context) => void (await context.clock.install()) });
  const { page } = person;
  for (const [index, event] of ["visibilitychange", "online", "pageshow"].entries()) {
    await person.say(`Hello ${index}`);
    await person.replies(index + 1);
    await person.bySocket();
    const socket = person.sockets.at(-1);
    const pings = () => socket.sent.filter(({ type }) => type === "ping").length;
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 10_000); // the line has lasted
    wire.hush();
    const before = pings();
    await page.evaluate((name) => {
      const [app, woken] = [document.querySelector("#app"), Date.now()];
      globalThis.noticed = null; // another line may be there before anybody sees that there was none
      const watch = new MutationObserver(() => (app.getAttribute("data-phase") === "open" ? null : (watch.disconnect(), (globalThis.noticed = Date.now() - woken))));
      watch.observe(app, { attributes: true, attributeFilter: ["data-phase"] });
      (name === "visibilitychange" ? document : window).dispatchEvent(new Event(name));
    }, event);
    await eventually(pings, before + 1, `${event}: it is asked`);
    await page.clock.runFor(3_000);
    const after = await page.evaluate(() => globalThis.noticed);
    assert.ok(after !== null && after >= 1_900 && after <= 3_000, `${event}: it is noticed after ${after} ms`);
    await page.clock.resume();
    await person.ready();
  }
  await person.say("Still here");
  await person.replies(4);
  person.check();
  await person.leave();
});

test("every text is written in its own direction", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await person.say("שלום, אני בת 33");
  await person.replies(1);
  assert.equal(await page.$eval(".msg-user .msg-text", (text) => getComputedStyle(text).direction), "rtl");
  assert.equal(await page.$eval(".msg-assistant .msg-text", (text) => getComputedStyle(text).direction), "ltr");
  await page.fill("#message", "مرحبا");
  assert.equal(await page.$eval("#message", (text) => getComputedStyle(text).direction), "rtl");
  await person.leave();
});

test("on a phone Enter makes a line; at a desk it sends, unless one says otherwise", async () => {
  const phone = await contextOf(browser, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const page = await phone.newPage();
  await page.goto(hera.url);
  await page.waitForSelector("#app[data-phase=open]");
  await page.fill("#message", "one");
  await page.press("#message", "Enter");
  assert.equal(await page.inputValue("#message"), "one\n");
  assert.equal(await page.getAttribute("#message", "enterkeyhint"), "enter");
  await page.click(".send");
  await page.waitForSelector(".msg-user");
  await phone.close();

  const person = await visit(browser, hera.url);
  await person.page.click("#menu-label");
  await person.page.click("#enter");
  await person.page.reload();
  await person.ready();
  await person.page.fill("#message", "one");
  await person.page.press("#message", "Enter");
  assert.equal(await person.page.inputValue("#message"), "one\n");
  await person.page.press("#message", "Control+Enter");
  await person.replies(1);
  await person.leave();
});

test("without scripts, something is said", async () => {
  const still = await contextOf(browser, { javaScriptEnabled: false });
  const page = await still.newPage();
  await page.goto(hera.url);
  assert.match(await page.innerText("noscript"), /JavaScript/);
  assert.equal(await page.locator("button:visible, summary:visible").count(), 0, "and nothing is there that does nothing");
  await still.close();
});

test("the panel of a phone makes way: Escape, a tap beside it, sending, writing", async () => {
  const person = await visit(browser, hera.url, { width: 390, height: 800 });
  const { page } = person;
  const open = async () => {
    await page.click(".progress-toggle");
    await page.waitForSelector("hera-progress.is-open");
  };
  const closed = () => page.waitForSelector("hera-progress:not(.is-open)");
  await open();
  await page.keyboard.press("Escape");
  await closed();
  assert.equal(await page.evaluate(() => document.activeElement?.className), "progress-toggle");
  await open();
  await page.click(".top-name");
  await closed();
  await open();
  await page.focus("#message");
  assert.equal(await page.locator("hera-progress.is-open").count(), 1, "the keyboard only passes it");
  await page.keyboard.type("I");
  await closed();
  await page.fill("#message", "I'm 33");
  await open();
  await page.click(".send");
  await closed();
  await person.replies(1);
  await person.leave();
});

test("what was said in a conversation that was left before it could be sent is sent there, and nowhere else", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  const context = page.context();
  const texts = () => page.$$eval(".msg-user .msg-text", (all) => all.map((one) => one.textContent));
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("hera.out.")).length);
  const all = async () => {
    const { sessions } = await page.evaluate(async () => (await fetch("/api/sessions?limit=50")).json());
    const told = await Promise.all(sessions.map(async (/** @type {any} */ { session_id: id }) => (await (await fetch(new URL(`/api/sessions/${id}/messages?limit=200`, hera.url))).json()).messages.filter((/** @type {any} */ { role }) => role === "user").map((/** @type {any} */ { content }) => content)));
    return told.filter((one) => one.length > 0).map((one) => one.join()).sort();
  };
  const refused = (/** @type {import("playwright-core").Route} */ route) => (route.request().method() === "POST" ? route.abort() : route.continue());
  const anew = async () => {
    await page.click("#menu-label");
    await page.click("#fresh");
    await page.waitForFunction(() => location.hash === "" && document.querySelectorAll("hera-message").length === 0);
  };
  await person.say("Here");
  await person.replies(1);

  // Back to the one before; and, while it is still away, a reload, and another new one.
  await context.route("**/api/sessions", refused);
  await anew();
  await person.say("For the new one");
  await page.waitForSelector(".msg-user");
  await page.goBack();
  await person.ready();
  await eventually(texts, ["Here"]);
  await page.reload();
  await person.ready();
  await eventually(texts, ["Here"]);
  await anew();
  await person.say("For another one");
  await eventually(texts, ["For another one"]);
  await context.unroute("**/api/sessions");
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await page.waitForFunction(() => location.hash.length > 30 && document.querySelector(".msg-assistant:not(.is-streaming)"));
  await eventually(kept, 0);
  await eventually(all, ["For another one", "For the new one", "Here"]);
  assert.deepEqual(await texts(), ["For another one"]);

  // It is in the list by its words, and what is said next is said where one is.
  await page.waitForFunction(() => Object.values(localStorage).includes("For the new one"));
  await page.click("#menu-label");
  await page.click("#sessions");
  await page.click(".session-name >> text=For the new one");
  await eventually(texts, ["For the new one"]);
  await person.say("And more");
  await eventually(all, ["For another one", "For the new one,And more", "Here"]);

  // The same of one that has a name: it is sent when it can be, whatever is open.
  const first = person.session;
  await page.waitForFunction(() => document.querySelectorAll(".msg-assistant:not(.is-streaming)").length === 2);
  await context.setOffline(true);
  await person.say("While away");
  await anew();
  await context.setOffline(false);
  await page.waitForFunction((id) => location.hash.length > 30 && !location.hash.includes(id), first);
  await eventually(all, ["For another one", "For the new one,And more,While away", "Here"]);
  await eventually(kept, 0);
  await person.leave();
});

test("what is being written is a tab's own; what a closed tab was writing, the next one goes on with", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await person.say("Hello");
  await person.replies(1);
  const other = await person.tab();
  await other.page.fill("#message", "A long draft in the other tab");
  await page.fill("#message", "Mine");
  const third = await person.tab();
  assert.equal(await third.page.inputValue("#message"), "");
  await person.say("Short");
  await person.replies(2);
  for (const tab of [page, other.page]) {
    await tab.reload();
    await tab.waitForSelector("#app[data-phase=open]");
  }
  assert.equal(await page.inputValue("#message"), "");
  assert.equal(await other.page.inputValue("#message"), "A long draft in the other tab");
  await other.page.close();
  await third.page.close();
  await eventually(() => page.evaluate(async () => new Set((await navigator.locks.query()).held?.map(({ clientId }) => clientId)).size), 1);
  await page.reload();
  await page.waitForFunction(() => /** @type {HTMLTextAreaElement} */ (document.querySelector("#message")).value === "A long draft in the other tab");
  await person.leave();

  // The same before there is a conversation.
  const context = await contextOf(browser);
  await context.route("**/api/sessions", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  const pages = [await context.newPage(), await context.newPage()];
  await pages[0].goto(hera.url);
  await begun(pages[0]);
  await pages[0].fill("#message", "A private draft");
  await pages[1].goto(hera.url);
  await begun(pages[1]);
  assert.equal(await pages[1].inputValue("#message"), "");
  await pages[1].fill("#message", "Said by the other");
  await pages[1].press("#message", "Enter");
  await pages[0].reload();
  await begun(pages[0]);
  assert.equal(await pages[0].inputValue("#message"), "A private draft");
  await context.unroute("**/api/sessions");
  await pages[0].waitForFunction(() => location.hash.length > 30);
  await pages[0].reload();
  await begun(pages[0]);
  assert.equal(await pages[0].inputValue("#message"), "A private draft", "it goes with its conversation");
  await context.close();
});
