/**
 * From the first visit to the printed letter, with a real server at full speed, in two tabs: the page is left, reloaded and
 * cut off at every step.
 */

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { cable } from "./cable.mjs";
import { eventually, launch, startHera, visit } from "./harness.mjs";
import { ended, greeted, keeps, letterOf, reads, settled, through } from "./three-acts.mjs";

let hera;
let browser;
let wire;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});
afterEach(() => wire?.close());

/** All that makes up where a person stands. */
const standing = () => ({
  address: location.hash,
  act: /** @type {HTMLElement} */ (document.querySelector("hera-progress")).dataset.act,
  known: document.querySelector(".progress-count").textContent,
  said: [...document.querySelectorAll("hera-message")].map((message) => [message.querySelector(".msg-name").textContent, message.querySelector(".msg-text").textContent, message.querySelector(".msg-text").getAttribute("lang")]),
  chapters: [...document.querySelectorAll(".chapter h2")].map((title) => title.textContent),
  card: [...document.querySelectorAll(".card h2, .card dd, .card button")].map((part) => part.textContent),
  draft: /** @type {HTMLTextAreaElement} */ (document.querySelector("#message")).value,
  sheet: document.querySelector("#keepsake:not([hidden]) .sheet")?.textContent ?? null,
});

/** Waits until a person stands there. @param {import("./harness.mjs").Person} person @param {ReturnType<typeof standing>} wanted @param {string} where */
async function stands(person, wanted, where) {
  await person.page.bringToFront();
  await person.ready();
  await eventually(() => person.page.evaluate(standing), wanted, where);
}

/** Cut off, reloaded, left and come back to, a page is where it was. @param {import("./harness.mjs").Person} person @param {string} where @param {import("./harness.mjs").Person[]} [tabs] all on the line that is cut */
async function comesBack(person, where, tabs = [person]) {
  const { page } = person;
  await page.bringToFront();
  await settled(person);
  const before = await page.evaluate(standing);
  assert.ok(before.address.includes(person.session));
  wire.cut();
  await page.waitForSelector("#app:not([data-phase=open])");
  wire.mend();
  for (const tab of tabs) await tab.page.evaluate(() => dispatchEvent(new Event("online"))); // as the browser says when the network is back
  await stands(person, before, `${where}, after a cut`);
  await page.reload();
  await stands(person, before, `${where}, after a reload`);
  await page.goBack();
  await page.waitForURL((url) => !url.hash.startsWith(before.address));
  await page.goForward();
  await page.waitForURL((url) => url.hash === before.address);
  await stands(person, before, `${where}, back and forward`);
}

for (const [lang, width, dark] of /** @type {const} */ ([["en", 360, true], ["ja", 1280, true]])) {
  test(`three acts in two tabs, left and reloaded at every step (${lang}, ${width} px, ${dark ? "dark" : "light"})`, async () => {
    wire = await cable(hera.url, { streams: true });
    const person = await visit(browser, wire.url, { lang, width, dark, height: 740 });
    const { page } = person;
    await comesBack(person, "welcome");
    const other = await person.tab();
    const tabs = [person, other];
    const bothHere = async (/** @type {string} */ where) => {
      await page.bringToFront();
      await settled(person);
      await stands(other, await page.evaluate(standing), `${where}, the other tab`);
    };
    let said = 0;
    await page.fill("#message", lang === "ja" ? "書きかけの" : "half a thou");
    await comesBack(person, "a draft", tabs);
    await page.fill("#message", "");

    const say = async (/** @type {string} */ text, /** @type {string} */ where) => {
      // Now from one tab, now from the other.
      const [one, two] = said % 2 === 0 ? [person, other] : [other, person];
      await one.page.bringToFront();
      await one.say(text);
      said += 1;
      await ended(one, said);
      await ended(two, said);
      await eventually(() => person.shown(), await person.stored(), where);
      await bothHere(where);
      if (where !== "family" || said % 2 === 0) await comesBack(person, `${where}, ${said}`, tabs);
    };
    await through(lang, {
      say,
      complete: async () => {
        await page.waitForSelector('.portrait[data-kind="partner"]');
        await other.page.bringToFront();
        await other.page.click(".card-joy .primary");
        await greeted(other);
        await greeted(person);
        await bothHere("the family has greeted");
        await comesBack(person, "the family has greeted", tabs);
      },
      planned: () => page.isVisible(".card-plan"),
    });
    await comesBack(person, "the plan", tabs);
    await other.page.click(".card-plan .primary");
    await page.waitForSelector(".card-keep");
    await other.page.waitForSelector(".card-keep");
    await bothHere("the memory");
    await comesBack(person, "the memory", tabs);

    const talk = await page.evaluate(standing);
    await page.click(".card-keep .primary >> nth=0");
    await page.waitForSelector(".sheet-story");
    await comesBack(person, "the story", tabs);
    const story = await page.evaluate(standing);
    await page.click(".keepsake-tabs button >> nth=1");
    const letter = await letterOf(person, lang);
    await reads(person, letter);
    await comesBack(person, "the letter", tabs);
    await keeps(person, letter);
    await page.goBack();
    await stands(person, story, "back to the story");
    await page.goBack();
    await stands(person, talk, "back to the conversation");
    await page.goForward();
    await stands(person, story, "forward to the story");
    person.check();
    other.check();
    await person.leave();
  });
}
