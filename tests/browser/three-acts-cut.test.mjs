/**
 * From the first visit to the printed letter, with a real server at a reader's pace: the line is cut and the page reloaded
 * while something is written, in every act.
 */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, test } from "node:test";
import { cable, goesOn } from "./cable.mjs";
import { eventually, launch, startHera, visit } from "./harness.mjs";
import { NAMES, PEOPLE, ended, greeted, keeps, letterOf, reads, settled, through } from "./three-acts.mjs";

const PHOTO = fileURLToPath(new URL("portraits/user.jpg", import.meta.url));

let hera;
let browser;
let wire;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ pace: 6, own: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});
afterEach(() => wire?.close());

for (const [lang, width, dark] of /** @type {const} */ ([["ja", 360, false], ["en", 1280, false]])) {
  test(`three acts, each cut and reloaded while it is written (${lang}, ${width} px, ${dark ? "dark" : "light"})`, async () => {
    wire = await cable(hera.url);
    const person = await visit(browser, wire.url, { lang, width, dark, height: 740 });
    const { page } = person;
    const away = () => page.waitForSelector("#app:not([data-phase=open])");
    let said = 0;
    const disturbed = new Set();
    const say = async (/** @type {string} */ text, /** @type {string} */ where) => {
      said += 1;
      const act = where.split(" ")[0];
      const first = !disturbed.has(act);
      disturbed.add(act);
      const again = !first && !disturbed.has(`${act} again`);
      if (first || again) wire.hush(goesOn());
      await person.say(text);
      if (first) {
        await person.streaming(3);
        wire.cut();
        await away();
        await page.waitForSelector(".is-streaming .msg-text");
        wire.mend();
      } else if (again) {
        disturbed.add(`${act} again`);
        await person.streaming(3);
        await page.reload();
        await person.ready();
      }
      await ended(person, said);
      await eventually(() => person.shown(), await person.stored(), where);
    };
    await through(lang, {
      say,
      complete: async () => {
        await page.waitForSelector('.portrait[data-kind="partner"]');
        await page.click(".card-joy .primary");
        // Not that it streams: a hello is short, and on a busy machine over before anybody looks.
        await page.waitForSelector('.msg[data-part="partner"]');
        wire.cut();
        await away();
        wire.mend();
        disturbed.add("family");
        await greeted(person);
        await page.evaluate(() => document.getElementById("photo").click());
        await page.setInputFiles("#photo-file", PHOTO);
        await page.waitForSelector("canvas.crop");
        await page.click(".photo-actions .primary");
        await page.waitForSelector('.portrait[data-kind="user"]');
        if (width < 1024) await page.click(".progress-toggle");
        // Painted of itself, once the family is there.
        await page.waitForSelector('.sitter[data-tone="child-1"] button.frame');
        if (width < 1024) await page.click(".progress-toggle");
        await page.waitForSelector('.portrait[data-kind="child"]');
      },
      planned: async () => {
        await settled(person);
        return page.isVisible(".card-plan");
      },
    });
    const speakers = new Set(await page.$$eval(".msg-assistant .msg-name", (names) => names.map((name) => name.textContent)));
    for (const name of PEOPLE[lang].cast) assert.ok(speakers.has(name), `${name} speaks`);

    const { story, letter: title } = NAMES[lang];
    wire.hush(goesOn(story));
    await page.click(".card-plan .primary");
    await page.waitForSelector('.msg[data-part="story"].is-streaming');
    wire.cut();
    await away();
    wire.hush(goesOn(title));
    wire.mend();
    await person.ready();
    await page.waitForSelector('.msg[data-part="letter"].is-streaming');
    await page.goto(`${wire.url}#${person.session}/letter`);
    await page.waitForSelector(".sheet-letter.is-writing > p:not(.sheet-note)");
    wire.cut();
    await away();
    wire.mend();
    await page.waitForSelector(".sheet-letter:not(.is-writing)");
    const letter = await letterOf(person, lang);
    await reads(person, letter);
    await eventually(() => page.locator(".sheet-faces img").count(), 2);
    await page.reload();
    await person.ready();
    await reads(person, letter);
    await keeps(person, letter);
    person.check();

    // Another device: another browser with another cookie, in the other language, by the link alone.
    const device = await visit(browser, page.url(), { lang: lang === "ja" ? "en" : "ja", width: width === 360 ? 1280 : 360 });
    await reads(device, letter);
    await device.page.keyboard.press("Escape");
    await device.page.waitForSelector(".card-keep");
    await eventually(() => device.shown(), await device.stored());
    device.check();
    await device.leave();
    await person.leave();
  });
}
