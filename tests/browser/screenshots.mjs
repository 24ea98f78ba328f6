/** Takes the pictures of docs/screenshots/: `node screenshots.mjs`. */

import { fileURLToPath } from "node:url";
import { launch, startHera, visit } from "./harness.mjs";

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
/** name, width, height, dark, language, messages said before the picture, whether Hera is still speaking, whether the panel is open */
const PICTURES = /** @type {const} */ ([
  ["phone-light-ja-welcome", 360, 740, false, "ja", 0, false, false],
  ["phone-light-ja-talking", 360, 740, false, "ja", 2, true, false],
  ["phone-dark-en-progress", 360, 740, true, "en", 3, false, true],
  ["tablet-dark-ja-talking", 768, 1024, true, "ja", 2, true, false],
  ["desk-light-en-welcome", 1280, 800, false, "en", 0, false, false],
  ["desk-light-en-complete", 1280, 800, false, "en", 4, false, false],
  ["desk-dark-ja-complete", 1280, 800, true, "ja", 4, false, false],
]);

const hera = await startHera({ pace: 15 });
const browser = await launch();
for (const [name, width, height, dark, lang, count, speaking, open] of PICTURES) {
  const person = await visit(browser, hera.url, { lang, width, height, dark });
  for (const [index, text] of SAYS[lang].slice(0, count).entries()) {
    await person.say(text);
    if (speaking && index === count - 1) await person.streaming(30);
    else await person.replies(index + 1);
  }
  if (open) await person.page.click(".progress-toggle");
  await person.page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1).map(({ finished }) => finished)));
  await person.page.screenshot({ path: fileURLToPath(new URL(`../../docs/screenshots/${name}.png`, import.meta.url)) });
  await person.leave();
}
await browser.close();
await hera.stop();
