/** What stands in a conversation and what can be done with it: nothing jumps, what failed is tried again, days, copies. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, startHera, visit } from "./harness.mjs";
import { scene } from "./scenes.mjs";
import { stage } from "./stage.mjs";

const DAY_MS = 86_400_000;

let hera;
let browser;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true, pace: 200 }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

test("nothing that stands there moves while a reply comes", async () => {
  const person = await visit(browser, hera.url, { width: 1280, height: 1800 });
  const { page } = person;
  await person.say("Hello");
  await person.replies(1);
  await page.fill("#message", "I'm 33");
  // The page itself looks, in each of its frames: from outside, a reply may be over before it was seen.
  await page.evaluate(() => {
    const [lengths, tops, places] = (globalThis.seen = [new Set(), new Set(), new Set()]);
    const top = (/** @type {Element} */ one) => one.getBoundingClientRect().top;
    const look = () => {
      const reply = document.querySelector(".is-streaming");
      const length = reply?.querySelector(".msg-text").textContent.length ?? 0;
      if (length >= 3) {
        lengths.add(length);
        tops.add(top(reply));
      }
      // What the person says may move what is above it; the reply may not.
      if (lengths.size > 0) places.add(["header.top", ".composer", ".side", "hera-message"].map((one) => Math.round(top(document.querySelector(one)))).join(" "));
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const old = await page.locator("hera-message").count();
  await page.press("#message", "Enter");
  await person.replies(2);
  assert.equal(await page.locator("hera-message").count(), old + 2);
  const [lengths, tops, places] = await page.evaluate(() => globalThis.seen.map((/** @type {Set<any>} */ all) => [...all]));
  assert.ok(lengths.length > 1, "it was seen to grow");
  assert.deepEqual([tops.length, places.length], [1, 1], JSON.stringify([tops, places]));
  await person.leave();
});

test("what was not taken is sent again under its name, or discarded; what was not answered is asked again", async () => {
  const scenery = scene("en", "talking");
  const { person, said, sent, tell, send } = await stage(browser, hera.url, scenery);
  const { page } = person;
  const times = (/** @type {string} */ name) => said.filter(({ type, client_msg_id: other }) => type === "message" && other === name).length;
  const refuse = (/** @type {any} */ { client_msg_id: name }) => send({ type: "error", code: "message_refused", message: "refused", temporary: false, client_msg_id: name });
  await person.say("Shall we take the train?");
  await page.waitForSelector(".msg-user:last-of-type .msg-note >> text=Sending");
  const first = await sent(1);
  const { client_msg_id: name } = first;
  refuse(first);
  await page.waitForSelector(".is-warn .msg-note >> text=Not sent");
  await page.click(".msg-actions >> text=Send again");
  await page.waitForSelector(".msg-user:last-of-type .msg-note >> text=Sending");
  await eventually(() => times(name), 2);
  send({ type: "accepted", client_msg_id: name, message_id: "asked", turn_id: "live", id: "101-a" });
  await page.waitForSelector(".msg-user:last-of-type .msg-note >> text=Sent");
  tell({ type: "TEXT_MESSAGE_CHUNK", messageId: "asked", role: "user", delta: "Shall we take the train?", metadata: { hera: { client_msg_id: name } } });
  tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  tell({ type: "RUN_ERROR", message: "no answer", code: "agent_failed" });
  await page.waitForSelector(".card-warn[role=alert]");
  await page.click(".card-warn .primary");
  await page.waitForSelector(".msg-user:last-of-type .msg-note >> text=Sending");
  const anew = await sent(2); // under another name
  assert.equal(anew.content, "Shall we take the train?");
  assert.deepEqual([times(name), times(anew.client_msg_id)], [2, 1]);
  refuse(anew);
  const before = await page.locator("hera-message").count();
  await page.click(".msg-actions >> text=Discard");
  await page.waitForFunction((old) => document.querySelectorAll("hera-message").length === old - 1, before);
  await page.reload();
  await person.ready();
  assert.equal(await page.locator("hera-message").count(), scenery.messages.length, "what is discarded is gone for good");
  assert.equal(await page.locator(".is-warn").count(), 0);
  await person.leave();
});

test("days, times, and copies of a message and of the link", async () => {
  const long = scene("ja", "planned");
  for (const [index, message] of long.messages.entries()) {
    if (index < 2) message.metadata.hera.at = new Date(Date.now() - 9 * DAY_MS).toISOString();
    else if (index < 4) message.metadata.hera.at = new Date(Date.now() - DAY_MS).toISOString();
    else message.metadata.hera.at = new Date().toISOString();
  }
  const { person } = await stage(browser, hera.url, long);
  const { page } = person;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  const days = await page.$$eval(".day", (all) => all.map((day) => day.textContent));
  assert.equal(days.length, 3);
  assert.match(days[0], /^\d+月\d+日/);
  assert.deepEqual(days.slice(1), ["きのう", "きょう"]);
  assert.ok((await page.$$eval(".msg-time", (all) => all.map((time) => time.textContent))).every((time) => /^\d?\d:\d\d$/.test(time)));
  const first = page.locator(".msg-assistant").first();
  await first.hover();
  await first.locator(".msg-copy").click();
  await page.waitForSelector(".status >> text=コピーしました");
  await eventually(clipboard, await first.locator(".msg-text").textContent());
  await page.click("#menu-label");
  await page.click("#copy-link");
  await page.waitForFunction(() => document.querySelector(".status-text").textContent.includes("別の端末"));
  await eventually(clipboard, `${hera.url}#${person.session}`);
  await person.leave();
});
