/** From the first visit to the printed letter: what is said on the way, and what is to be waited for. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { eventually } from "./harness.mjs";

const MOST_TURNS = 6;
export const NAMES = { ja: { story: "物語", letter: "手紙" }, en: { story: "Story", letter: "Letter" } };
export const PEOPLE = {
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

/** Waits until so many messages of the person's stand there and nothing runs any more. @param {import("./harness.mjs").Person} person @param {number} count */
export async function ended(person, count) {
  await person.page.bringToFront(); // a tab behind another draws once a second
  await person.page.waitForFunction(
    (wanted) => document.querySelectorAll(".msg-user").length >= wanted && !document.querySelector(".is-streaming") && /** @type {HTMLElement} */ (document.querySelector(".stop")).hidden && document.querySelector("#app").getAttribute("data-phase") === "open" && document.querySelector(".msg:last-of-type.msg-user") === null,
    count,
  );
}

/** Until the card is there that is due: what makes cards is loaded with the first of them. @param {import("./harness.mjs").Person} person */
export const settled = ({ page }) => page.waitForFunction(() => {
  const { act } = /** @type {HTMLElement} */ (document.querySelector("hera-progress")).dataset;
  const [known, all] = document.querySelector(".progress-count").textContent.split(" / ");
  const due = act === "complete" || (act === "interview" ? known === all : document.querySelector(".trip .progress-hint") === null);
  return !due || document.querySelector(".card");
});

/** Waits until everybody of the family has greeted, of themselves. @param {import("./harness.mjs").Person} person */
export async function greeted({ page }) {
  await page.bringToFront();
  await page.waitForSelector('hera-progress[data-act="family"]');
  await page.waitForSelector(".chapter");
  for (const part of ["partner", "child"]) await page.waitForSelector(`.msg[data-part="${part}"]:not(.is-streaming)`);
  await page.waitForSelector("#app[data-phase=open] .stop", { state: "hidden" });
}

/** Talks until the story and the letter are there. @param {"ja"|"en"} lang @param {(text: string|null, where: string) => Promise<void>} say `null`: the plan is confirmed */
export async function through(lang, { say, complete, planned }) {
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
export async function letterOf(person, lang) {
  const { messages } = await person.get("messages?limit=200");
  return messages.findLast((/** @type {any} */ { name }) => name === NAMES[lang].letter).content;
}

/** The letter as it lies there, to its end. @param {import("./harness.mjs").Person} person @param {string} letter */
export async function reads({ page }, letter) {
  await page.waitForSelector(".sheet-letter:not(.is-writing) > p");
  await eventually(() => page.$$eval(".sheet > p", (parts) => parts.map((part) => part.textContent).join("\n\n")), letter);
  const pictured = (/** @type {HTMLImageElement[]} */ all) => all.length > 0 && all.every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  await eventually(() => page.$$eval(".sheet-faces img", pictured), true, "the letter has its pictures");
}

/** Printed and saved, it holds the letter. @param {import("./harness.mjs").Person} person @param {string} letter */
export async function keeps({ page }, letter) {
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
