/** Pictures of one's own, with a real server: every way in, what becomes of them, and all that can go wrong. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { cable } from "./cable.mjs";
import { accessible, contextOf, eventually, launch, saying, startHera, until, visit } from "./harness.mjs";

const PHOTO = new URL("portraits/user.jpg", import.meta.url);
const SLOW = 10_000; // bytes a second: a picture is on its way for a minute, long enough to look at it, on whatever machine

let hera;
let browser;
let wire;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});
afterEach(() => wire?.close());

/**
 * Drops or pastes a file, as the browser does: events that carry a DataTransfer. Of a picture, the quarters are red, green,
 * blue and yellow.
 * @param {import("playwright-core").Page} page @param {"drop"|"paste"} how @param {string} where @param {{name: string, type: string, width?: number, height?: number}} file
 * @returns {Promise<boolean>} whether the page took it
 */
function bring(page, how, where, file) {
  return page.evaluate(
    async ([how, where, { name, type, width = 0, height = 0 }]) => {
      let content = new Blob(["no picture"], { type });
      if (width > 0) {
        const canvas = new OffscreenCanvas(width, height);
        const paper = canvas.getContext("2d");
        for (const [index, colour] of ["#f00", "#0f0", "#00f", "#ff0"].entries()) {
          paper.fillStyle = colour;
          paper.fillRect(((index % 2) * width) / 2, (Math.floor(index / 2) * height) / 2, width / 2, height / 2);
        }
        content = await canvas.convertToBlob({ type });
      }
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type }));
      const target = document.querySelector(where);
      if (how === "paste") return !target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      const events = ["dragenter", "dragover", "drop"].map((kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      return events.map((event) => !target.dispatchEvent(event)).at(-1);
    },
    /** @type {const} */ ([how, where, file]),
  );
}

/** Colours of a picture of the server's, in its corners: one letter each. @param {import("playwright-core").Page} page @param {string} url */
function corners(page, url) {
  return page.evaluate(async (address) => {
    const bitmap = await createImageBitmap(await (await fetch(address)).blob());
    const { width, height } = bitmap;
    const paper = new OffscreenCanvas(width, height).getContext("2d");
    paper.drawImage(bitmap, 0, 0);
    const at = (/** @type {number} */ x, /** @type {number} */ y) => {
      const [red, green, blue] = paper.getImageData(Math.round(x * (width - 1)), Math.round(y * (height - 1)), 1, 1).data.map((value) => Number(value > 128));
      return { 100: "r", "010": "g", "001": "b", 110: "y" }[`${red}${green}${blue}`] ?? "?";
    };
    return at(0.02, 0.02) + at(0.98, 0.02) + at(0.02, 0.98) + at(0.98, 0.98);
  }, url);
}

/** The newest picture that the session has of this kind. @param {import("./harness.mjs").Person} person @param {number} count of its kind */
async function arrived(person, kind, count = 1) {
  let seen = 0;
  const { event } = await person.heard((frame) => frame.event?.name === "image.ready" && frame.event.value.kind === kind && ++seen >= count);
  return event.value;
}

test("a huge photo that is dropped becomes the square one chooses; the next goes with a message, pasted ones too", async () => {
  const person = await visit(browser, hera.url, { width: 1280 });
  const { page } = person;
  const huge = { name: "huge.jpg", type: "image/jpeg", width: 6000, height: 4000 };
  assert.equal(await bring(page, "drop", "hera-log", huge), true);
  await page.waitForSelector("canvas.crop");
  const zoom = page.locator(".zoom input");
  const frame = await page.locator("canvas.crop").boundingBox();
  const drag = async (/** @type {number} */ dx, /** @type {number} */ dy) => {
    await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.mouse.down();
    await page.mouse.move(frame.x + frame.width / 2 + dx, frame.y + frame.height / 2 + dy, { steps: 4 });
    await page.mouse.up();
  };
  await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
  await page.mouse.wheel(0, -100);
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.querySelector(".zoom input")).value === "1.15");
  await zoom.fill("2.5");
  for (let n = 0; n < 6; n += 1) await drag(120, 120); // as far as it goes: to the upper left
  await page.click(".photo-actions .primary");
  await page.waitForSelector("dialog", { state: "detached" });
  const photo = await arrived(person, "user");
  assert.deepEqual([photo.width, photo.height], [1024, 1024]);
  assert.equal(await corners(page, photo.url), "rrrr");
  await page.waitForSelector('.portrait[data-kind="user"]'); // from now on what is dropped is none of these

  assert.equal(await bring(page, "drop", "hera-log", huge), true);
  assert.equal(await bring(page, "paste", "#message", { name: "image.png", type: "image/png", width: 900, height: 700 }), true);
  await page.waitForFunction(() => document.querySelectorAll(".attachment img").length === 2);
  await person.say("Look at these");
  await person.replies(1);
  await page.waitForFunction(() => document.querySelectorAll(".msg-user .msg-picture img").length === 2);
  const { messages } = await person.get("messages");
  const { attachments } = messages[0].metadata.hera;
  assert.deepEqual(attachments.map((/** @type {any} */ { width, height }) => [width, height]).sort(), [[1600, 1067], [900, 700]]);
  for (const { url } of attachments) assert.equal(await corners(page, url), "rgby", "whole");
  await page.click(".msg-picture >> nth=0");
  await page.waitForSelector("dialog[open] .picture-whole");
  await page.keyboard.press("Escape");

  assert.equal(await bring(page, "drop", "hera-log", { name: "notes.pdf", type: "application/pdf" }), true, "the page is not left for a file");
  await page.waitForSelector(".status >> text=does not seem to be a photo");
  assert.equal(await bring(page, "paste", "#message", { name: "notes.txt", type: "text/plain" }), false, "what is no picture is pasted as ever");
  await page.click(".sitter .quiet >> nth=0");
  await page.waitForSelector("dialog[open] .drop-zone");
  assert.equal(await bring(page, "drop", ".drop-zone", { name: "notes.pdf", type: "application/pdf" }), true);
  await page.waitForSelector(".photo-fault:visible >> text=does not seem to be a photo");
  assert.equal(await bring(page, "paste", ".drop-zone", { name: "image.png", type: "image/png", width: 300, height: 200 }), false);
  await page.waitForSelector("canvas.crop");
  await page.click(".photo-actions .primary");
  await page.waitForSelector("dialog", { state: "detached" });
  const second = await arrived(person, "user", 2);
  assert.deepEqual([second.width, second.height], [200, 200], "the middle, and no more pixels than there are");
  assert.equal(await corners(page, second.url), "rgby");
  person.check();
  await person.leave();
});

test("the camera of a phone, and HEIC: told where the browser cannot open it, taken where it can", async () => {
  const heic = { name: "IMG_0001.HEIC", mimeType: "image/heic", buffer: Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1") };
  const person = await visit(browser, hera.url, { lang: "ja", width: 360, height: 740, touch: true });
  const { page } = person;
  await page.tap("#menu-label");
  await page.tap("#photo");
  const camera = page.locator("input[capture=user]");
  await eventually(() => camera.count(), 1);
  await camera.setInputFiles(heic);
  await page.waitForSelector("text=HEIC を開けません");
  assert.equal(await page.locator("canvas.crop").count(), 0);
  await accessible(person, "HEIC is not opened");
  await page.locator("input[capture=user]").setInputFiles({ name: "now.jpg", mimeType: "image/jpeg", buffer: await readFile(PHOTO) });
  await page.waitForSelector("canvas.crop");
  await page.tap(".photo-actions .primary");
  await page.waitForSelector("dialog", { state: "detached" });
  assert.equal((await arrived(person, "user")).media_type, "image/jpeg");
  person.check();
  await person.leave();

  // As in Safari, whose createImageBitmap opens HEIC: everything behind that door is the page's own.
  const other = await visit(browser, hera.url, {
    prepare: (context) =>
      context.addInitScript(() => {
        const open = globalThis.createImageBitmap;
        globalThis.createImageBitmap = /** @type {any} */ (async (/** @type {any} */ source, /** @type {any} */ options) => {
          if (!(source instanceof File) || source.type !== "image/heic") return open(source, options);
          const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
          const paper = canvas.getContext("2d");
          paper.fillStyle = "#00f";
          paper.fillRect(0, 0, 400, 300);
          return open(canvas);
        });
      }),
  });
  await other.page.evaluate(() => document.getElementById("photo").click());
  await other.page.setInputFiles("#photo-file", heic);
  await other.page.waitForSelector("canvas.crop");
  await other.page.click(".photo-actions .primary");
  await other.page.waitForSelector("dialog", { state: "detached" });
  const photo = await arrived(other, "user");
  assert.deepEqual([photo.media_type, photo.width, photo.height], ["image/jpeg", 300, 300], "it is sent as a JPEG");
  assert.equal(await corners(other.page, photo.url), "bbbb");
  other.check();
  await other.leave();
});

test("an upload shows how far it is, can be cancelled, and survives a server that goes away in the middle", async () => {
  wire = await cable(hera.url);
  const person = await visit(browser, wire.url, { width: 1280 });
  const { page } = person;
  const line = await page.context().newCDPSession(page);
  await line.send("Network.enable");
  const slow = (/** @type {number} */ uploadThroughput) => line.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput });
  // Noise, which no JPEG makes small.
  const noise = Buffer.from(await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1024, 1024);
    const paper = canvas.getContext("2d");
    const image = paper.createImageData(1024, 1024);
    new Uint32Array(image.data.buffer).forEach((_, index, all) => (all[index] = 0xff000000 | (Math.random() * 0xffffff)));
    paper.putImageData(image, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 })).arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }), "latin1");
  const picture = { name: "noise.jpg", mimeType: "image/jpeg", buffer: noise };
  const midway = (/** @type {string} */ bar) => page.waitForFunction((where) => {
    const value = /** @type {HTMLProgressElement} */ (document.querySelector(where))?.value ?? 0;
    return value > 0.05 && value < 0.95;
  }, bar);
  const photos = async () => (await (await fetch(new URL(`/api/sessions/${person.session}/export`, hera.url))).json()).photos ?? [];

  await slow(SLOW);
  await page.evaluate(() => document.getElementById("photo").click());
  await page.setInputFiles("#photo-file", picture);
  await page.waitForSelector("canvas.crop");
  await page.keyboard.press("+");
  await page.click(".photo-actions .primary");
  await midway(".photo-sending progress");
  await page.waitForFunction(() => /^Sending… [1-9]\d?%$/.test(document.querySelector(".photo-sending [role=status]")?.textContent ?? ""));
  await accessible(person, "sending");
  await page.click(".photo-sending .quiet");
  await page.waitForSelector(".photo-fault >> text=Cancelled");
  assert.equal(await page.inputValue(".zoom input"), "1.15", "the square is as it was");
  await page.click(".photo-actions .primary");
  await midway(".photo-sending progress");
  wire.cut();
  await page.waitForSelector(".photo-fault >> text=Check the connection");
  wire.mend();
  await slow(-1);
  await page.click(".photo-actions .primary");
  await page.waitForSelector("dialog", { state: "detached" });
  const photo = await arrived(person, "user");
  assert.equal(photo.width, Math.round(1024 / 1.15));

  // The same beside the text.
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await person.ready();
  await slow(SLOW);
  const input = "hera-composer > input";
  await page.setInputFiles(input, picture);
  await midway(".attachment progress");
  await page.click(".attachment button");
  assert.equal(await page.locator(".attachment").count(), 0);
  await page.setInputFiles(input, picture);
  await midway(".attachment progress");
  // That is said for some seconds, and not while something else is: listened for before it can be there.
  const told = saying(page, "Check the connection");
  const failed = async () => {
    wire.cut();
    await page.waitForSelector(".attachment-again");
    wire.mend();
    await slow(-1);
    await page.evaluate(() => dispatchEvent(new Event("online")));
  };
  await Promise.all([told, failed()]);
  await page.click(".attachment-again");
  await page.waitForSelector(".attachment img");
  await person.say("");
  await person.replies(1);
  assert.equal(await page.locator(".msg-user .msg-picture").count(), 1);
  assert.ok(Array.isArray(await photos()));
  person.check();
  await person.leave();
});

test("what a server refuses is told: too large, another kind, damaged", async () => {
  const small = await startHera({ own: true, env: { IMAGE_BYTES: "4096" } });
  const person = await visit(browser, small.url);
  const { page } = person;
  await page.evaluate(() => document.getElementById("photo").click());
  await page.setInputFiles("#photo-file", new URL(PHOTO).pathname);
  await page.waitForSelector("canvas.crop");
  await page.click(".photo-actions .primary");
  await page.waitForSelector(".photo-fault >> text=too large");
  for (const [content, told] of [["GIF89a and nothing that is one", "does not seem to be a photo"], ["\xff\xd8\xff\xe0 torn", "could not be opened"]]) {
    await page.route("**/photos/user", (route) => {
      const body = Buffer.from(`--b\r\ncontent-disposition: form-data; name="file"; filename="photo.jpg"\r\ncontent-type: image/jpeg\r\n\r\n${content}\r\n--b--\r\n`, "latin1");
      return route.continue({ postData: body, headers: { ...route.request().headers(), "content-type": "multipart/form-data; boundary=b" } });
    }, { times: 1 });
    await page.click(".photo-actions .primary");
    await page.waitForSelector(`.photo-fault:visible >> text=${told}`);
  }
  await person.leave();
  await small.stop();
});

test("what is said with a picture waits for it, says so, and goes with it; a picture that does not arrive can be sent again", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  const picture = [fileURLToPath(PHOTO)];
  const input = "hera-composer > input";
  const said = () => page.locator("hera-message").count();
  const status = (/** @type {string} */ text) => page.waitForSelector(`.status >> text=${text}`);
  /** @type {import("playwright-core").Route[]} */ const held = [];
  await page.route("**/photos", (route) => void held.push(route));
  const sending = () => until(() => held.shift(), "a picture on its way");

  await page.setInputFiles(input, picture);
  const first = await sending();
  await person.say("Look at this");
  await status("as soon as the picture has arrived");
  await page.type("#message", " one"); // whoever goes on writing has not finished
  await page.waitForFunction(() => !/arrived/.test(document.querySelector(".status-text").textContent));
  await page.press("#message", "Control+Enter");
  await status("as soon as the picture has arrived");
  assert.equal(await said(), 0);
  await first.fallback();
  await person.replies(1);
  assert.equal((await person.shown())[0].content, "Look at this one");
  assert.equal(await page.locator(".msg-user .msg-picture img").count(), 1);
  assert.equal(await page.inputValue("#message"), "");

  // Without words, too; and where the picture fails, nothing is said, and Enter sends it again.
  await page.setInputFiles(input, picture);
  const second = await sending();
  await page.press("#message", "Control+Enter");
  await status("as soon as the picture has arrived");
  await Promise.all([saying(page, "Check the connection"), second.abort()]);
  await page.waitForSelector(".attachment-again");
  assert.ok(!(await page.textContent(".status-text")).includes("arrived"));
  await page.click("#lang-ja");
  await page.waitForSelector('.attachment-again[aria-label="もう一度送る"]');
  await page.click("#lang-en");
  await page.press("#message", "Control+Enter");
  await (await sending()).fallback();
  await person.replies(2);
  assert.equal(await page.locator(".msg-user .msg-picture img").count(), 2);

  // Whoever leaves it out sends the words alone.
  await page.setInputFiles(input, picture);
  await sending();
  await person.say("Never mind");
  await status("as soon as the picture has arrived");
  await page.click(".attachment button:last-child");
  await person.replies(3);
  assert.deepEqual((await person.shown()).filter(({ role }) => role === "user").at(-1).content, "Never mind");

  // What is no picture cannot arrive, however often it is sent.
  await page.setInputFiles(input, { name: "a.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no") });
  await status("could not be opened");
  await eventually(() => page.locator(".attachment").count(), 0);
  await person.leave();
});

test("a picture that is brought before there is a session waits for one, and goes with what is said; in another conversation there is none of it", async () => {
  const picture = /** @type {const} */ ({ name: "image.png", type: "image/png", width: 900, height: 700 });
  /** @param {string} address @param {(context: import("playwright-core").BrowserContext) => Promise<void>} [prepare] */
  const early = async (address, prepare) => {
    let away = true;
    const context = await contextOf(browser);
    await prepare?.(context);
    await context.route("**/api/sessions", (route) => (away && route.request().method() === "POST" ? route.abort() : route.fallback()));
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector("#starting", { state: "detached" });
    assert.equal(await bring(page, "paste", "#message", picture), true);
    assert.equal(await bring(page, "drop", "hera-log", picture), true);
    await page.waitForFunction(() => document.querySelectorAll(".attachment").length === 2);
    return { context, page, comes: () => ((away = false), page.evaluate(() => dispatchEvent(new Event("online")))) };
  };
  const { context, page, comes } = await early(hera.url);
  await page.click(".attachment button >> nth=1"); // one is enough
  await page.fill("#message", "Look at this");
  await page.press("#message", "Control+Enter");
  await page.waitForTimeout(200);
  assert.equal(await page.locator("hera-message").count(), 0);
  await comes();
  await page.waitForSelector(".msg-user .msg-picture img");
  assert.deepEqual(await page.$$eval(".msg-user", (all) => all.map((one) => [one.querySelector(".msg-text").textContent, one.querySelectorAll(".msg-picture").length])), [["Look at this", 1]]);
  assert.equal(await page.locator(".attachment").count(), 0);

  const other = await early(hera.url);
  await other.page.evaluate((hash) => (location.hash = hash), new URL(page.url()).hash);
  await other.page.waitForSelector(".msg-user");
  assert.equal(await other.page.locator(".attachment").count(), 0);
  assert.equal(await bring(other.page, "paste", "#message", picture), true);
  await other.page.waitForSelector(".attachment img"); // and nothing waits for what never came

  // Where it turns out that none can be taken, none waits.
  const without = await early(hera.url, (context) => context.routeWebSocket(/\/ws$/, (ws) => void ws.connectToServer().onMessage((frame) => ws.send(String(frame).replace(/"image_bytes":\d+/, '"image_bytes":0')))));
  await without.comes();
  await without.page.waitForSelector("#app[data-phase=open]");
  await eventually(() => without.page.locator(".attachment").count(), 0);
  await Promise.all([context.close(), other.context.close(), without.context.close()]);
});

test("an upload that stands still is given up after a minute, with a word and a way to send it again", async () => {
  const person = await visit(browser, hera.url, { prepare: (context) => context.clock.install() });
  const { page } = person;
  let hangs = true;
  await page.route("**/photos", (route) => (hangs ? undefined : route.fallback()));
  const asked = page.waitForRequest("**/photos");
  await page.setInputFiles("hera-composer > input", [fileURLToPath(PHOTO)]);
  await asked;
  const told = saying(page, "Check the connection");
  const frames = (/** @type {"sent"|"got"} */ way, /** @type {string} */ kind) => person.sockets.flatMap((socket) => socket[way]).filter(({ type }) => type === kind).length;
  // Second by second, and the line has answered after each: a minute at once would be one without an answer.
  for (let passed = 0; passed < 61; passed += 1) {
    await page.clock.runFor(1_000);
    await until(() => frames("got", "pong") >= frames("sent", "ping"), "the answer of the line");
  }
  await told;
  hangs = false;
  await page.click(".attachment-again");
  await page.waitForSelector(".attachment img");
  await person.leave();
});

test("a picture that could not be had for a while comes when it can be", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.setInputFiles("hera-composer > input", [fileURLToPath(PHOTO)]);
  await page.waitForSelector(".attachment img");
  await person.say("Look");
  await person.replies(1);
  const there = () => page.$eval(".msg-picture img", (image) => /** @type {HTMLImageElement} */ (image).naturalWidth > 0);
  await page.waitForFunction(() => /** @type {HTMLImageElement} */ (document.querySelector(".msg-picture img")).naturalWidth > 0);
  for (const wakes of [false, true]) {
    let asked = 0;
    let away = true;
    await page.route("**/photos/**", (route) => ((asked += 1), away ? route.fulfill({ status: 503, body: "" }) : route.fallback()));
    await page.reload();
    await person.ready();
    await until(() => asked > (wakes ? 3 : 0), "it is asked for");
    assert.equal(await there(), false);
    away = false;
    if (wakes) await page.evaluate(() => dispatchEvent(new Event("online")));
    await eventually(there, true);
    await page.unroute("**/photos/**");
  }
  await person.leave();
});

test("a picture that cannot be saved from another site says so, and is saved when it can be", async () => {
  const person = await visit(browser, hera.url);
  const { page } = person;
  await page.setInputFiles("hera-composer > input", [fileURLToPath(PHOTO)]);
  await page.waitForSelector(".attachment img");
  await person.say("Look");
  await person.replies(1);
  await page.evaluate(() => {
    const elsewhere = document.createElement("meta");
    elsewhere.name = "hera-api";
    elsewhere.content = `${location.origin}/`.replace("127.0.0.1", "localhost"); // the page's policy lets nothing come from there
    document.head.append(elsewhere);
  });
  await page.click(".msg-picture");
  await page.click(".dialog-foot a");
  await page.waitForSelector(".dialog-foot [role=status] >> text=did not work");
  await page.evaluate(() => {
    const fetched = globalThis.fetch;
    globalThis.fetch = (address, init) => fetched(String(address).replace("localhost", "127.0.0.1"), init);
  });
  await Promise.all([page.waitForEvent("download"), page.click(".dialog-foot a")]);
  await page.waitForFunction(() => document.querySelector(".dialog-foot [role=status]").textContent === "");
  await person.leave();
});
