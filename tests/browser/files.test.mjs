/** Each file of the page may be missing, broken off, empty or without an end: the page comes by itself all the same, to the conversation of its address. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { contextOf, launch, startHera, until } from "./harness.mjs";
import { middlebox } from "./middlebox.mjs";
import { chat } from "./scenes.mjs";
import { history, stage } from "./stage.mjs";

const HTML = readFileSync(new URL("../../static/index.html", import.meta.url), "utf8");
const FILES = [...new Set([...HTML.matchAll(/(?:href|src)="((?:js|css)\/[^"]+)"/g)].map(([, file]) => file)), "js/words-en.js"];
const HANGS_MS = 20_000; // by the page's clock, longer than it waits for a file
const SAID = "We met on a ferry";

/** @typedef {import("playwright-core").Route} Route */
/** What becomes of a file. @type {Record<string, (route: Route, file: string) => void>} */
const WAYS = {
  "is not found": (route) => void route.fulfill({ status: 404, contentType: "text/html", body: "<h1>404</h1>" }),
  "is answered by a proxy": (route) => void route.fulfill({ status: 502, contentType: "text/html", body: "<h1>502</h1>" }),
  "is another page": (route) => void route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Log in</h1>" }),
  "breaks off": (route) => void route.abort("connectionreset"),
  "is empty": (route, file) => void route.fulfill({ status: 200, contentType: file.endsWith(".js") ? "text/javascript" : "text/css", body: "" }),
  "never comes": () => {},
};
const QUICK = Object.keys(WAYS).filter((way) => way !== "never comes");

let hera;
let browser;
let address;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true }), launch()]);
  const { session_id: id } = await (await fetch(new URL("/api/sessions", hera.url), { method: "POST" })).json();
  const said = await fetch(new URL(`/api/sessions/${id}/messages`, hera.url), { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ message: SAID }) });
  assert.equal(said.status, 200);
  address = `${hera.url}#${id}`;
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/**
 * The page whose files fail once each, or for as long as the test wants.
 * @param {string[]} files @param {string} way @param {{times?: number, hangsLater?: boolean}} [options]
 */
async function opened(files, way, { times = 1, hangsLater = false } = {}) {
  const context = await contextOf(browser);
  const page = await context.newPage();
  const state = { times, failed: files.map(() => 0) };
  for (const [index, file] of files.entries()) {
    await context.route(`**/${file}*`, (route) => ((state.failed[index] += 1) <= state.times ? WAYS[way](route, file) : void route.continue()));
  }
  if (way === "never comes") await page.clock.install();
  // What hangs keeps the page from being loaded.
  await page.goto(address, { waitUntil: "commit" });
  if (way === "never comes" && !hangsLater) await page.clock.runFor(HANGS_MS);
  return { context, page, state };
}

/** The conversation of the address is there, in whole dress. @param {import("playwright-core").Page} page @param {string} what */
async function stands(page, what) {
  await page.waitForFunction((said) => {
    const rulesOf = (/** @type {any} */ { sheet }) => {
      try {
        return sheet?.cssRules.length ?? 0;
      } catch {
        return 0; // one that did not come is taken for another site's
      }
    };
    const dressed = [...document.querySelectorAll("link[rel=stylesheet]:not(.later)")].map(rulesOf);
    const open = document.querySelector("#app[data-phase=open]") && [...document.querySelectorAll(".msg-user .msg-text")].some(({ textContent }) => textContent === said);
    return open && dressed.length > 0 && dressed.every((rules) => rules > 0) && !document.querySelector(".load-failed, #starting");
  }, SAID);
  assert.equal(new URL(page.url()).hash, new URL(address).hash, what);
}

describe("the page comes by itself", { concurrency: 4 }, () => {
  assert.ok(FILES.length > 35 && QUICK.at(-1) === "is empty");
  const one = ["js/app.js", "js/start.js", "js/words-en.js", "css/style.css"];
  // Who fetches a file does not know which it is: each way for some, one of them for each of the others, several at once.
  const others = FILES.filter((file) => !one.includes(file));
  const groups = QUICK.map((way, index) => /** @type {[string[], string]} */ ([others.filter((_, place) => place % QUICK.length === index), way]));
  const cases = one.flatMap((file) => Object.keys(WAYS).map((way) => /** @type {[string[], string]} */ ([[file], way])));
  for (const [files, way] of [...cases, ...groups, /** @type {[string[], string]} */ ([["js/dom.js"], "never comes"]), /** @type {[string[], string]} */ ([["css/panel.css"], "never comes"])]) {
    test(`where ${files.join(", ")} ${way}`, async () => {
      const { context, page, state } = await opened(files, way);
      await stands(page, `${files} ${way}`);
      assert.ok(state.failed.every((times) => times > 0), "each was asked for");
      await context.close();
    });
  }
});

/** What is loaded when somebody needs it: how they come to need it, and what is there then. @type {[string[], (page: import("playwright-core").Page) => Promise<void>][]} */
const LATER = [
  [["js/view-sessions.js", "js/view-photo.js", "js/photo.js", "js/view-enlarged.js", "css/windows.css"], async (page) => {
    await page.click("#menu-label");
    await page.click("#sessions");
    await page.waitForSelector(".dialog-sessions[open]");
    assert.equal(await page.locator("dialog").count(), 1);
  }],
  [["js/view-form.js", "js/corrections.js"], async (page) => {
    await page.click('[data-field="age"] .field-edit');
    await page.waitForSelector(".field-form input");
  }],
  [["js/view-keepsake.js", "js/keepsake.js", "css/keepsake.css"], async (page) => {
    await page.evaluate(() => (location.hash += "/story"));
    await page.waitForSelector(".sheet-note");
  }],
  [["js/view-attachments.js"], async (page) => {
    const paper = Buffer.from(await page.evaluate(() => {
      const one = Object.assign(document.createElement("canvas"), { width: 100, height: 100 });
      one.getContext("2d").fillRect(0, 0, 100, 100);
      return one.toDataURL().split(",")[1];
    }), "base64");
    await page.setInputFiles("hera-composer > input", { name: "a.png", mimeType: "image/png", buffer: paper });
    await page.fill("#message", "Look");
    await page.press("#message", "Control+Enter");
    await page.waitForSelector(".msg-user .msg-picture img");
  }],
  [["js/words-ja.js"], async (page) => {
    await page.click("#lang-ja");
    await page.waitForFunction(() => document.querySelector("#message").getAttribute("placeholder") === "ヘーラーに話しかける");
  }],
  [["vendor/markdown.js", "js/written.js", "js/emphasis.js", "css/markdown.css"], async (page) => {
    await page.fill("#message", "See https://example.org/a");
    await page.press("#message", "Control+Enter");
    await page.waitForSelector('.msg-user a[href="https://example.org/a"]');
  }],
];

describe("what is loaded later comes by itself, too", { concurrency: 4 }, () => {
  const cases = LATER.flatMap(([files, needed]) => files.map((file) => ({ file, needed })));
  for (const [index, { file, needed }] of cases.entries()) {
    for (const way of [QUICK[index % QUICK.length], ...(index % 3 === 0 ? ["never comes"] : [])]) {
      test(`where ${file} ${way}`, async () => {
        const { context, page, state } = await opened([file], way, { hangsLater: true });
        await page.setViewportSize({ width: 1280, height: 800 });
        await stands(page, file);
        const asked = page.waitForRequest((request) => request.url().includes(file));
        const done = needed(page);
        await asked;
        if (way === "never comes") await page.clock.runFor(HANGS_MS);
        await done;
        assert.ok(state.failed[0] > 0, "it was asked for");
        await context.close();
      });
    }
  }
});

/** What the conversation itself comes to need. @type {Record<string, (staged: Awaited<ReturnType<typeof stage>>) => Promise<void>>} */
const GROWN = {
  "js/view-card.js": async ({ person: { page }, tell }) => {
    tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
    tell({ type: "RUN_ERROR", code: "internal", message: "x" });
    await page.waitForSelector(".card-warn");
  },
  "js/pages.js": async ({ person: { page } }) => {
    await page.$eval(".scroller", (scroller) => scroller.scrollTo(0, 0));
    await page.waitForFunction(() => document.querySelector(".msg-text").textContent === "Old 0");
  },
};

test("what a conversation needs when it grows comes by itself, too", async () => {
  const lines = (/** @type {string} */ word) => history(Array.from({ length: 40 }, (_, index) => /** @type {[string, string]} */ ([index % 2 ? "agent" : "", `${word} ${index}`])));
  const old = lines("Old").map((one) => ({ ...one, id: `old-${one.id}`, metadata: { hera: { ...one.metadata.hera, turn_id: `old-${one.metadata.hera.turn_id}` } } }));
  for (const [file, needed] of Object.entries(GROWN)) {
    for (const way of QUICK) {
      const staged = await stage(browser, hera.url, { ...chat("en"), messages: lines("New"), nextBefore: "m0", older: () => ({ messages: old, next_before: null }) });
      let left = 1;
      await staged.person.page.context().route(`**/${file}*`, (route) => ((left -= 1) >= 0 ? WAYS[way](route, file) : void route.continue()));
      await needed(staged);
      assert.ok(left < 0, `${file}, which ${way}, was asked for again`);
      await staged.person.leave();
    }
  }
});

test("code is shown and copied while what colours it does not come, and is coloured when it does", async () => {
  const source = "const a = 1; // one\n";
  await Promise.all(["is not found", "is another page", "breaks off"].map(async (way) => {
    const { person, tell } = await stage(browser, hera.url, chat("en"));
    const { page } = person;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    let [asked, comes] = [0, false];
    await page.context().route("**/vendor/highlight.js*", (route) => ((asked += 1), comes ? void route.continue() : WAYS[way](route, "vendor/highlight.js")));
    tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
    tell({ type: "TEXT_MESSAGE_START", messageId: "code", role: "assistant", name: "agent" });
    tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "code", delta: `Here:\n\n\`\`\`js\n${source}\`\`\`` });
    tell({ type: "TEXT_MESSAGE_END", messageId: "code" });
    tell({ type: "RUN_FINISHED", threadId: "s", runId: "live" });
    await until(() => asked > 1, `${way}: it is asked for again`);
    const code = page.locator(".code pre[data-language=js] code");
    assert.deepEqual([await code.textContent(), await code.locator("span").count()], [source, 0], way);
    assert.deepEqual([await page.locator(".load-failed, .card, .status[data-kind=warn]").count(), person.troubles.filter((trouble) => trouble.startsWith("error:"))], [0, []], `${way}: nothing is said of it`);
    await page.click(".code-copy");
    await page.waitForFunction(() => document.querySelector(".status-text")?.textContent !== "");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), source, way);
    comes = true;
    await page.waitForSelector(".code .hljs-keyword");
    assert.equal(await code.textContent(), source, way);
    await person.leave();
  }));
});

describe("what talks by HTTP comes by itself, too, where it is needed at once", { concurrency: 2 }, () => {
  const files = ["js/transport-http.js", "js/event-stream.js", "js/listening.js"];
  for (const [file, way] of [...files.map((file, index) => [file, QUICK[index]]), [files[0], "is empty"], [files[0], "never comes"]]) {
    test(`where ${file} ${way}`, async () => {
      const box = await middlebox(hera.url, { sockets: 403 });
      const context = await contextOf(browser);
      const page = await context.newPage();
      let left = 1;
      await context.route(`**/${file}*`, (route) => ((left -= 1) >= 0 ? WAYS[way](route, file) : void route.continue()));
      if (way === "never comes") await page.clock.install();
      await page.goto(`${box.url}#${new URL(address).hash.slice(1)}`);
      if (way === "never comes") {
        await page.waitForSelector("#starting", { state: "detached" });
        await until(() => page.clock.runFor(HANGS_MS).then(() => left < 0), "it is asked for again");
      }
      await page.waitForSelector("#app[data-phase=open][data-transport=http]");
      assert.ok(left < 0, "it was asked for again");
      await context.close();
      await box.close();
    });
  }
});

test("what somebody waits for is said to be on its way, for as long as it is", async () => {
  const waiting = LATER.filter(([[file]]) => !file.includes("words") && !file.startsWith("vendor/")); // that is said elsewhere; a text stands there meanwhile
  assert.equal(waiting.length, 4);
  for (const [[file], needed] of waiting) {
    const context = await contextOf(browser);
    const page = await context.newPage();
    /** @type {(() => void)|null} */ let go = null;
    await context.route(`**/${file}*`, (route) => void (go = () => void route.continue()));
    await page.goto(address);
    await page.setViewportSize({ width: 1280, height: 800 });
    await stands(page, file);
    const done = needed(page);
    // What is said with a picture that is not there is said to wait for it.
    await page.waitForFunction(() => /Loading|as soon as the picture/.test(document.querySelector(".status-text").textContent));
    (await until(() => go, `${file} is asked for`))();
    await done;
    await page.waitForFunction(() => !document.querySelector(".status-text").textContent.includes("Loading"));
    await context.close();
  }
});

test("what goes on failing is said, with a button that keeps the conversation; and once it is whole, the page comes", async () => {
  for (const [file, way] of [["js/flow.js", "is not found"], ["js/app.js", "is empty"], ["css/style.css", "never comes"], ["css/style.css", "is another page"]]) {
    const { context, page, state } = await opened([file], way, { times: Infinity });
    await page.waitForSelector(".load-failed >> text=Trying again");
    assert.ok(await page.isVisible(".load-failed"), "it can be read without the style sheet, too");
    await page.waitForFunction(() => JSON.parse(sessionStorage.getItem("hera.tries") ?? "{}").count > 0);
    // While it fails, the page does not go away by itself.
    await Promise.all([page.waitForEvent("framenavigated"), page.click(".load-failed button")]);
    state.times = 0;
    await stands(page, `${file} ${way}`);
    if (way === "never comes") await page.clock.runFor(HANGS_MS);
    await page.waitForFunction(() => sessionStorage.getItem("hera.tries") === null); // the next time counts from the beginning
    await context.close();
  }
});

test("where neither the page nor what looks after it comes, a form says so and keeps the conversation", async () => {
  const { context, page, state } = await opened(["js/start.js", "js/app.js"], "is not found", { times: Infinity });
  // Once the style sheet is there; before, it would be seen at once, but nothing is drawn without one.
  await page.waitForFunction(() => ((style) => style.animationName === "appear" && style.visibility === "visible")(getComputedStyle(document.querySelector("#starting"))));
  assert.match(await page.innerText("#starting"), /not ready yet/);
  state.times = 0;
  await page.click("#starting button");
  await stands(page, "by the form");
  await context.close();
});
