/** Letters twice as large, with the spaces that WCAG 1.4.12 asks for between them: nothing is cut off, nothing lies over another, and one can write. */

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { after, before, describe, test } from "node:test";
import { eventually, launch, startHera } from "./harness.mjs";
import { chat, scene } from "./scenes.mjs";
import { stage } from "./stage.mjs";

const TWICE_PX = 32;
const SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
const PORTRAIT = fileURLToPath(new URL("portraits/user.jpg", import.meta.url));
const BLANK = { phase: "interview", user_profile: {}, information_progress: {}, missing_fields: [], family: { members: [], trip_info: {}, plan: {} }, photos: { children: {} } };

let hera;
let browser;
before(async () => {
  [hera, browser] = await Promise.all([startHera(), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** Larger letters, as the browser's own setting makes them, or as whatever sets the root's. @type {Record<string, (page: import("playwright-core").Page) => Promise<void>>} */
const LARGER = {
  "by the browser's setting": async (page) => {
    const client = await page.context().newCDPSession(page);
    await client.send("Page.setFontSizes", { fontSizes: { standard: TWICE_PX } });
  },
  "by the root's size": (page) => page.evaluate((size) => void (document.documentElement.style.fontSize = `${size}px`), TWICE_PX),
};

/** @type {["ja"|"en", number, boolean, string][]} */
const CASES = [["en", 320, false, "by the root's size"], ["ja", 320, true, "by the browser's setting"], ["en", 375, true, "by the browser's setting"], ["ja", 375, false, "by the root's size"], ["en", 768, true, "by the root's size"], ["ja", 768, false, "by the browser's setting"]];

/** @typedef {Awaited<ReturnType<typeof stage>>} Staged */
/** @type {Record<string, {scene: (lang: "ja"|"en") => any, then?: (staged: Staged) => Promise<unknown>}>} */
const VIEWS = {
  welcome: { scene: (lang) => ({ ...scene(lang, "arrived"), messages: [], state: BLANK }) },
  "a plan and a draft, while something goes on": {
    scene: (lang) => scene(lang, "planned"),
    then: async ({ person: { page }, tell }) => {
      tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
      tell({ type: "STEP_STARTED", stepName: "painting child 2" });
      await page.fill("#message", "こんにちは、みなさん。Hello everybody, let us go out.");
      await page.waitForSelector(".stop");
    },
  },
  "no answer": {
    scene: (lang) => scene(lang, "talking"),
    then: async ({ person: { page }, tell }) => {
      tell({ type: "RUN_STARTED", threadId: "s", runId: "live" });
      tell({ type: "RUN_ERROR", message: "no answer", code: "agent_failed" });
      await page.waitForSelector(".card-warn");
    },
  },
  "the family": { scene: (lang) => scene(lang, "planned"), then: ({ person: { page } }) => page.click(".progress-toggle") },
  "a form": {
    scene: (lang) => ({ ...scene(lang, "arrived"), messages: [], state: BLANK }),
    then: async ({ person: { page } }) => {
      await page.click(".progress-toggle");
      await page.click('[data-field="children_info"] .field-edit');
      await page.waitForSelector(".field-form");
    },
  },
  "the menu": { scene: (lang) => scene(lang, "planned"), then: ({ person: { page } }) => page.click("#menu-label") },
  conversations: {
    scene: (lang) => scene(lang, "planned"),
    then: async ({ person: { page } }) => {
      await page.route("**/api/sessions?*", (route) => route.fulfill({ json: { sessions: [{ session_id: "11111111-1111-4111-8111-111111111111", phase: "family", updated_at: new Date().toISOString() }], next_before: "x" } }));
      await page.evaluate(() => document.getElementById("sessions").click());
      await page.waitForSelector(".session");
    },
  },
  "a photo": {
    scene: (lang) => scene(lang, "planned"),
    then: async ({ person: { page } }) => {
      await page.evaluate(() => document.getElementById("photo").click());
      await page.setInputFiles("#photo-file", PORTRAIT);
      await page.waitForSelector("canvas.crop");
    },
  },
  "a picture": {
    scene: (lang) => scene(lang, "planned"),
    then: async ({ person: { page } }) => {
      await page.evaluate(() => /** @type {HTMLElement} */ (document.querySelector(".sitter button.frame")).click());
      await page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".picture-whole"))?.complete);
    },
  },
  "the story": { scene: (lang) => ({ ...scene(lang, "complete"), view: "story" }), then: ({ person: { page } }) => page.waitForSelector(".sheet-story") },
  "another agent": { scene: chat },
};

/** What is outside of the window, cut off, or over another; and how wide the box is that one writes in. @param {import("playwright-core").Page} page */
const faults = (page) => page.evaluate(() => {
  const within = document.querySelector("dialog[open]") ?? document.querySelector("#app");
  const named = (/** @type {Element} */ one) => one.id || one.className || one.localName;
  const forEars = ".visually-hidden, .skip, svg, .msg-user .msg-name, .keepsake-save span, .keepsake-back span";
  const all = [...within.querySelectorAll("*")].filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(forEars));
  const outside = all.filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1);
  const cut = all.filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    return (/hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + 1) || (/hidden|clip/.test(overflowY) && one.scrollHeight > one.clientHeight + 1);
  });
  // A menu lies over what is below it, and so does what is moved under an edge.
  const menu = document.querySelector(".menu[open] .menu-items");
  const pressed = (menu ? [...menu.querySelectorAll("button")] : all.filter((one) => one.matches("button, summary, textarea, input, select, a"))).map((one) => ({ one, place: one.getBoundingClientRect(), around: one.closest(".scroller, .progress-body, .sessions, .photo-stage, .keepsake") }));
  const over = pressed.flatMap(({ one, place, around }, index) => pressed.slice(index + 1).filter((other) => other.around === around && !one.contains(other.one) && Math.min(place.right, other.place.right) - Math.max(place.left, other.place.left) > 1 && Math.min(place.bottom, other.place.bottom) - Math.max(place.top, other.place.top) > 1).map((other) => `${named(one)} and ${named(other.one)}`));
  const side = document.documentElement.scrollWidth - innerWidth;
  return { outside: outside.map(named), cut: cut.map(named), over, side };
});

describe("with letters twice as large and spaced", () => {
  for (const [name, { scene: told, then }] of Object.entries(VIEWS)) {
    test(name, async () => {
      for (const [lang, width, dark, how] of CASES) {
        const staged = await stage(browser, hera.url, { ...told(lang), lang, width, height: width < 700 ? 640 : 1024, dark, touch: true });
        const { page } = staged.person;
        const where = `${lang}, ${width} px, ${how}`;
        await LARGER[how](page);
        await page.evaluate((css) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets = [sheet];
        }, SPACED);
        await eventually(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize), `${TWICE_PX}px`);
        await then?.(staged);
        await page.evaluate(() => Promise.all(document.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1).map(({ finished }) => finished.catch(() => {}))));
        await eventually(() => faults(page), { outside: [], cut: [], over: [], side: 0 }, where);
        if (await page.isVisible("#message")) {
          // A line of some words, and some of the conversation above it.
          const [box, log] = await Promise.all(["#message", ".scroller"].map((which) => page.locator(which).boundingBox()));
          assert.ok(box.width >= 7 * TWICE_PX, `${where}: ${box.width} px to write in`);
          if (!(await page.locator("hera-progress.is-open").count())) assert.ok(log.height >= 3 * TWICE_PX, `${where}: ${log.height} px of the conversation`);
        }
        await staged.person.leave();
      }
    });
  }
});

test("on a small phone the page is opened where one reads the last words and can send", async () => {
  const given = [VIEWS.welcome.scene("en"), scene("ja", "planned"), chat("en")];
  for (const [index, how] of Object.keys(LARGER).entries()) {
    for (const [at, told] of given.entries()) {
      const { person } = await stage(browser, hera.url, { ...told, width: 320, height: 640, dark: (index + at) % 2 === 1, touch: true });
      const { page } = person;
      await LARGER[how](page);
      await eventually(() => page.evaluate(() => {
        const within = (/** @type {string} */ which) => {
          const { top, bottom } = document.querySelector(which).getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        };
        return [getComputedStyle(document.documentElement).fontSize, within(".send"), within("#message"), within(".scroller")];
      }), [`${TWICE_PX}px`, true, true, true], `${how}, ${at}`);
      await person.leave();
    }
  }
});

test("however long a conversation is, the page itself is not longer than its window", async () => {
  for (const width of [320, 1280]) {
    const { person } = await stage(browser, hera.url, { ...scene("en", "complete"), width, height: 640 });
    for (const top of [0, 1e9]) {
      await person.page.locator(".scroller").evaluate((box, to) => box.scrollTo({ top: to, behavior: "instant" }), top);
      assert.deepEqual(await person.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]), [width, 640]);
    }
    await person.leave();
  }
});
