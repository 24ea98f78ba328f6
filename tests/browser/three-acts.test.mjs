/** From the first visit to the printed letter, with a real server; the connection is cut in every act. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { cable } from "./cable.mjs";
import { launch, startHera, visit } from "./harness.mjs";

const MOST_TURNS = 6;
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

let hera;
let browser;
before(async () => {
  hera = await startHera({ pace: 3, own: true });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** Says something, cuts the line while it is answered, and waits for the end of the turn. @param {import("./harness.mjs").Person} person @param {any} wire @param {string} text */
async function sayAndCut(person, wire, text) {
  const turns = await person.page.locator(".msg-user").count();
  await person.say(text);
  await person.streaming(3);
  wire.cut();
  wire.mend();
  await ended(person, turns + 1);
}

/** Waits until so many messages of the person's stand there and nothing runs any more. @param {import("./harness.mjs").Person} person @param {number} count */
function ended(person, count) {
  return person.page.waitForFunction(
    (wanted) => document.querySelectorAll(".msg-user").length >= wanted && !document.querySelector(".is-streaming") && /** @type {HTMLElement} */ (document.querySelector(".stop")).hidden && document.querySelector("#app").getAttribute("data-phase") === "open" && document.querySelector(".msg:last-of-type.msg-user") === null,
    count,
  );
}

for (const [lang, width, dark] of /** @type {const} */ ([["ja", 360, true], ["en", 1280, false]])) {
  test(`three acts, each with a cut line and a reload (${lang}, ${width} px)`, async () => {
    const { interview, outing, cast } = PEOPLE[lang];
    const wire = await cable(hera.url);
    const person = await visit(browser, wire.url, { lang, width, dark, height: 740 });
    const { page } = person;

    for (const [index, text] of interview.entries()) {
      if (index === 0) await sayAndCut(person, wire, text);
      else {
        await person.say(text);
        await ended(person, index + 1);
      }
    }
    await page.click(".card-joy .primary");
    await page.waitForSelector('hera-progress[data-act="family"]');
    await page.reload();
    await person.ready();
    await page.waitForSelector(".card-joy .quiet");

    let said = interview.length;
    await sayAndCut(person, wire, outing[0]);
    said += 1;
    for (const text of outing.slice(1, 3)) {
      await person.say(text);
      said += 1;
      await ended(person, said);
    }
    for (let turns = 0; !(await page.isVisible(".card-plan")); turns += 1) {
      assert.ok(turns < MOST_TURNS, "no plan yet");
      await person.say(outing[2]);
      said += 1;
      await ended(person, said);
    }
    const speakers = new Set(await page.$$eval(".msg-assistant .msg-name", (names) => names.map((name) => name.textContent)));
    for (const name of cast) assert.ok(speakers.has(name), `${name} speaks`);

    await page.click(".card-plan .primary");
    await page.waitForSelector('.msg[data-part="story"].is-streaming');
    wire.cut();
    wire.mend();
    await page.waitForSelector(".card-keep");
    await page.click(".card-keep .primary >> nth=1");
    await page.waitForSelector(".sheet-letter");
    const { messages } = await person.get("messages?limit=200");
    const letter = messages.findLast((/** @type {any} */ message) => message.name === (lang === "ja" ? "手紙" : "Letter")).content;
    const shown = () => page.$$eval(".sheet > p", (parts) => parts.map((part) => part.textContent).join("\n\n"));
    assert.equal(await shown(), letter);
    await page.reload();
    await person.ready();
    await page.waitForSelector(".sheet-letter > p");
    assert.equal(await shown(), letter);
    assert.ok((await page.pdf()).length > 5_000, "it can be printed");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(".keepsake-save button >> nth=2")]);
    assert.ok((await readFile(await file.path(), "utf8")).includes(letter));
    person.check();
    await person.leave();
    await wire.close();
  });
}
