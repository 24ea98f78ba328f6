/**
 * Takes the pictures of docs/screenshots/: `node screenshots.mjs`, or with the names of some of them. Those in the
 * repository have since been reduced to 256 colours, to stay small.
 */

import { fileURLToPath } from "node:url";
import { launch, startHera, visit } from "./harness.mjs";
import { chat, scene } from "./scenes.mjs";
import { stage } from "./stage.mjs";

const SAYS = {
  ja: [
    "はじめまして。33歳の女性で、東京に住んでいます。独身です。",
    "年収は500万円くらいです。明るくて好奇心旺盛だと言われます。",
    "理想のパートナーの名前は健二で、優しくて落ち着いた人です。見た目は丸顔で、目がやさしい人です。",
    "子どもは女の子が一人で、名前はさくらです。",
  ],
  en: [
    "Hello! I'm a 33 year old woman, single, and I live in Lisbon.",
    "I earn about $60,000 a year. People call me cheerful and curious.",
    "My ideal partner is called Daniel, he is kind and calm, tall, with a round face and gentle eyes.",
    "I would like one girl named Emma.",
  ],
};
const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const DESK = { width: 1280, height: 800 };

/** The first act, with a server: how many messages are said, whether Hera still speaks, and what is done then. */
const TALKS = {
  "phone-light-ja-welcome": { ...PHONE, lang: "ja", count: 0 },
  "phone-light-ja-talking": { ...PHONE, lang: "ja", count: 2, speaking: true },
  "phone-dark-en-progress": { ...PHONE, dark: true, lang: "en", count: 3, then: (page) => page.click(".progress-toggle") },
  "tablet-dark-ja-talking": { ...TABLET, dark: true, lang: "ja", count: 2, speaking: true },
  "desk-light-en-welcome": { ...DESK, lang: "en", count: 0 },
  "desk-light-en-complete": { ...DESK, lang: "en", count: 4 },
  "desk-dark-ja-correcting": { ...DESK, dark: true, lang: "ja", count: 2, then: (page) => page.click('[data-field="children_info"] .field-edit') },
  "phone-light-en-conversations": { ...PHONE, lang: "en", count: 1, then: (page) => page.evaluate(() => document.getElementById("sessions").click()) },
};
/** With an agent that is not Hera, staged. */
const CHATS = {
  "phone-light-ja-chat": { ...PHONE, lang: "ja" },
  "desk-dark-en-chat": { ...DESK, dark: true, lang: "en" },
};
/** The later acts, staged. */
const ACTS = {
  "desk-light-en-family": { ...DESK, lang: "en", moment: "arrived" },
  "phone-light-ja-painting": { ...PHONE, lang: "ja", moment: "talking", then: (_, tell) => tell({ type: "STEP_STARTED", stepName: "painting child 2" }) },
  "desk-dark-en-plan": { ...DESK, dark: true, lang: "en", moment: "planned" },
  "phone-dark-ja-plan": { ...PHONE, dark: true, lang: "ja", moment: "planned" },
  "phone-dark-en-family": { ...PHONE, dark: true, lang: "en", moment: "planned", then: (page) => page.click(".progress-toggle") },
  "phone-light-ja-photo": { ...PHONE, lang: "ja", moment: "planned", then: choosePhoto },
  "desk-light-ja-memory": { ...DESK, lang: "ja", moment: "complete" },
  "desk-light-ja-letter": { ...DESK, lang: "ja", moment: "complete", view: "letter" },
  "phone-dark-en-letter": { ...PHONE, dark: true, lang: "en", moment: "complete", view: "letter" },
  "desk-light-en-story": { ...DESK, lang: "en", moment: "complete", view: "story" },
};

/** @param {import("playwright-core").Page} page */
async function choosePhoto(page) {
  await page.evaluate(() => document.getElementById("photo").click());
  await page.setInputFiles("#photo-file", fileURLToPath(new URL("portraits/user.jpg", import.meta.url)));
  await page.waitForSelector("canvas.crop");
}

/** Waits for every movement that ends, and takes the picture. @param {import("./harness.mjs").Person} person @param {string} name */
async function take(person, name) {
  await person.page.waitForFunction(() => [...document.images].every((image) => image.complete || !image.checkVisibility() || image.getBoundingClientRect().top > innerHeight || image.getBoundingClientRect().bottom < 0));
  await person.page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1).map(({ finished }) => finished)));
  await person.page.screenshot({ path: fileURLToPath(new URL(`../../docs/screenshots/${name}.png`, import.meta.url)) });
  await person.leave();
}

const only = process.argv.slice(2);
const wanted = (/** @type {object} */ pictures) => Object.entries(pictures).filter(([name]) => only.length === 0 || only.includes(name));
const hera = await startHera({ pace: 15 });
const browser = await launch();
for (const [name, { count, speaking, then, ...options }] of wanted(TALKS)) {
  const person = await visit(browser, hera.url, options);
  for (const [index, text] of SAYS[options.lang].slice(0, count).entries()) {
    await person.say(text);
    if (speaking && index === count - 1) await person.streaming(30);
    else await person.replies(index + 1);
  }
  await then?.(person.page);
  await take(person, name);
}
for (const [name, options] of wanted(CHATS)) {
  const { person } = await stage(browser, hera.url, { ...chat(options.lang), ...options });
  await take(person, name);
}
for (const [name, { moment, then, ...options }] of wanted(ACTS)) {
  const { person, tell } = await stage(browser, hera.url, { ...scene(options.lang, moment), ...options });
  await then?.(person.page, tell);
  await take(person, name);
}
await browser.close();
await hera.stop();
