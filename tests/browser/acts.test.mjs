/** The later acts and their views: the family, the plan, the keepsakes, pictures, and the list of conversations. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { accessible, eventually, launch, saying, startHera, until, visit } from "./harness.mjs";
import { scene } from "./scenes.mjs";
import { photoOf, stage } from "./stage.mjs";

const PHOTO = new URL("portraits/user.jpg", import.meta.url);

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

for (const [lang, dark, width] of /** @type {const} */ ([["ja", true, 360], ["en", false, 1280]])) {
  test(`the family at the table, its plan, its portraits (${lang}, ${width} px)`, async () => {
    const { person, sent, tell } = await stage(browser, hera.url, { ...scene(lang, "planned"), dark, width, height: 740 });
    const { page } = person;
    const names = await page.$$eval(".msg-assistant .msg-name", (all) => all.map((one) => one.textContent));
    assert.deepEqual(names.slice(1), lang === "ja" ? ["健二", "さくら", "太郎", "健二"] : ["Daniel", "Emma", "Leo", "Daniel"]);
    assert.equal(await page.locator(".msg .has-portrait").count() > 0, true, "faces are portraits where there are any");
    assert.equal(await page.locator(".chapter").count(), 1);
    assert.equal(await page.locator(".portrait").count(), 3, "pictures stand where they came");
    await accessible(person, "plan");
    await page.click(".card-plan .quiet");
    assert.match((await sent(1)).content, lang === "ja" ? /^いいえ/ : /^No/);
    await page.click(".card-plan .primary");
    assert.match((await sent(2)).content, lang === "ja" ? /^はい/ : /^Yes/);

    if (width < 1024) await page.click(".progress-toggle");
    tell({ type: "STEP_STARTED", stepName: "painting child 2" });
    await page.waitForSelector(".sitter.is-painting");
    await page.waitForSelector(".portrait.is-painting");
    await accessible(person, "family panel");
    tell({ type: "STEP_FINISHED", stepName: "painting child 2" });
    await page.waitForSelector(".is-painting", { state: "detached" });
    await page.click(".sitter button.frame >> nth=1");
    await page.waitForSelector("dialog[open] .picture-whole");
    const [saved] = await Promise.all([page.waitForEvent("download"), page.click("dialog[open] a[download]")]);
    assert.match(saved.suggestedFilename(), /^hera-partner\./);
    await accessible(person, "enlarged");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
    assert.deepEqual(person.troubles, []);
    await person.leave();
  });

  test(`the story and the letter: read, reached by address, saved, printed (${lang}, ${width} px)`, async () => {
    const { person } = await stage(browser, hera.url, { ...scene(lang, "complete"), dark, width, height: 740, view: "letter" });
    const { page } = person;
    const kept = scene(lang, "complete").state.family.plan;
    await page.waitForSelector(".sheet-letter");
    assert.equal(await page.getAttribute(".sheet", "lang"), lang);
    await eventually(() => page.$$eval(".sheet > p", (all) => all.map((one) => one.textContent).join("\n\n")), kept.letter);
    assert.equal(await page.locator(".sheet-faces img").count(), 2, "the letter has its pictures");
    await accessible(person, "letter");

    const [page1] = await Promise.all([page.waitForEvent("download"), page.click(".keepsake-save button >> nth=1")]);
    const html = await readFile(await page1.path(), "utf8");
    assert.equal(page1.suggestedFilename(), "hera-letter.html");
    assert.equal((html.match(/src="data:image\/jpeg;base64,/g) ?? []).length, 2, "a file that needs nothing from outside");
    const [text] = await Promise.all([page.waitForEvent("download"), page.click(".keepsake-save button >> nth=2")]);
    assert.ok((await readFile(await text.path(), "utf8")).includes(kept.letter));

    await page.emulateMedia({ media: "print" });
    assert.equal(await page.isVisible(".top"), false);
    assert.equal(await page.isVisible(".sheet"), true);
    assert.ok((await page.pdf()).length > 10_000);
    await page.emulateMedia({ media: "screen" });

    await page.click(".keepsake-tabs button >> nth=0");
    await page.waitForSelector(".sheet-story");
    await accessible(person, "story");
    await page.goBack();
    await page.waitForSelector(".sheet-letter");
    await page.reload();
    await page.waitForSelector(".sheet-letter");
    await page.keyboard.press("Escape");
    await page.waitForSelector(".card-keep");
    assert.equal(await page.locator(".chapter").count(), 2);
    await accessible(person, "memory");
    assert.deepEqual(person.troubles, []);
    await person.leave();
  });
}

test("on a phone, whoever has looked at a face is back at it", async () => {
  const { person } = await stage(browser, hera.url, { ...scene("en", "planned"), width: 390, height: 740 });
  const { page } = person;
  await page.click(".progress-toggle");
  await page.waitForSelector("hera-progress.is-open");
  for (const close of [() => page.click(".dialog-close"), () => page.keyboard.press("Escape"), () => page.mouse.click(5, 5)]) {
    await page.click("hera-progress .frame >> nth=0");
    await page.waitForSelector("dialog[open]");
    await close();
    await page.waitForSelector("dialog", { state: "detached" });
    assert.equal(await page.locator("hera-progress.is-open").count(), 1, "the panel is still open");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "frame");
  }
  await person.leave();
});

test("a story is read while it is written", async () => {
  const { person, tell } = await stage(browser, hera.url, { ...scene("en", "planned"), view: "story" });
  const { page } = person;
  tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
  tell({ type: "TEXT_MESSAGE_START", messageId: "story", role: "assistant", name: "Story" });
  tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "story", delta: "The kitchen was still blue" });
  await page.waitForSelector(".sheet >> text=The kitchen was still blue");
  assert.equal(await page.locator(".sheet.is-writing").count(), 1);
  tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "story", delta: " with morning." });
  tell({ type: "TEXT_MESSAGE_END", messageId: "story" });
  await page.waitForSelector(".sheet:not(.is-writing) >> text=The kitchen was still blue with morning.");
  await person.leave();
});

test("light formatting becomes nodes, and nothing else does", async () => {
  const { person } = await stage(browser, hera.url, scene("en", "planned"));
  const last = person.page.locator(".msg-assistant .msg-text").last();
  // What reads it comes when it is needed.
  await eventually(() => last.locator("li").allTextContents(), ["sandwiches and peaches", "the blue blanket", "two buckets"]);
  assert.deepEqual(await last.locator("strong").allTextContents(), ["two"]);
  await person.leave();
});

test("a field is corrected where it stands", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  await person.say("I'm 33 and I live in Berlin");
  await person.replies(1);
  await page.click('[data-field="age"] .field-edit');
  await page.waitForFunction(() => document.activeElement.tagName === "INPUT");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".field-form").count(), 0);
  await page.click('[data-field="age"] .field-edit');
  await accessible(person, "correcting");
  await page.fill('[data-field="age"] input', "41");
  await page.keyboard.press("Enter");
  await person.replies(2);
  assert.equal((await person.status()).user_profile.age, 41);
  await page.click('[data-field="children_info"] .field-edit');
  await page.fill(".field-child input", "Emma");
  await page.keyboard.press("Enter");
  await person.replies(3);
  assert.deepEqual((await person.status()).user_profile.children_info, [{ desired_gender: "female", name: "Emma" }]);
  person.check();
  await person.leave();
});

test("a photo is chosen, cropped, sent; faults are told; a cancelled one is not sent", async () => {
  const { person } = await stage(browser, hera.url, { ...scene("en", "planned"), width: 1280 });
  const { page } = person;
  let answer = /** @type {any} */ ({ status: 413, json: { code: "image_too_large" } });
  let release = () => {};
  let posts = 0;
  await page.route("**/photos/user", async (route) => {
    posts += 1;
    if (answer === null) await new Promise((go) => (release = () => go(null)));
    await route.fulfill(answer ?? { status: 200, json: { status: "success", photo: { id: "p" } } }).catch(() => {});
  });
  await page.click(".sitter .quiet >> nth=0");
  await page.waitForSelector("dialog[open] .drop-zone");
  await accessible(person, "photo");
  await page.setInputFiles("#photo-file", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
  await page.waitForSelector(".photo-fault:visible");
  await page.setInputFiles("#photo-file", { name: "x.heic", mimeType: "image/heic", buffer: Buffer.from("no picture") });
  await page.waitForSelector("text=cannot open HEIC");
  await page.setInputFiles("#photo-file", { name: "me.jpg", mimeType: "image/jpeg", buffer: await readFile(PHOTO) });
  await page.waitForSelector("canvas.crop");
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.inputValue(".zoom input"), "1.15");
  await accessible(person, "crop");
  await page.click(".photo-actions .primary");
  await page.waitForSelector("text=too large");
  answer = null;
  await page.click(".photo-actions .primary");
  await until(() => posts === 2, "the photo on its way");
  await page.click(".photo-sending .quiet");
  await page.waitForSelector("text=Cancelled");
  release();
  answer = { status: 200, json: { status: "success", photo: { id: "p" } } };
  // That is said for some seconds.
  await Promise.all([saying(page, "It is here"), page.click(".photo-actions .primary")]);
  await page.waitForSelector("dialog", { state: "detached" });
  assert.equal(posts, 3, "one too large, one cancelled, one taken");
  await person.leave();
});

test("a picture goes with a message", async () => {
  const staged = scene("ja", "talking");
  const { person, sent } = await stage(browser, hera.url, { ...staged, width: 360, height: 740 });
  const { page } = person;
  const photo = photoOf(staged.session, "partner", 5);
  await page.route("**/photos", (route) => route.fulfill({ json: { status: "success", photo } }));
  const picture = { name: "sea.jpg", mimeType: "image/jpeg", buffer: await readFile(PHOTO) };
  const sendLooks = () => page.$eval(".send", (one) => getComputedStyle(one).color);
  const idle = await sendLooks();
  // What went wrong is said for some seconds.
  await Promise.all([
    saying(page, "開けませんでした"),
    page.setInputFiles(".composer ~ input, hera-composer > input", [picture, { ...picture, name: "torn.jpg", buffer: Buffer.from("torn") }]),
  ]);
  await page.waitForSelector(".attachment img");
  assert.notEqual(await sendLooks(), idle, "a picture can be sent without a word");
  await accessible(person, "a picture waits");
  await person.say("この海に行きたい");
  const { content } = await sent(1);
  assert.deepEqual(content, [{ type: "text", text: "この海に行きたい" }, { type: "image", source: { type: "file", value: photo.id } }]);
  await page.waitForSelector(".msg-user:last-of-type .msg-picture img");
  assert.equal(await page.locator(".attachment").count(), 0);
  await person.leave();
});

test("one's conversations: named, exported, deleted after a question, opened again", async () => {
  const person = await visit(browser, hera.url, { width: 360, height: 740 });
  const { page } = person;
  const first = person.session;
  await person.say("Hello from the first one");
  await person.replies(1);
  await page.click("#menu-label");
  await page.click("#fresh");
  await page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, first);
  await person.ready();
  await page.click("#menu-label");
  await page.click("#sessions");
  await page.waitForSelector(".session >> nth=1");
  await accessible(person, "conversations");
  assert.match(await page.textContent(".session >> nth=1"), /Hello from the first one/);
  await page.click(".session >> nth=1 >> .session-tool >> nth=0");
  // A selection that ends beside the window is not a press beside it.
  const name = /** @type {any} */ (await page.locator(".session-rename input").boundingBox());
  await page.mouse.move(name.x + 5, name.y + 5);
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await page.fill(".session-rename input", "My first");
  await page.keyboard.press("Enter");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(".session >> nth=1 >> a")]);
  const exported = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(exported.session_id, first);
  assert.ok(JSON.stringify(exported).includes("Hello from the first one"));
  await page.click(".session >> nth=0 >> .session-tool >> nth=2");
  assert.match(/** @type {string} */ (await page.textContent(".session-ask p")), /^Delete “[^”]+” with all its pictures\?/);
  await accessible(person, "deleting");
  await page.click(".session-ask .quiet");
  assert.equal(await page.locator(".session").count(), 2, "kept after all");
  await page.click("text=My first");
  await page.waitForFunction((id) => location.hash === `#${id}`, first);
  await person.replies(1);
  await page.click("#menu-label");
  await page.click("#sessions");
  await page.waitForSelector(".session.is-current");
  await page.click(".session.is-current >> .session-tool >> nth=2");
  await page.click(".session-ask .primary");
  await page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, first);
  assert.equal((await fetch(`${person.origin}/api/sessions/${first}/status`)).status, 404);
  assert.deepEqual(person.troubles, []);
  await person.leave();
});

test("a link opens the conversation in another browser, which then has it in its list", async () => {
  const one = await visit(browser, hera.url);
  await one.say("Hello from far away");
  await one.replies(1);
  const two = await visit(browser, one.page.url(), { lang: "ja", width: 360, height: 740 });
  assert.equal(two.session, one.session);
  assert.notDeepEqual(await two.page.context().cookies(), await one.page.context().cookies());
  await two.say("33歳です");
  await Promise.all([one.replies(2), two.replies(2)]);
  await eventually(() => two.shown(), await one.shown());
  await two.page.evaluate(() => document.getElementById("fresh").click());
  await two.page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, one.session);
  await two.ready();
  const open = () => two.page.evaluate(() => document.getElementById("sessions").click());
  await open();
  await two.page.waitForSelector(".session-when >> text=ほかの人が始めた会話");
  await two.page.click(".session-open >> text=Hello from far away");
  await two.page.waitForFunction((id) => location.hash === `#${id}`, one.session);
  await two.replies(2);
  assert.equal(await one.page.evaluate((id) => fetch(`/api/sessions/${id}`, { method: "DELETE" }).then(({ ok }) => ok), one.session), true);
  await two.page.waitForSelector(".card >> text=この会話は削除されました");
  await two.page.click(".card .primary");
  await two.ready();
  await open();
  await two.page.waitForFunction(() => document.querySelectorAll(".session").length >= 1 && document.querySelector(".sessions-note").textContent === "");
  assert.equal(await two.page.locator("text=Hello from far away").count(), 0, "what is gone is not listed");
  one.check();
  await one.leave();
  await two.leave();
});

test("a photo goes to a server that takes pictures; one that takes none is not offered any", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  const welcome = await person.heard(({ type }) => type === "welcome");
  await page.click("#menu-label");
  if (welcome.limits.image_bytes === 0) {
    assert.equal(await page.isVisible("#photo"), false);
  } else {
    await page.click("#photo");
    // A huge photo, as phones take them: what goes over the wire is a square of a thousand pixels.
    const huge = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 3000 });
      const paper = canvas.getContext("2d");
      for (let n = 0; n < 400; n += 1) {
        paper.fillStyle = `hsl(${n * 7} 60% 50%)`;
        paper.fillRect((n * 397) % 4000, (n * 211) % 3000, 400, 300);
      }
      const blob = await new Promise((made) => canvas.toBlob(made, "image/png"));
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    await page.setInputFiles("#photo-file", { name: "huge.png", mimeType: "image/png", buffer: Buffer.from(huge) });
    await page.waitForSelector("canvas.crop"); // until then the button of that place chooses a file
    await page.click(".photo-actions .primary");
    await page.waitForSelector("dialog", { state: "detached" });
    await page.waitForSelector('.portrait[data-kind="user"]');
    const photo = (await person.heard(({ event }) => event?.name === "image.ready")).event.value;
    assert.deepEqual([photo.kind, photo.width, photo.height], ["user", 1024, 1024]);
    await page.reload();
    await person.ready();
    await page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector('.portrait[data-kind="user"] img'))?.naturalWidth > 0);
  }
  person.check();
  await person.leave();
});
