/**
 * From the first visit to the printed letter, with a real server. At a reader's pace the line is cut and the page
 * reloaded while something is written, in every act; at full speed the page is left, reloaded and cut off at every step.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, afterEach, before, test } from "node:test";
import { cable } from "./cable.mjs";
import { launch, startHera, visit } from "./harness.mjs";

const MOST_TURNS = 6;
const PHOTO = fileURLToPath(new URL("portraits/user.jpg", import.meta.url));
const LETTER = { ja: "手紙", en: "Letter" };
const PEOPLE = {
  ja: {
    interview: [
      "33歳の女性です。東京に住んでいて、独身です。年収は500万円くらいです。明るくて好奇心旺盛な性格です。",
      "理想のパートナーの名前は健二で、優しくて落ち着いた人です。見た目は丸顔で、目がやさしい人です。",
      "子どもは女の子が一人で、名前はさくらです。",
    ],
    outing: ["みんな、こんにちは", "鎌倉の海に行きたい", "すいか割りをして、お弁当も食べたい", "はい、それでいきましょう"],
    cast: ["健二", "さくら"],
  },
  en: {
    interview: [
      "I'm a 33 year old woman, single, and I live in Berlin. I earn about $60,000 a year. I'm cheerful and curious.",
      "My ideal partner is called Daniel, he is kind and calm, tall, with a round face and gentle eyes.",
      "I would like one girl named Emma.",
    ],
    outing: ["Hello, everyone", "I'd like to go to the sea", "Let's go swimming and have a picnic", "Yes, let's do that"],
    cast: ["Daniel", "Emma"],
  },
};

/** One that speaks at a pace, and one that says all at once. */
let paced;
let prompt;
let browser;
let wire;
before(async () => {
  [paced, prompt, browser] = await Promise.all([startHera({ pace: 6, own: true }), startHera({ own: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([paced?.stop(), prompt?.stop()]);
});
afterEach(() => wire?.close());

/** Waits until so many messages of the person's stand there and nothing runs any more. @param {import("./harness.mjs").Person} person @param {number} count */
async function ended(person, count) {
  await person.page.bringToFront(); // a tab behind another draws once a second
  await person.page.waitForFunction(
    (wanted) => document.querySelectorAll(".msg-user").length >= wanted && !document.querySelector(".is-streaming") && /** @type {HTMLElement} */ (document.querySelector(".stop")).hidden && document.querySelector("#app").getAttribute("data-phase") === "open" && document.querySelector(".msg:last-of-type.msg-user") === null,
    count,
  );
}

/** Waits until everybody of the family has greeted, of themselves. @param {import("./harness.mjs").Person} person */
async function greeted({ page }) {
  await page.bringToFront();
  await page.waitForSelector('hera-progress[data-act="family"]');
  await page.waitForSelector(".chapter");
  for (const part of ["partner", "child"]) await page.waitForSelector(`.msg[data-part="${part}"]:not(.is-streaming)`);
  await page.waitForSelector("#app[data-phase=open] .stop", { state: "hidden" });
}

/** Talks until the story and the letter are there. @param {"ja"|"en"} lang @param {(text: string|null, where: string) => Promise<void>} say `null`: the plan is confirmed */
async function through(lang, { say, complete, planned }) {
  const { interview, outing } = PEOPLE[lang];
  for (const [index, text] of interview.entries()) await say(text, `interview ${index + 1}`);
  await complete();
  for (const text of outing.slice(0, 3)) await say(text, "family");
  for (let turns = 0; !(await planned()); turns += 1) {
    assert.ok(turns < MOST_TURNS, "no plan yet");
    await say(outing[2], "family");
  }
}

/** The letter as the server has it. @param {import("./harness.mjs").Person} person @param {"ja"|"en"} lang */
async function letterOf(person, lang) {
  const { messages } = await person.get("messages?limit=200");
  return messages.findLast((/** @type {any} */ { name }) => name === LETTER[lang]).content;
}

/** The letter as it lies there, to its end. @param {import("./harness.mjs").Person} person @param {string} letter */
async function reads({ page }, letter) {
  await page.waitForSelector(".sheet-letter:not(.is-writing) > p");
  assert.equal(await page.$$eval(".sheet > p", (parts) => parts.map((part) => part.textContent).join("\n\n")), letter);
  assert.ok(await page.$$eval(".sheet-faces img", (all) => Promise.all(all.map((image) => image.decode())).then(() => all.length > 0)), "the letter has its pictures");
}

/** Printed and saved, it holds the letter. @param {import("./harness.mjs").Person} person @param {string} letter */
async function keeps({ page }, letter) {
  await page.evaluate(() => {
    globalThis.printed = 0;
    globalThis.print = () => (globalThis.printed += 1);
  });
  await page.click(".keepsake-save button >> nth=0");
  assert.equal(await page.evaluate(() => globalThis.printed), 1);
  assert.ok((await page.pdf()).length > 5_000, "it can be printed");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(".keepsake-save button >> nth=2")]);
  assert.ok((await readFile(await file.path(), "utf8")).includes(letter));
}

for (const [lang, width, dark] of /** @type {const} */ ([["ja", 360, false], ["en", 1280, false]])) {
  test(`three acts, each cut and reloaded while it is written (${lang}, ${width} px, ${dark ? "dark" : "light"})`, async () => {
    wire = await cable(paced.url);
    const person = await visit(browser, wire.url, { lang, width, dark, height: 740 });
    const { page } = person;
    const away = () => page.waitForSelector("#app:not([data-phase=open])");
    let said = 0;
    const disturbed = new Set();
    const say = async (/** @type {string} */ text, /** @type {string} */ where) => {
      await person.say(text);
      said += 1;
      const act = where.split(" ")[0];
      const first = !disturbed.has(act);
      disturbed.add(act);
      if (first) {
        await person.streaming(3);
        wire.cut();
        await away();
        await page.waitForSelector(".is-streaming .msg-text");
        wire.mend();
      } else if (!disturbed.has(`${act} again`)) {
        disturbed.add(`${act} again`);
        await person.streaming(3);
        await page.reload();
        await person.ready();
      }
      await ended(person, said);
      assert.deepEqual(await person.shown(), await person.stored(), where);
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
      planned: () => page.isVisible(".card-plan"),
    });
    const speakers = new Set(await page.$$eval(".msg-assistant .msg-name", (names) => names.map((name) => name.textContent)));
    for (const name of PEOPLE[lang].cast) assert.ok(speakers.has(name), `${name} speaks`);

    await page.click(".card-plan .primary");
    await page.waitForSelector('.msg[data-part="story"].is-streaming');
    wire.cut();
    await away();
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
    assert.equal(await page.locator(".sheet-faces img").count(), 2);
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
    assert.deepEqual(await device.shown(), await device.stored());
    device.check();
    await device.leave();
    await person.leave();
  });
}

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
  const asked = JSON.stringify(wanted);
  const until = Date.now() + 5_000;
  let now = await person.page.evaluate(standing);
  while (JSON.stringify(now) !== asked && Date.now() < until) {
    await person.page.evaluate(() => new Promise(requestAnimationFrame));
    now = await person.page.evaluate(standing);
  }
  assert.deepEqual(now, wanted, where);
}

/** Cut off, reloaded, left and come back to, a page is where it was. @param {import("./harness.mjs").Person} person @param {string} where @param {import("./harness.mjs").Person[]} [tabs] all on the line that is cut */
async function comesBack(person, where, tabs = [person]) {
  const { page } = person;
  await page.bringToFront();
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
    wire = await cable(prompt.url);
    const person = await visit(browser, wire.url, { lang, width, dark, height: 740 });
    const { page } = person;
    await comesBack(person, "welcome");
    const other = await person.tab();
    const tabs = [person, other];
    const bothHere = async (/** @type {string} */ where) => stands(other, await page.evaluate(standing), `${where}, the other tab`);
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
      assert.deepEqual(await person.shown(), await person.stored(), where);
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
