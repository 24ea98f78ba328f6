/** The words to begin with, pressed one by one: each leads to an answer, and on to the first question. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { wordsFor, wordsOf } from "../../static/js/i18n.js";
import { launch, startHera, visit } from "./harness.mjs";

/** What the answer to each of them must tell, in the order in which they stand. */
const TELLS = {
  en: [[/Hera/, /\?/], [/your partner/, /children/, /left out/, /\?/], [/six to ten/, /minutes/, /\?/]],
  ja: [[/ヘーラー/, /か？|ください/], [/お相手/, /お子さん/, /飛ばせます/], [/六つから十/, /数分/]],
};

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

for (const lang of /** @type {const} */ (["ja", "en"])) {
  test(`every way to begin leads on, in ${lang}`, async () => {
    await wordsFor(lang);
    const { openers } = wordsOf(lang);
    assert.equal(openers.length, TELLS[lang].length);
    for (const [index, opener] of openers.entries()) {
      const person = await visit(browser, hera.url, { lang, width: index === 0 ? 360 : 1200 });
      await person.page.click(`.openers >> text=${opener}`);
      await person.replies(1);
      const answer = (await person.shown()).at(-1).content;
      for (const fact of TELLS[lang][index]) assert.match(answer, fact, opener);
      person.check();
      await person.leave();
    }
  });
}
