/** Agents elsewhere may say anything: whatever comes over the wire, the conversation is drawn and goes on. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { contextOf, launch, startHera } from "./harness.mjs";
import { chat, scene } from "./scenes.mjs";
import { history, photoOf, stage } from "./stage.mjs";

const ODD = [null, 0, 1.5, "text", "", "http://[", "//example.org/a.png", true, [], [null], [[]], ["text"], {}, { name: null }, { toString: 1, valueOf: 1 }];

let hera;
let browser;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** The places of a document, each as a path. @param {any} whole @param {string} [path] @returns {string[]} */
function places(whole, path = "") {
  const members = typeof whole === "object" && whole !== null ? Object.entries(whole) : [];
  return [path, ...members.flatMap(([name, member]) => places(member, `${path}/${name}`))];
}

/** The person sees what is said next. @param {Awaited<ReturnType<typeof stage>>} staged @param {string} text @param {string} what */
async function goesOn({ person, tell }, text, what) {
  tell({ type: "TEXT_MESSAGE_START", messageId: text, role: "assistant", name: "Hera" }, text);
  tell({ type: "TEXT_MESSAGE_CONTENT", messageId: text, delta: text }, text);
  tell({ type: "TEXT_MESSAGE_END", messageId: text }, text);
  await person.page.waitForFunction((said) => [...document.querySelectorAll(".msg-text")].at(-1)?.textContent === said, text);
  assert.deepEqual(person.troubles, [], what);
}

for (const act of ["interview", "planned", "complete"]) {
  test(`whatever stands in one place of the state, the conversation goes on: ${act}`, async () => {
    const { state: told, ...rest } = scene("en", act === "interview" ? "family" : act);
    const state = structuredClone(act === "interview" ? { ...told, phase: "interview" } : told);
    const staged = await stage(browser, hera.url, { ...rest, state, width: 1280 });
    const { person, tell } = staged;
    const shown = (await person.shown()).length;
    let count = 0;
    for (const path of places(state)) {
      for (const value of ODD) {
        const tale = structuredClone(state);
        const names = path.split("/").slice(1);
        const last = names.pop();
        if (last !== undefined) names.reduce((one, name) => one[name], tale)[last] = value;
        tell({ type: "STATE_DELTA", delta: [{ op: "replace", path: "", value: last === undefined ? value : tale }] });
        count += 1;
      }
      await person.page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
      assert.deepEqual([person.troubles, (await person.shown()).length], [[], shown], path);
    }
    assert.ok(count > 500);
    tell({ type: "STATE_DELTA", delta: [{ op: "replace", path: "", value: state }] });
    await goesOn(staged, "All the same", act);
    assert.equal(await person.page.locator("hera-family .sitter").count(), 4, "the family is there as before");
    assert.equal(staged.said.filter(({ type }) => type === "hello").length, 1, "on the same connection");
    await person.leave();
  });
}

test("a state that is of another kind from the beginning blanks nothing", async () => {
  const planned = scene("en", "planned");
  const { user_profile: profile, family } = planned.state;
  const states = [
    null, "x", [], {}, { ...planned.state, user_profile: null, photos: null, family: null, information_progress: null, phase: null },
    { ...planned.state, family: { ...family, members: [null, ...family.members] } }, { ...planned.state, family: { ...family, trip_info: null } }, { ...planned.state, family: { ...family, plan: null } },
    { ...planned.state, phase: "interview", user_profile: { ...profile, children_info: [null, { name: null }], age: { a: 1 }, hobbies: { toString: 1 } }, information_progress: { 'a"]': true } },
    { ...planned.state, photos: { user: null, partner: { ...photoOf(planned.session ?? "s", "partner", 1), width: 0, height: null, created_at: "once" }, children: [null] } },
  ];
  for (const state of states) {
    const staged = await stage(browser, hera.url, { ...planned, state, width: 1280 });
    assert.equal((await staged.person.shown()).length, planned.messages.length);
    await goesOn(staged, "All the same", JSON.stringify(state)?.slice(0, 80));
    await staged.person.leave();
  }
});

test("messages that are none are left out, what is of another kind in one of them is not drawn", async () => {
  const sound = history([["", "Hello"], ["agent", "Hi"]]);
  const odd = ODD.flatMap((value, index) => [
    value, { id: value, role: "assistant", content: "no name" },
    { ...sound[1], id: `a${index}`, name: value, content: "said", metadata: value }, { ...sound[1], id: `b${index}`, content: "said", metadata: { hera: { at: value, attachments: value, suggestions: value } } },
    { ...sound[1], id: `c${index}`, content: "said", metadata: { hera: { at: 8.64e15, attachments: [{ id: "p", url: value }, value], suggestions: [{ label: value, text: "t" }] } } },
  ]).filter((one) => typeof one?.id !== "string" || one.content !== undefined);
  const staged = await stage(browser, hera.url, { ...chat("en"), messages: [...odd, ...sound, ...sound], width: 1280 });
  const shown = await staged.person.shown();
  assert.deepEqual(shown.slice(-2).map(({ content }) => content), ["Hello", "Hi"]);
  assert.ok(shown.slice(0, -2).every(({ content }) => ["said", "no name"].includes(content)), JSON.stringify(shown));
  await goesOn(staged, "All the same", "messages");
  await staged.person.leave();
});

test("a socket on which something speaks that is not hera is used all the same", async () => {
  const nonsense = ["{", "5", "null", "[]", '"x"', '{"type":"zzz"}', '{"id":"1-a","event":null}', '{"id":"1-a","event":{}}', '{"id":7,"event":{"type":"RUN_STARTED"}}', '{"id":"x","event":{"type":"RUN_STARTED"}}', '{"type":"error","code":{"toString":1}}', '{"type":"accepted"}', '{"type":"pong","nonce":[]}', Buffer.from([1, 2, 3])];
  const context = await contextOf(browser);
  const page = await context.newPage();
  const troubles = /** @type {string[]} */ ([]);
  page.on("pageerror", ({ message }) => troubles.push(message));
  await context.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      socket.send(message);
      for (const one of nonsense) socket.send(one);
    });
  });
  await page.goto(hera.url);
  await page.waitForSelector("#app[data-phase=open][data-transport=socket]");
  await page.fill("#message", "Hello");
  await page.press("#message", "Control+Enter");
  await page.waitForSelector(".msg-assistant:not(.is-streaming)");
  assert.deepEqual([troubles, await page.getAttribute("#app", "data-transport")], [[], "socket"]);
  await context.close();
});
