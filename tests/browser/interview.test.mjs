/** Whole interviews in a real browser, in both languages. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, startHera, visit } from "./harness.mjs";

const MOST_TURNS = 9;

/** What a person would say: two full answers first, then what is still asked for, field by field. */
const PEOPLE = {
  ja: {
    opener: "こんにちは。はじめましょう",
    says: [
      "33歳の女性です。東京に住んでいて、独身です。年収は500万円くらいです。",
      "明るくて好奇心旺盛な性格です。子どもは女の子が一人ほしくて、名前はさくらがいいです。",
      "理想のパートナーの名前は健二で、優しくて落ち着いた人です。見た目は丸顔で、目がやさしい人です。",
    ],
    answers: {
      age: "33歳です", gender: "女性です", relationship_status: "独身です", location: "東京に住んでいます", income_range: "年収は500万円くらいです",
      user_personality_traits: "明るくて、好奇心旺盛な性格です", partner_face_description: "丸顔で、目がやさしい顔です",
      children_info: "女の子が一人で、名前はさくらです", ideal_partner: "名前は健二で、性格は優しくて、見た目は背が高くて丸顔です",
      current_partner: "名前は健二で、性格は優しくて、見た目は背が高くて丸顔です",
    },
    age: "33 歳",
  },
  en: {
    opener: "Hello, let's begin",
    says: [
      "I'm a 33 year old woman, single, and I live in Berlin. I earn about $60,000 a year.",
      "I'm cheerful and curious. I would like one girl named Emma.",
      "My ideal partner is called Daniel, he is kind and calm, tall, with a round face and gentle eyes.",
    ],
    answers: {
      age: "I'm 33", gender: "I'm a woman", relationship_status: "I'm single", location: "I live in Berlin", income_range: "About $60,000 a year",
      user_personality_traits: "I'm cheerful and curious", partner_face_description: "A round face with gentle eyes",
      children_info: "One girl named Emma", ideal_partner: "His name is Daniel, he is kind, and he is tall with brown hair",
      current_partner: "His name is Daniel, he is kind, and he is tall with brown hair",
    },
    age: "33",
  },
};

let hera;
let browser;
before(async () => {
  hera = await startHera();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

for (const lang of /** @type {const} */ (["ja", "en"])) {
  test(`a whole interview (${lang})`, async () => {
    const { opener, says, answers, age } = PEOPLE[lang];
    const person = await visit(browser, hera.url, { lang, width: 1280 });
    const { page } = person;
    assert.equal(await page.getAttribute("html", "lang"), lang);
    assert.match(person.session, /^[0-9a-f-]{36}$/);
    await page.click(`text=${opener}`);
    await person.replies(1);

    let turns = 1;
    for (let status = await person.status(); !status.profile_complete; status = await person.status()) {
      assert.ok(turns <= MOST_TURNS, `still missing after ${turns} turns: ${status.missing_fields}`);
      const words = says[turns - 1] ?? answers[status.missing_fields[0]];
      assert.ok(words, `asked for ${status.missing_fields}`);
      await person.say(words);
      turns += 1;
      await person.replies(turns);
    }

    const status = await person.status();
    assert.equal(await page.textContent(".progress-count"), "9 / 9");
    assert.equal(await page.getAttribute("[role=progressbar]", "aria-valuenow"), "9");
    assert.equal(await page.textContent(".field dd"), age);
    assert.equal(status.user_profile.age, 33);
    assert.deepEqual(status.missing_fields, []);
    assert.deepEqual(await person.shown(), await person.stored());
    assert.equal(await page.getAttribute(".msg-assistant .msg-text", "lang"), lang, "Hera answers in the person's language");

    await page.click(".card-calm .primary");
    const greeted = () => page.waitForSelector('.chapter ~ .msg[data-part="child"]:not(.is-streaming)');
    await greeted(); // by themselves, and that is all there is to be done
    await page.waitForSelector(".stop", { state: "hidden" });
    await eventually(() => page.locator(".card").count(), 0);
    person.check();

    await page.reload();
    await person.ready();
    await greeted();
    await eventually(() => person.shown(), await person.stored(), "a reload finds the same conversation");
    assert.equal(await page.textContent(".progress-count"), "9 / 9");
    person.check();
    await person.leave();
  });
}
