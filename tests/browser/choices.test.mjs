/** Answers that an agent offers: buttons below what they answer, until anybody says something more. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, launch, startHera } from "./harness.mjs";
import { history, stage } from "./stage.mjs";

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

const CHOICES = [{ label: "Cheerful", text: "I'm cheerful" }, { label: "هادئ", text: "أنا هادئ" }, { label: "x".repeat(40), text: "long" }];
const STATE = { phase: "interview", user_profile: {}, information_progress: {}, missing_fields: [], profile_complete: false, family: { members: [], trip_info: {}, plan: {} }, photos: { children: {} } };

/** A session whose last message offers answers. @param {any} options */
function offered(options) {
  const messages = history([["", "hi"], ["Hera", "And you?"], ["", "well"], ["Hera", "What are you like?"]]);
  for (const at of [1, 3]) messages[at].metadata.hera.suggestions = CHOICES;
  return stage(browser, hera.url, { messages, state: STATE, ...options });
}

/** The names of the buttons that are shown. @param {import("playwright-core").Page} page */
const labels = (page) => page.$$eval(".msg-choices:not([hidden]) button", (buttons) => buttons.map((button) => button.textContent));

for (const { lang, name, ...look } of [{ lang: /** @type {const} */ ("en"), name: "Answers to choose from", width: 1200, height: 800 }, { lang: /** @type {const} */ ("ja"), name: "選べるお返事", width: 360, height: 740, dark: true }]) {
  test(`answers are pressed, in ${lang}`, async () => {
    const { person, sent, tell } = await offered({ lang, ...look });
    const { page } = person;
    const group = page.getByRole("group", { name });
    await group.waitFor();
    assert.deepEqual(await labels(page), CHOICES.map(({ label }) => label), "only of the last message");
    assert.deepEqual(await group.getByRole("button").evaluateAll((all) => all.map((button) => getComputedStyle(button).direction)), ["ltr", "rtl", "ltr"]);
    await accessible(person, "answers are offered");

    // By the keyboard: from the composer a step back.
    await page.focus("#message");
    const onChoice = () => page.evaluate(() => document.activeElement?.closest(".msg-choices") !== null);
    for (let steps = 0; steps < 4 && !(await onChoice()); steps += 1) await page.keyboard.press("Shift+Tab");
    assert.ok(await onChoice(), "the choices are near the composer");
    await group.getByRole("button", { name: "Cheerful" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".msg-user").length === 3);
    assert.deepEqual(await labels(page), [], "an answer is on its way");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "message", "and the next thing can be written");
    const frame = await sent(1);
    assert.equal(frame.content, "I'm cheerful");

    // The next ones, read out; and gone as soon as somebody says something elsewhere.
    tell({ type: "TEXT_MESSAGE_CHUNK", messageId: "m8", role: "user", delta: frame.content, metadata: { hera: { client_msg_id: frame.client_msg_id } } });
    tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
    tell({ type: "TEXT_MESSAGE_START", messageId: "m9", role: "assistant", name: "Hera" });
    tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "m9", delta: "And where?" });
    tell({ type: "TEXT_MESSAGE_END", messageId: "m9" });
    tell({ type: "CUSTOM", name: "hera.suggestions", value: { message_id: "m9", choices: [{ label: "Here", text: "Here" }, { label: "There", text: "There" }] } });
    tell({ type: "RUN_FINISHED", threadId: "s", runId: "live", outcome: { type: "success" } });
    await page.waitForFunction(() => document.querySelectorAll(".msg-choices:not([hidden]) button").length === 2);
    assert.match(await page.locator("hera-log [role=status]").innerText(), new RegExp(`${name}.*Here.*There`));
    await group.getByRole("button", { name: "There" }).focus();
    tell({ type: "TEXT_MESSAGE_CHUNK", messageId: "m10", role: "user", delta: "elsewhere", metadata: { hera: { client_msg_id: "other" } } }, "next");
    await page.waitForFunction(() => document.querySelectorAll(".msg-choices:not([hidden]) button").length === 0);
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("scroller")), "whoever was on a button goes on from the conversation");
    assert.deepEqual(person.troubles, []);
    await person.leave();
  });
}
