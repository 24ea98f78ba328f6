/**
 * Takes the pictures of docs/screenshots/: `node screenshots.mjs`, or with the names of some of them. Those in the
 * repository have since been reduced to 256 colours, to stay small.
 */

import { fileURLToPath } from "node:url";
import { cable } from "./cable.mjs";
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
const PHONE = { width: 360, height: 740, touch: true };
const TABLET = { width: 768, height: 1024 };
const DESK = { width: 1280, height: 800 };

const PAPER = { width: 794, height: 1123 };

/** The first act, with a server: how many messages are said, whether Hera still speaks, and what is done then. */
const TALKS = {
  "phone-light-ja-welcome": { ...PHONE, lang: "ja", count: 0 },
  "phone-dark-en-welcome": { ...PHONE, dark: true, lang: "en", count: 0 },
  "desk-light-en-welcome": { ...DESK, lang: "en", count: 0 },
  "desk-dark-ja-welcome": { ...DESK, dark: true, lang: "ja", count: 0 },
  "phone-light-ja-talking": { ...PHONE, lang: "ja", count: 2, speaking: true },
  "desk-dark-en-talking": { ...DESK, dark: true, lang: "en", count: 2, speaking: true },
  "tablet-dark-ja-talking": { ...TABLET, dark: true, lang: "ja", count: 2, speaking: true },
  "phone-dark-en-progress": { ...PHONE, dark: true, lang: "en", count: 3, then: (page) => page.click(".progress-toggle") },
  "phone-light-en-correcting": { ...PHONE, lang: "en", count: 2, then: (page) => page.click(".progress-toggle").then(() => page.click('[data-field="ideal_partner"] .field-edit')) },
  "desk-dark-ja-correcting": { ...DESK, dark: true, lang: "ja", count: 4, then: (page) => page.click('[data-field="children_info"] .field-edit') },
  "desk-light-en-complete": { ...DESK, lang: "en", count: 4 },
  "phone-dark-ja-complete": { ...PHONE, dark: true, lang: "ja", count: 4 },
  "phone-light-en-conversations": { ...PHONE, lang: "en", count: 1, then: (page) => page.evaluate(() => document.getElementById("sessions").click()) },
  "desk-dark-ja-conversations": { ...DESK, dark: true, lang: "ja", count: 1, then: (page) => page.evaluate(() => document.getElementById("sessions").click()) },
  "phone-dark-ja-deleting": { ...PHONE, dark: true, lang: "ja", count: 1, then: (page) => page.evaluate(() => document.getElementById("sessions").click()).then(() => page.click("button.session-tool:last-child")) },
  "phone-dark-ja-reconnecting": { ...PHONE, dark: true, lang: "ja", count: 1, cut: "子どもの名前は、さくらがいいです" },
  "desk-light-en-reconnecting": { ...DESK, lang: "en", count: 1, cut: "And I would like a girl named Emma." },
  "phone-light-ja-gone": { ...PHONE, lang: "ja", count: 0, then: (page) => page.evaluate(() => fetch(`/api/sessions/${location.hash.slice(1)}`, { method: "DELETE" })).then(() => page.waitForSelector(".card")) },
};
/** With an agent that is not Hera, staged. */
const CHATS = {
  "phone-light-ja-chat": { ...PHONE, lang: "ja" },
  "desk-dark-en-chat": { ...DESK, dark: true, lang: "en" },
};
/** The later acts, staged. */
const ACTS = {
  "desk-light-en-family": { ...DESK, lang: "en", moment: "arrived" },
  "phone-light-ja-arrived": { ...PHONE, lang: "ja", moment: "arrived" },
  "phone-light-ja-family": { ...PHONE, lang: "ja", moment: "planned", then: (page) => page.click(".progress-toggle") },
  "phone-dark-en-family": { ...PHONE, dark: true, lang: "en", moment: "planned", then: (page) => page.click(".progress-toggle") },
  "phone-light-ja-painting": { ...PHONE, lang: "ja", moment: "talking", then: (_, tell) => tell({ type: "STEP_STARTED", stepName: "painting child 2" }) },
  "desk-dark-en-painting": { ...DESK, dark: true, lang: "en", moment: "talking", then: (_, tell) => tell({ type: "STEP_STARTED", stepName: "painting child 2" }) },
  "desk-dark-en-plan": { ...DESK, dark: true, lang: "en", moment: "planned" },
  "phone-dark-ja-plan": { ...PHONE, dark: true, lang: "ja", moment: "planned" },
  "phone-light-en-plan": { ...PHONE, lang: "en", moment: "planned" },
  "desk-light-ja-choosing": { ...DESK, lang: "ja", moment: "planned", then: (page) => page.evaluate(() => document.getElementById("photo").click()) },
  "phone-light-ja-photo": { ...PHONE, lang: "ja", moment: "planned", then: choosePhoto },
  "desk-dark-en-photo": { ...DESK, dark: true, lang: "en", moment: "planned", then: choosePhoto },
  "desk-light-en-picture": { ...DESK, lang: "en", moment: "planned", then: (page) => page.click(".sitter button.frame >> nth=1") },
  "phone-dark-ja-picture": { ...PHONE, dark: true, lang: "ja", moment: "planned", then: (page) => page.click(".progress-toggle").then(() => page.click(".sitter button.frame >> nth=2")) },
  "desk-dark-ja-error": { ...DESK, dark: true, lang: "ja", moment: "talking", then: fails },
  "phone-light-en-error": { ...PHONE, lang: "en", moment: "talking", then: fails },
  "desk-light-ja-memory": { ...DESK, lang: "ja", moment: "complete" },
  "phone-dark-en-memory": { ...PHONE, dark: true, lang: "en", moment: "complete" },
  "desk-light-en-story": { ...DESK, lang: "en", moment: "complete", view: "story" },
  "phone-light-ja-story": { ...PHONE, lang: "ja", moment: "complete", view: "story" },
  "desk-light-ja-letter": { ...DESK, lang: "ja", moment: "complete", view: "letter" },
  "phone-dark-en-letter": { ...PHONE, dark: true, lang: "en", moment: "complete", view: "letter" },
  "paper-en-letter": { ...PAPER, lang: "en", moment: "complete", view: "letter", then: print },
  "paper-ja-story": { ...PAPER, lang: "ja", moment: "complete", view: "story", then: print },
};

/** As it lies on paper, with its margins. @param {import("playwright-core").Page} page */
async function print(page) {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => (document.body.style.padding = "22mm 20mm"));
}

/** What was said is not answered, and what is said next is not taken. @param {import("playwright-core").Page} page @param {(event: any) => void} tell @param {any} staged */
async function fails(page, tell, { said, send, lang }) {
  tell({ type: "TEXT_MESSAGE_CHUNK", messageId: "asked", role: "user", delta: lang === "ja" ? "電車で行く？" : "Shall we take the train?" });
  tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  tell({ type: "RUN_ERROR", message: "no answer", code: "agent_failed" });
  await page.waitForSelector(".card-warn");
  await page.fill("#message", lang === "ja" ? "お弁当は何がいい？" : "What shall we eat there?");
  await page.press("#message", "Control+Enter");
  await page.waitForSelector(".msg-user:last-of-type .msg-note");
  send({ type: "error", code: "message_refused", message: "refused", temporary: false, client_msg_id: said.findLast(({ type }) => type === "message").client_msg_id });
  await page.waitForSelector(".is-warn");
}

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
const [hera, slow, browser] = await Promise.all([startHera({ pace: 15 }), startHera({ own: true, pace: 150 }), launch()]);
for (const [name, { count, speaking, cut, then, ...options }] of wanted(TALKS)) {
  const wire = await cable((speaking ? slow : hera).url); // a reply that is written slowly is still being written when its picture is taken
  const person = await visit(browser, wire.url, options);
  for (const [index, text] of SAYS[options.lang].slice(0, count).entries()) {
    await person.say(text);
    if (speaking && index === count - 1) await person.streaming(40);
    else await person.replies(index + 1);
  }
  if (count === SAYS[options.lang].length) await person.page.waitForSelector('.portrait[data-kind="partner"]'); // the last that comes of it
  if (cut) {
    wire.cut();
    await person.page.waitForSelector(".status[data-kind=warn]");
    await person.say(cut);
    await person.page.waitForSelector(".msg-user:last-of-type .msg-note");
  }
  await then?.(person.page);
  await take(person, name);
  await wire.close();
}
for (const [name, options] of wanted(CHATS)) {
  const { person } = await stage(browser, hera.url, { ...chat(options.lang), ...options });
  await take(person, name);
}
for (const [name, { moment, then, ...options }] of wanted(ACTS)) {
  const { person, tell, said, send } = await stage(browser, hera.url, { ...scene(options.lang, moment), ...options });
  await then?.(person.page, tell, { said, send, lang: options.lang });
  await take(person, name);
}
await browser.close();
await Promise.all([hera.stop(), slow.stop()]);
