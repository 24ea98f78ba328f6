/** Losses, other tabs, reloads and restarts: nothing is lost, nothing is said twice. */

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { cable, goesOn } from "./cable.mjs";
import { contextOf, eventually, launch, startHera, until, visit } from "./harness.mjs";

const PACE_MS = 50;
const SLOWLY_MS = 300; // where a reply must still be written when the test looks at it, on whatever machine

let hera;
let slow;
let browser;
let wire;
before(async () => {
  [hera, slow, browser] = await Promise.all([startHera({ pace: PACE_MS }), startHera({ own: true, pace: SLOWLY_MS }), launch()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([hera?.stop(), slow?.stop()]);
});
beforeEach(async () => {
  wire = await cable(hera.url);
});
afterEach(() => wire.close());

/** Until the page has noticed that it is alone. @param {import("./harness.mjs").Person} person */
const away = (person) => person.page.waitForSelector("#app:not([data-phase=open])");

test("a reply that is cut in the middle is complete afterwards, and so is what was said meanwhile", async () => {
  const person = await visit(browser, wire.url, { lang: "ja" });
  wire.hush(goesOn());
  await person.say("こんにちは。はじめましょう");
  await person.streaming(3);
  wire.cut();
  await away(person);
  const [, cutAt] = (await person.shown()).map(({ content }) => content);
  await person.page.waitForFunction(() => document.querySelector(".status[data-kind=warn] .status-text")?.textContent.includes("つなぎ直して"));

  await person.say("33歳です");
  await person.page.waitForSelector("hera-message:last-child .msg-note >> text=送信を待っています");
  wire.mend();
  await person.replies(2);

  await eventually(() => person.shown(), await person.stored());
  const shown = await person.shown();
  assert.equal(shown.length, 4);
  assert.ok(shown[1].content.startsWith(cutAt) && shown[1].content.length > cutAt.length, "the cut was in the middle");
  const welcomes = person.sockets.flatMap(({ got }) => got.filter(({ type }) => type === "welcome"));
  assert.deepEqual(welcomes.map(({ resumed }) => resumed), ["fresh", "tail"]);
  person.check();
  await person.leave();
});

test("cut again and again during one reply", async () => {
  const slower = await startHera({ own: true, pace: 3 * SLOWLY_MS }); // the reply outlasts three cuts, each of which may take seconds
  const line = await cable(slower.url, { streams: true });
  const person = await visit(browser, line.url);
  await person.say("Hello, let's begin");
  for (let cuts = 1; cuts <= 3; cuts += 1) {
    await person.streaming(10 * cuts);
    line.cut();
    await away(person);
    line.mend();
    await person.page.evaluate(() => dispatchEvent(new Event("online"))); // as the browser says when the network is back
    await person.ready();
  }
  await person.replies(1);
  await eventually(() => person.shown(), await person.stored());
  assert.ok(person.sockets.length >= 2); // by HTTP after the second that broke off at once
  person.check();
  await person.leave();
  await line.close();
  await slower.stop();
});

test("a message whose acknowledgement is lost is sent again and said once", async () => {
  const person = await visit(browser, wire.url);
  wire.hush();
  await person.say("Hello, let's begin");
  while ((await person.stored(hera.url)).length < 2) await person.page.waitForSelector("hera-message .msg-note >> text=Sending");
  wire.cut();
  await away(person);
  wire.mend();
  await person.replies(1);
  const shown = await person.shown();
  assert.equal(shown.length, 2);
  assert.deepEqual(shown, await person.stored());
  await until(() => person.sockets.flatMap(({ got }) => got).some(({ type }) => type === "accepted"), "its acknowledgement");
  const sent = person.sockets.flatMap(({ sent }) => sent.filter(({ type }) => type === "message"));
  assert.equal(sent.length, 2);
  assert.equal(sent[0].client_msg_id, sent[1].client_msg_id);
  const accepted = person.sockets.flatMap(({ got }) => got.filter(({ type }) => type === "accepted"));
  assert.deepEqual(accepted.map(({ duplicate }) => duplicate), [true]);
  person.check();
  await person.leave();
});

test("what was said offline is sent by the next page that opens the conversation", async () => {
  const person = await visit(browser, wire.url);
  const link = person.page.url();
  wire.cut();
  await away(person);
  for (const text of ["Hello", "I'm 33", "I live in Berlin"]) await person.say(text);
  await person.page.waitForFunction(() => document.querySelectorAll("hera-message").length === 3);
  await person.page.goto("about:blank");
  wire.mend();
  await person.page.goto(link);
  await person.ready();
  await person.replies(3);
  const said = (await person.stored()).filter(({ role }) => role === "user").map(({ content }) => content);
  assert.deepEqual(said, ["Hello", "I'm 33", "I live in Berlin"]);
  person.check();
  await person.leave();
});

test("two tabs stay in step, and a third that opens in the middle of a reply has all of it", async () => {
  const one = await visit(browser, slow.url);
  const two = await visit(browser, one.page.url(), { lang: "ja", width: 400 });
  assert.equal(one.session, two.session);
  await one.say("Hello, let's begin");
  await two.streaming(10);
  const three = await visit(browser, one.page.url());
  await Promise.all([one, two, three].map((person) => person.replies(1)));
  await two.say("33歳の女性です");
  await Promise.all([one, two, three].map((person) => person.replies(2)));
  const stored = await one.stored();
  assert.equal(stored.length, 4);
  // This process hears of each in its own time: of every tab, what came up to the end of the second turn.
  const events = (person) => person.sockets.flatMap(({ got }) => got).filter(({ event, snapshot }) => event && !snapshot);
  const { id: last } = await until(() => events(one).filter(({ event }) => event.type === "RUN_FINISHED")[1], "the end of the second turn");
  const heard = (person) => events(person).map(({ id }) => id);
  const ids = (person) => heard(person).slice(0, heard(person).indexOf(last) + 1);
  for (const person of [one, two, three]) {
    await eventually(() => person.shown(), stored);
    await eventually(() => heard(person).includes(last), true);
    person.check();
  }
  assert.deepEqual(ids(one), ids(two));
  assert.deepEqual(ids(three), ids(one).slice(-ids(three).length));
  for (const person of [one, two, three]) await person.leave();
});

/** The conversations that the server lists for a person. @param {import("./harness.mjs").Person} person @returns {Promise<string[]>} */
const listed = ({ page }) => page.evaluate(async () => (await (await fetch("/api/sessions")).json()).sessions.map(({ session_id: id }) => id));

test("who opens somebody else's link is told before the first word, and keeps none of it", async () => {
  const one = await visit(browser, hera.url);
  await one.say("Hello, let's begin");
  await one.replies(1);
  const two = await visit(browser, one.page.url());
  const told = two.page.getByRole("heading", { name: "Somebody else began this conversation" });
  await told.waitFor();
  assert.equal(await one.page.getByRole("heading", { name: "Somebody else began this conversation" }).count(), 0);
  const keys = () => two.page.evaluate(() => Object.keys(localStorage).filter((key) => /^hera\.(title|session)/.test(key)));
  assert.deepEqual(await keys(), [], "it is not remembered as one's own");
  await two.page.getByRole("button", { name: "Begin one of my own" }).click();
  await two.page.waitForFunction((id) => location.hash.length > 1 && !location.hash.includes(id), one.session);
  await two.ready();
  assert.equal(await told.count(), 0);
  await two.say("Hello, let's begin");
  await two.replies(1);
  const own = two.session;
  await eventually(async () => (await keys()).sort(), ["hera.session", `hera.title.${own}`]);

  // The browser is made to forget: whoever comes next is somebody else, with nothing to list.
  await two.page.click("#menu-label");
  await two.page.click("#sessions");
  await two.page.getByRole("button", { name: "Forget me on this device" }).click();
  await two.page.getByRole("button", { name: "Forget", exact: true }).click();
  await two.page.waitForFunction((id) => location.hash.length > 1 && !location.hash.includes(id), own);
  await two.ready();
  await eventually(() => listed(two), [two.session]);
  assert.ok(!(await keys()).includes(`hera.title.${own}`));
  await two.page.goto(new URL(`#${own}`, hera.url).href);
  await told.waitFor();
  for (const person of [one, two]) {
    person.check();
    await person.leave();
  }
});

test("a browser that is made to forget forgets in all of its tabs", async () => {
  const person = await visit(browser, hera.url);
  const { session } = person;
  await person.say("I live in Zerzura");
  await person.replies(1);
  const other = await person.tab();
  await other.replies(1);
  await other.page.fill("#message", "Zerzura has white walls");
  await person.page.bringToFront();
  await person.page.click("#menu-label");
  await person.page.click("#sessions");
  await person.page.getByRole("button", { name: "Forget me on this device" }).click();
  await person.page.getByRole("button", { name: "Forget", exact: true }).click();
  for (const { page } of [person, other]) {
    await page.bringToFront();
    await page.waitForFunction((id) => location.hash.length > 1 && !location.hash.includes(id), session);
    await page.waitForSelector("#app[data-phase=open]");
    await page.waitForFunction(() => !document.body.textContent?.includes("Zerzura") && /** @type {HTMLTextAreaElement} */ (document.querySelector("#message")).value === "");
    await page.waitForFunction((id) => !Object.entries(localStorage).some(([key, value]) => key.includes(id) || value.includes("Zerzura")), session);
  }
  await eventually(async () => (await listed(person)).sort(), [person.session, other.session].sort(), "they are one guest");
  for (const one of [person, other]) one.check();
  await person.leave();
});

test("a reload in the middle of a reply goes on with it, and keeps the draft", async () => {
  const person = await visit(browser, slow.url);
  const { page } = person;
  await person.say("Hello, let's begin");
  await person.streaming(10);
  await page.fill("#message", "half a thou");
  await page.reload();
  await person.ready();
  await person.replies(1);
  await eventually(() => person.shown(), await person.stored());
  assert.equal(await page.inputValue("#message"), "half a thou");
  person.check();
  await person.leave();
});

test("a server that is killed in the middle of a reply, and started again, finishes it", async () => {
  const first = await startHera({ pace: SLOWLY_MS, own: true });
  const line = await cable(first.url);
  const person = await visit(browser, line.url);
  await person.say("Hello, let's begin");
  await person.streaming(12);
  await first.stop({ signal: "SIGKILL", keep: true });
  await away(person);
  await person.say("I'm 33");
  const second = await startHera({ pace: PACE_MS, own: true, dir: first.dir });
  line.to(second.url);
  await person.replies(2);
  const shown = await person.shown();
  assert.equal(shown.length, 4);
  assert.deepEqual(shown, await person.stored());
  person.check();
  await person.leave();
  await line.close();
  await second.stop();
});

test("stop ends the reply and keeps what was said", async () => {
  await Promise.all(["button", "Escape"].map(async (how) => {
    const person = await visit(browser, slow.url);
    const { page } = person;
    await person.say("Hello, let's begin");
    await person.streaming(6);
    if (how === "button") await page.click(".stop");
    else await page.press("#message", "Escape");
    await page.waitForSelector(".msg-assistant:not(.is-streaming) .msg-note >> text=Stopped here");
    const { messages } = await person.get("messages");
    assert.equal(messages.at(-1).metadata.hera.status, "cancelled");
    assert.deepEqual(await person.shown(), await person.stored());
    assert.equal(await page.evaluate(() => document.activeElement.id), "message", "the person can go on writing");
    await person.say("I'm 33");
    await person.replies(2);
    person.check();
    await person.leave();
  }));
});

test("a link that leads nowhere says so and offers a new conversation", async () => {
  const person = await visit(browser, hera.url);
  const first = person.session;
  await person.page.goto(`${hera.url}#00000000-0000-4000-8000-000000000000`);
  await person.page.waitForSelector(".card >> text=This conversation was not found");
  assert.equal(await person.page.isDisabled("#message"), true);
  await person.page.click(".card .primary");
  await person.ready();
  await person.page.waitForFunction((old) => location.hash.length === 37 && !location.hash.includes(old) && !location.hash.includes("00000000-0000"), first);
  await person.say("Hello");
  await person.replies(1);
  await person.leave();
});

test("a link that is no link of ours is not asked for", async () => {
  const person = await visit(browser, hera.url);
  const sockets = person.sockets.length;
  for (const hash of ["%ff", "a/b"]) {
    await person.page.goto("about:blank");
    await person.page.goto(`${hera.url}#${hash}`);
    await person.page.waitForSelector(".card >> text=This conversation was not found");
  }
  assert.equal(person.sockets.length, sockets);
  person.check();
  await person.leave();
});

test("half a character is said as a sign of its own, and the conversation goes on", async () => {
  const person = await visit(browser, hera.url);
  await person.page.focus("#message");
  await person.page.evaluate(() => document.execCommand("insertText", false, "Hello \ud83d"));
  await person.page.press("#message", "Enter");
  await person.replies(1);
  assert.equal((await person.stored())[0].content, "Hello \ufffd");
  await person.page.reload();
  await person.ready();
  await eventually(() => person.shown(), await person.stored());
  await person.leave();
});

test("a page on which nothing happened goes on from its snapshot", async () => {
  const person = await visit(browser, wire.url);
  await until(() => person.sockets[0].got.some(({ type }) => type === "pong"), "the end of the snapshot");
  wire.cut();
  await away(person);
  wire.mend();
  await person.ready();
  await eventually(() => person.sockets.slice(1).flatMap(({ got }) => got.filter(({ type }) => type === "welcome").map(({ resumed }) => resumed)), ["tail"]);
  person.check();
  await person.leave();
});

test("a deleted conversation says so", async () => {
  const person = await visit(browser, hera.url);
  const gone = await person.page.evaluate((id) => fetch(`/api/sessions/${id}`, { method: "DELETE" }).then(({ ok }) => ok), person.session);
  assert.equal(gone, true);
  await person.page.waitForSelector(".card >> text=This conversation was deleted");
  await person.leave();
});

test("of a deleted conversation no word is left in the browser, in whichever tab or on whichever device it was deleted", async () => {
  for (const where of ["here", "elsewhere"]) {
    const person = await visit(browser, hera.url);
    const { page, session } = person;
    await person.say("I live in Zerzura");
    await person.replies(1);
    const other = await person.tab();
    await other.replies(1);
    await other.page.fill("#message", "Zerzura has white walls");
    await page.evaluate((id) => localStorage.setItem(`hera.out.${id}.x`, JSON.stringify({ clientMsgId: "x", text: "Zerzura again", at: 1, order: 1, state: "failed" })), session);
    const kept = () => Object.entries(localStorage).filter(([, value]) => value.includes("Zerzura")).length;
    await eventually(() => page.evaluate(kept), 3, "its title, a draft, and what was not sent");
    if (where === "here") {
      await page.click("#menu-label");
      await page.click("#sessions");
      await page.click(".session.is-current button[title=Delete]");
      await page.click(".session-ask .is-danger");
    } else {
      const deleted = await page.evaluate((id) => fetch(`/api/sessions/${id}`, { method: "DELETE" }).then(({ ok }) => ok), session);
      assert.equal(deleted, true);
    }
    await other.page.waitForSelector(".card >> text=This conversation was deleted");
    for (const tab of [other.page, page]) await tab.waitForFunction((id) => !Object.entries(localStorage).some(([key, value]) => key.includes(id) || value.includes("Zerzura")), session);
    await other.page.click("#lang-ja"); // it is drawn once more
    await other.page.waitForSelector(".card >> text=この会話は削除されました");
    assert.equal(await other.page.evaluate(kept), 0);
    assert.equal(await other.page.evaluate(words), false, "nor is it on the page");
    for (const one of [person, other]) one.check();
    await person.leave();
  }
});

/** Whether a page still has a word of the conversation about Zerzura, on it or in the browser. */
const words = () => `${document.documentElement.outerHTML} ${document.querySelector("textarea")?.value} ${JSON.stringify(localStorage)}`.includes("Zerzura");

/** Deletes a conversation on another device of the person's. @param {import("./harness.mjs").Person} person @param {string} id */
async function deleteElsewhere(person, id) {
  const cookie = (await person.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const { status } = await fetch(new URL(`/api/sessions/${id}`, hera.url), { method: "DELETE", headers: { cookie } });
  assert.equal(status, 204);
}

test("a page that comes back to a conversation that was deleted meanwhile says so, and lets go of all of it", async () => {
  for (const how of ["woken", "reloaded"]) {
    const person = await visit(browser, wire.url);
    const { page } = person;
    await person.say("I live in Zerzura");
    await person.replies(1);
    await page.fill("#message", "Zerzura has white walls");
    await wire.cut();
    await away(person);
    await deleteElsewhere(person, person.session);
    wire.mend();
    if (how === "woken") await page.evaluate(() => dispatchEvent(new Event("online")));
    else await page.reload();
    await page.waitForSelector(".card >> text=This conversation was deleted");
    assert.equal(await page.isDisabled("#message"), true);
    assert.equal(await page.evaluate(words), false, how);
    await person.leave();
  }
});

test("what is kept of a conversation that was deleted on another device is gone with the next page that opens", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await person.say("I live in Zerzura");
  await person.replies(1);
  await page.fill("#message", "Zerzura has white walls");
  const first = person.session;
  await page.click("#menu-label");
  await page.click("#fresh");
  await page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, first);
  await person.ready();
  await person.say("Somewhere else");
  await person.replies(1);
  await page.evaluate(() => localStorage.setItem("hera.draft.00000000-0000-4000-8000-000000000000", "Zerzura by a link"));
  const kept = () => Object.entries(localStorage).filter(([, value]) => value.includes("Zerzura")).length;
  await page.reload();
  await page.waitForFunction(() => !Object.values(localStorage).includes("Zerzura by a link")); // it has been looked after
  assert.equal(await page.evaluate(kept), 2, "what is there stays: its title and a draft");
  await deleteElsewhere(person, first);
  await page.reload();
  await page.waitForFunction(() => !Object.values(localStorage).some((value) => value.includes("Zerzura")));
  assert.equal(await page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("hera.title."))), true, "the other one stays");
  await person.leave();
});

test("two tabs that a browser opens at once are one guest", async () => {
  // A tab that comes later opens the conversation that another has begun already: then that is one less to be listed.
  for (let begun = 1; begun < 2; ) {
    const context = await contextOf(browser);
    const pages = await Promise.all([context.newPage(), context.newPage(), context.newPage()]);
    await Promise.all(pages.map((page) => page.goto(hera.url)));
    await Promise.all(pages.map((page) => page.waitForSelector("#app[data-phase=open]")));
    begun = new Set(pages.map((page) => page.url())).size;
    // All are in the list of each.
    for (const page of pages) await eventually(() => page.evaluate(async () => (await (await fetch("/api/sessions")).json()).sessions.length), begun);
    await context.close();
  }
});
