/** Every field of what Hera knows, told and corrected where it stands, as the server has it afterwards. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, startHera, visit } from "./harness.mjs";

/** What is filled in, one after the other, and what the profile holds then. */
const FILLED = {
  ja: {
    opener: "こんにちは。はじめましょう",
    age: [["33", 33], ["41", 41]],
    gender: [["female", "female"], ["other", "other"], ["male", "male"]],
    relationship_status: [["married", "married"], ["partnered", "partnered"], ["other", "other"], ["single", "single"]],
    location: [["東京", "東京"], ["北海道の田舎", "北海道の田舎"]],
    income_range: [["500万円", "500万円"], ["月に30万円くらい", "月30万円"]],
    user_personality_traits: [["明るくて、好奇心旺盛", { openness: 0.75, extraversion: 0.75 }], ["几帳面で、心配性", { conscientiousness: 0.75, neuroticism: 0.75 }]],
    partner_face_description: [["丸顔で、目がやさしい", "丸顔で、目がやさしい"], ["面長で、ひげがある", "面長で、ひげがある"]],
    partner: ["田中 健二", "優しくて落ち着いた", "背が高い"],
    children: [["female", "まこと"], ["male", "太郎"], ["female", "ひまり"]],
  },
  en: {
    opener: "Hello, let's begin",
    age: [["33", 33], ["41", 41]],
    gender: [["male", "male"], ["other", "other"], ["female", "female"]],
    relationship_status: [["married", "married"], ["partnered", "partnered"], ["other", "other"], ["single", "single"]],
    location: [["Lisbon", "Lisbon"], ["a small village in Wales", "a small village in Wales"]],
    income_range: [["$60,000", "$60,000"], ["about 75k euros", "€75,000"]],
    user_personality_traits: [["cheerful and curious", { openness: 0.75, extraversion: 0.75 }], ["orderly, and anxious", { conscientiousness: 0.75, neuroticism: 0.75 }]],
    partner_face_description: [["a round face with gentle eyes", "a round face with gentle eyes"], ["a long face, a beard", "a long face, a beard"]],
    partner: ["Aiko Tanaka", "kind and calm", "tall, with short hair"],
    children: [["female", "Emma"], ["male", "Leo"], ["female", "Zoe"]],
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

for (const [lang, width, dark] of /** @type {const} */ ([["ja", 360, true], ["en", 1280, false]])) {
  test(`every field is told, and corrected, where it stands (${lang}, ${width} px)`, async () => {
    const person = await visit(browser, hera.url, { lang, width, dark, height: 740 });
    const { page } = person;
    const filled = FILLED[lang];
    let turns = 1;
    await page.click(`text=${filled.opener}`);
    await person.replies(turns);

    /** Opens the form of a field, on a phone in its panel, has it filled in, and waits for the answer. @param {string} field @param {() => Promise<void>} fill */
    const correct = async (field, fill) => {
      if (width < 1024) {
        await page.click(".progress-toggle");
        assert.equal(await page.getAttribute(".progress-toggle", "aria-expanded"), "true");
      }
      await page.click(`[data-field="${field}"] .field-edit`);
      await fill();
      await page.click(".field-form .primary");
      turns += 1;
      await person.replies(turns);
      assert.equal(await page.locator(".field-form").count(), 0);
      return (await person.status()).user_profile;
    };
    const choose = (/** @type {string} */ value) => page.selectOption(".field-form select", value);
    const write = (/** @type {string} */ value) => page.fill(".field-form input", value);

    for (const [field, fill] of /** @type {const} */ ([["age", write], ["gender", choose], ["relationship_status", choose], ["location", write], ["income_range", write], ["user_personality_traits", write], ["partner_face_description", write]])) {
      for (const [value, kept] of filled[field]) {
        const profile = await correct(field, () => fill(/** @type {any} */ (value)).then(() => {}));
        assert.deepEqual(profile[field], kept, `${field}: ${value}`);
      }
    }

    const [girl, boy, other] = filled.children;
    const wished = (/** @type {any[]} */ list) => list.map(([desired_gender, name]) => ({ desired_gender, name }));
    const child = (/** @type {number} */ nth) => page.locator(".field-child").nth(nth);
    const put = async (/** @type {number} */ nth, /** @type {readonly string[]} */ [gender, name]) => {
      await child(nth).locator("select").selectOption(gender);
      await child(nth).locator("input").fill(name);
    };
    let profile = await correct("children_info", async () => {
      await put(0, girl);
      await page.click(".field-form .field-parts + .quiet");
      await put(1, boy);
    });
    assert.deepEqual(profile.children_info, wished([girl, boy]), "two are told");
    profile = await correct("children_info", async () => {
      await page.click(".field-form .field-parts + .quiet");
      await put(2, other);
    });
    assert.deepEqual(profile.children_info, wished([girl, boy, other]), "one is added");
    profile = await correct("children_info", () => put(0, ["male", girl[1]]));
    assert.deepEqual(profile.children_info, wished([["male", girl[1]], boy, other]), "one is changed");
    profile = await correct("children_info", () => child(1).locator(".field-edit").click());
    assert.deepEqual(profile.children_info, wished([["male", girl[1]], other]), "one is left out");

    const [name, temperament, appearance] = filled.partner;
    const inputs = page.locator(".field-form input");
    const describe = async () => {
      for (const [index, value] of filled.partner.entries()) await inputs.nth(index).fill(value);
    };
    profile = await correct("ideal_partner", describe);
    assert.deepEqual(profile.ideal_partner, { name, temperament, appearance });
    assert.equal(profile.partner_face_description, appearance, "a face is a look");
    profile = await correct("relationship_status", () => choose("married").then(() => {}));
    assert.deepEqual(profile.current_partner, { name, temperament, appearance }, "whom one wished for is whom one has");
    profile = await correct("current_partner", () => inputs.nth(0).fill("Noa"));
    assert.deepEqual(profile.current_partner, { name: "Noa", temperament, appearance });

    assert.equal(await page.textContent(".progress-count"), "9 / 9");
    assert.deepEqual((await person.status()).missing_fields, []);
    person.check();
    await person.leave();
  });
}

test("Escape that closes an input method's list closes nothing else; the next one does", async () => {
  const person = await visit(browser, hera.url, { lang: "ja", width: 1280 });
  const { page } = person;
  await page.click(`text=${FILLED.ja.opener}`);
  await person.replies(1);
  const keys = await page.context().newCDPSession(page);
  for (const [open, field] of /** @type {[() => Promise<void>, string][]} */ ([
    [() => page.click('[data-field="location"] .field-edit'), ".field-form"],
    [async () => {
      await page.evaluate(() => document.getElementById("sessions").click());
      await page.click(".session-tool >> nth=0");
    }, ".session-rename"],
  ])) {
    await open();
    await page.focus(`${field} input`);
    await page.evaluate(() => addEventListener("keydown", ({ keyCode }) => (globalThis.heard = keyCode), { capture: true }));
    await keys.send("Input.imeSetComposition", { text: "とうきょう", selectionStart: 5, selectionEnd: 5 });
    await page.keyboard.press("Escape"); // in a composition: isComposing
    await keys.send("Input.insertText", { text: "東京" });
    // Safari's way: the composition has ended, and the key that ended it still comes, as 229.
    await keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Escape", code: "Escape", windowsVirtualKeyCode: 229 });
    await page.waitForFunction(() => globalThis.heard === 229);
    assert.match(await page.inputValue(`${field} input`), /東京/, field);
    await page.keyboard.press("Escape");
    await page.waitForSelector(field, { state: "detached" });
  }
  assert.equal(await page.locator("dialog[open]").count(), 1, "who leaves a name leaves no window");
  person.check();
  await person.leave();
});
