/** What agents and persons write, where it stands: no text stops the page, long answers stay drawn, and what is read out, named and copied is what is shown. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, launch, startHera, until, worked } from "./harness.mjs";
import { chat } from "./scenes.mjs";
import { history, stage } from "./stage.mjs";

const REPLY_BYTES = 262_144; // the longest answer, by default
const MOST_COLOURING_WORK_MS = 5_000; // of the page, with what draws the code itself
const MOST_WORK_MS = 15_000; // of the page for one answer, on a slow machine; what is not bounded takes minutes

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

/** A conversation with an agent that stands there. @param {[string, string][]} lines name (empty: the person) and text @param {any} [options] */
const conversation = (lines, options = {}) => stage(browser, hera.url, { ...chat("en"), messages: history(lines), width: 1280, ...options });

/** An answer that is written while one watches. @param {(event: any, turn?: string) => void} tell @param {string} id @param {string} text @param {number} [step] characters at once */
function answer(tell, id, text, step = Infinity) {
  tell({ type: "RUN_STARTED", threadId: "t", runId: id }, id);
  tell({ type: "TEXT_MESSAGE_START", messageId: id, role: "assistant", name: "guide" }, id);
  for (let at = 0; at < text.length; at += step) tell({ type: "TEXT_MESSAGE_CONTENT", messageId: id, delta: text.slice(at, at + step) }, id);
  tell({ type: "TEXT_MESSAGE_END", messageId: id }, id);
  tell({ type: "RUN_FINISHED", threadId: "t", runId: id }, id);
}

test("no text stops the page: not one that empties an address, and not one that cannot be drawn at all", async () => {
  const odd = ["https://〇〇.com というサイト", "https://、", "<https://〇>", "[x](https://。)", "https://\u3000a https:// http://("];
  const { person, tell } = await conversation([...odd.flatMap((text) => [["", text], ["guide", text]]), ["guide", "*the last*"]]);
  const { page } = person;
  await page.waitForSelector("hera-message:last-of-type em");
  assert.deepEqual((await person.shown()).filter(({ role }) => role === "user").map(({ content }) => content), odd);
  answer(tell, "live", "See https://〇〇.com and https://a.b/佐々木 *now*", 7);
  await page.waitForFunction(() => [...document.querySelectorAll("hera-message:last-of-type a")].map((link) => link.getAttribute("href")).join(" ") === "https://〇〇.com https://a.b/佐々木");
  assert.deepEqual(person.troubles, []);
  // Whatever else one has that nothing can draw: it stands there, and so do all others.
  const texts = await page.evaluate(() => {
    const log = /** @type {any} */ (document.querySelector("hera-log"));
    const shown = (/** @type {string} */ text, speaker = { tone: "other", name: "A", part: "other", number: 0, photo: null }) => ({ key: text, source: {}, shown: { role: "assistant", part: "other", speaker, name: "A", text, at: 1, streaming: false, note: "", tone: "plain", attachments: [], pictures: "", choices: [], actions: [] } });
    const words = { earlier: {}, later: {}, openers: [], greeting: "", greetingTitle: "", family: {}, keep: {} };
    const items = [shown("one"), shown("*bad*", /** @type {any} */ (null)), shown("three")];
    log.update({ items, after: null, earlier: null, later: null, welcome: false, words, locale: "en" });
    return [...log.querySelectorAll(".msg-text")].map(({ textContent }) => textContent);
  });
  assert.deepEqual(texts, ["one", "*bad*", "three"]);
  assert.equal(person.troubles.length, 1, "and that it could not is not hidden");
  await person.leave();
});

test("what draws Markdown, and what colours code, is asked for when it is needed, and not before", async () => {
  const { person, tell } = await conversation([["guide", "Plain words, and no more."]]);
  const { page } = person;
  const drawn = () => page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("vendor/markdown.js")));
  const colours = () => page.workers().length;
  await page.waitForFunction(() => document.querySelector(".msg-assistant .msg-text")?.textContent === "Plain words, and no more.");
  assert.deepEqual([await drawn(), colours()], [false, 0]);
  answer(tell, "drawn", "It is *now* needed.");
  await page.waitForSelector(".msg-text em");
  assert.deepEqual([await drawn(), colours()], [true, 0]);
  answer(tell, "coloured", "```js\nconst a = 1;\n```");
  await page.waitForSelector(".msg-text .is-coloured .hljs-keyword");
  await eventually(colours, 1); // this process hears of it in its own time
  await person.leave();
});

test("code that takes minutes to colour stops nothing: neither the page nor the colours of what comes after it", async () => {
  const filled = (/** @type {string} */ line) => line.repeat(Math.floor(49_900 / line.length));
  const slow = [["c", filled("The quick brown fox jumps over the lazy dog\n")], ["csharp", filled("word another word\n")], ["js", filled("`${")]];
  const { person, tell } = await conversation([["guide", "*ready*"]]);
  const { page } = person;
  await page.waitForSelector(".msg-text em");
  const work = await worked(page);
  for (const [index, [language, code]] of slow.entries()) answer(tell, `s${index}`, `\`\`\`${language}\n${code}\n\`\`\``, 8_000);
  answer(tell, "last", "```js\nconst a = `${b}`;\n```\n\n```unheard-of\nx\n```");
  await page.waitForSelector("hera-message:last-of-type .is-coloured .hljs-string .hljs-subst");
  await page.waitForFunction(() => document.querySelectorAll("hera-message:last-of-type .is-coloured").length === 2);
  // A page stands still for no longer than it works.
  const took = await work();
  assert.ok(took > 0 && took < MOST_COLOURING_WORK_MS, `the page worked for ${took} ms`);
  const texts = await page.$$eval(".msg-text pre code", (all) => all.map(({ textContent }) => textContent));
  assert.deepEqual(texts.slice(0, 3), slow.map(([, code]) => `${code}\n`), "and no sign of them is lost");
  assert.deepEqual(person.troubles, []);
  await person.leave();
});

test("answers as long as they may be stay drawn, also while they are written, and many addresses stop nothing", async () => {
  const filled = (/** @type {string} */ line, bytes = REPLY_BYTES - 200) => line.repeat(Math.floor(bytes / line.length));
  /** @type {[string, string, number][]} what is drawn of each, and how much of it */
  const long = [
    [`\`\`\`cpp\n${filled("    std::vector<std::pair<int, int>> v_[i_j][k_l] = { *a_b, &c_d };\n")}\`\`\`\n\n*end*`, "pre code", 1],
    [`\`\`\`json\n${filled("  [ [1, 2], [3, 4] ],\n")}\`\`\`\n\n*end*`, "pre code", 1],
    [`${"| c ".repeat(10)}|\n${"|---".repeat(10)}|\n${`${"| cell ".repeat(10)}|\n`.repeat(400)}\n*end*`, "td", 4_000],
    [`${"- **item** `x`\n".repeat(10_000)}\n*end*`, "li", 10_000],
    [`${filled("word **bold** and `code`.\n\n")}*end*`, "strong", 9_000],
    [`${"https://a.b/c ".repeat(12_000)}\n\n*end*`, "a", 1_000],
    ...["a*", "*a ", "~~a", "[", "![a](", "` ", "<a ", "<"].map((sign) => /** @type {[string, string, number]} */ ([`${filled(sign)}\n\n*end*`, "p", 2])),
    // Formulas begun everywhere, tables with them, notes, and lines below deep quotes.
    [`${"- $$\n".repeat(16_718)}\n*end*`, "li", 16_718],
    [`${"- a\n  $$\n".repeat(8_000)}\n*end*`, "li", 8_000],
    [`| a | b |\n|---|---|\n${"| $P(A|B)$ | `c|d` | e |\n".repeat(5_000)}\n*end*`, "td", 15_000],
    [`${"[^1]: x\n\n".repeat(20_000)}*end*`, "p", 20_000],
    [`${"> ".repeat(40)}a\n${"b\n".repeat(40_000)}\n*end*`, "blockquote", 40],
  ];
  const { person, tell } = await conversation([["guide", "*ready*"]]);
  const { page } = person;
  await page.waitForSelector(".msg-text em");
  const work = await worked(page);
  for (const [index, [text, drawn, count]] of long.entries()) {
    const before = await work();
    const end = `end ${index}`;
    answer(tell, `a${index}`, text.replace("*end*", `*${end}*`), 8_000);
    await page.waitForFunction(({ which, least, end }) => {
      const message = document.querySelector("hera-message:last-of-type:not(.is-streaming)");
      return message && (message.querySelector(".msg-text > p:last-child em")?.textContent === end) && message.querySelectorAll(`.msg-text ${which}`).length >= least;
    }, { which: drawn, least: count, end });
    const took = (await work()) - before;
    assert.ok(took > 0 && took < MOST_WORK_MS, `${drawn}: the page worked for ${took} ms`);
  }
  assert.deepEqual(person.troubles, []);
  await person.leave();
});

test("a list of thousands of items is laid out where it is seen, and is found, copied, printed and gone to like any other", async () => {
  const count = 5_000;
  const items = Array.from({ length: count }, (_, index) => `${index + 3}. item [number](https://a.b/${index + 3}) ${index + 3}.`);
  const { person, tell } = await conversation([["guide", "*ready*"]]);
  const { page } = person;
  await page.waitForSelector(".msg-text em");
  answer(tell, "long", `${items.join("\n")}\n\n*end*`, 8_000);
  await page.waitForFunction((all) => document.querySelectorAll("hera-message:last-of-type:not(.is-streaming) .msg-text li").length === all && document.querySelector("hera-message:last-of-type .msg-text > p:last-child em"), count);
  // Whoever reads the end is there, and what is far from it costs nothing.
  const atEnd = () => page.$eval(".scroller", (box) => box.scrollHeight - box.clientHeight - box.scrollTop < 2);
  await eventually(atEnd, true);
  const laidOut = () => page.$$eval("hera-message:last-of-type li", (all) => all.filter((one) => one.checkVisibility({ contentVisibilityAuto: true })).length);
  await until(async () => (await laidOut()) < 1_000, "only what is seen is laid out");
  // Each item has its number, and room for it.
  const numbers = await page.$$eval("hera-message:last-of-type ol", (lists) => lists.flatMap((list) => [...list.children].map((_, index) => /** @type {HTMLOListElement} */ (list).start + index)));
  assert.deepEqual(numbers, items.map((_, index) => index + 3));
  assert.deepEqual(await page.$$eval("hera-message:last-of-type ol", (lists) => [...new Set(lists.map((list) => list.className))]), ["digits-4"]);
  // By the browser's search, and by keyboard.
  const seen = (/** @type {string} */ href) => page.$eval(`a[href="${href}"]`, (link) => {
    const [place, box] = [link.getBoundingClientRect(), document.querySelector(".scroller").getBoundingClientRect()];
    return place.top >= box.top && place.bottom <= box.bottom;
  });
  assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).find("number 1234.", true, true)), true);
  assert.equal(await page.evaluate(() => String(getSelection())), "number 1234.");
  await page.focus('a[href="https://a.b/2345"]');
  await eventually(() => seen("https://a.b/2345"), true, "what has the focus is shown");
  // Whoever reads there stays there, while more comes below.
  const where = () => page.$eval('a[href="https://a.b/2345"]', (link) => Math.round(link.getBoundingClientRect().top));
  const before = await where();
  answer(tell, "more", `${items.join("\n")}\n\n*more*`, 8_000);
  await page.waitForFunction(() => document.querySelector("hera-message:last-of-type:not(.is-streaming) .msg-text > p:last-child em")?.textContent === "more");
  assert.ok(Math.abs((await where()) - before) <= 1);
  const copied = await page.evaluate(() => {
    getSelection().selectAllChildren(document.querySelectorAll("hera-message")[1].querySelector(".msg-text"));
    return String(getSelection()).split("\n").filter((line) => line.startsWith("item"));
  });
  assert.deepEqual(copied, items.map((_, index) => `item number ${index + 3}.`));
  await page.emulateMedia({ media: "print" });
  assert.equal(await laidOut(), count);
  assert.deepEqual(person.troubles, []);
  await person.leave();
});

test("what is read out, named in another language and copied is what is shown", async () => {
  const text = "## Plan\n\nFirst **bold**, then 5*3*2 = 30 and 2**3**2; see [the map](https://a.b).\n\n- one\n- two\n\n```js\nlet a = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n![](https://a.b/p.png)";
  const { person, tell } = await conversation([["guide", "before"]]);
  const { page } = person;
  answer(tell, "live", text, 9);
  await page.waitForFunction(() => document.querySelector("hera-log > [role=status]").textContent !== "");
  assert.equal(await page.textContent("hera-log > [role=status]"), "guide: Plan\n\nFirst bold, then 5*3*2 = 30 and 2**3**2; see the map.\n\none\ntwo\nlet a = 1;\na\tb\n1\t2");
  // Copied by hand.
  const copied = await page.evaluate(() => {
    const part = document.querySelectorAll(".msg-text p")[0];
    getSelection().selectAllChildren(part);
    const data = new DataTransfer();
    part.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
    return [data.getData("text/plain"), data.getData("text/html")];
  });
  assert.equal(copied[0], "First bold, then 5*3*2 = 30 and 2**3**2; see the map.");
  assert.match(copied[1], /<strong>bold<\/strong>, then 5\*3\*2 = 30 and 2\*\*3\*\*2; see <a /);
  // Whatever is marked, as one reads it; and as whatever it is, for where there are such things.
  answer(tell, "more", "Do:\n\n3. **one** $x_1^*$\n4. two\n   - in it\n   - [x] done\n\nfirst\nsecond\n\n```py\nif a:\n    b()\n\nc()\n```\n\n| a | b |\n|---|---|\n| 1 | **「2」**は |");
  await page.waitForFunction(() => document.querySelectorAll("hera-message").length === 3 && document.querySelector("hera-message:last-of-type .is-coloured") !== null);
  const selected = (/** @type {string} */ from, /** @type {string} */ to = from) => page.evaluate(([first, last]) => {
    const message = document.querySelector("hera-message:last-of-type .msg-text");
    const [begin, end] = [first, last].map((which) => (which === "" ? message : message.querySelector(which)));
    getSelection().setBaseAndExtent(begin, 0, end, end.childNodes.length);
    const data = new DataTransfer();
    begin.dispatchEvent(new ClipboardEvent("copy", { clipboardData: data, bubbles: true, cancelable: true }));
    return [data.getData("text/plain"), data.getData("text/html")];
  }, [from, to]);
  const [all, html] = await selected("");
  assert.equal(all, "Do:\n\n3. one $x_1^*$\n4. two\n  - in it\n  \u2611 done\n\nfirst\nsecond\n\nif a:\n    b()\n\nc()\na\tb\n1\t「2」は");
  assert.match(html, /<li[^>]* value="3"[^>]*><strong>one<\/strong> <span class="formula">\$x_1\^\*\$<\/span><\/li>/);
  assert.match(html, /first<br>second/);
  assert.doesNotMatch(html, /style=|<button|marker|\*\*/);
  assert.equal((await selected("ol > li:last-child"))[0].split("\n")[0], "two", "within one item");
  assert.equal((await selected("ol > li:first-child", "ol > li:last-child li"))[0], "3. one $x_1^*$\n4. two\n  - in it");
  const [code, lines] = await selected("pre code");
  assert.equal(code, "if a:\n    b()\n\nc()");
  assert.match(lines, /^<pre>.*\n {4}/s);
  // By its keys, and nothing of what a browser would copy by itself; what is copied of a field is that field's.
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await selected("");
  await page.keyboard.press("Control+C");
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()), all);
  const ofFields = await page.evaluate(() => ["textarea", "input"].map((name) => {
    const field = document.body.appendChild(document.createElement(name));
    const event = new ClipboardEvent("copy", { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
    field.dispatchEvent(event);
    field.remove();
    return [event.defaultPrevented, String(getSelection()) !== ""];
  }));
  assert.deepEqual(ofFields, [[false, true], [false, true]]);
  await page.evaluate(() => getSelection().removeAllRanges());
  // Everything that has a name has it in the language that was chosen, as after a reload.
  const names = () => page.$$eval("hera-log *", (all) => all.flatMap((one) => ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name)).filter(Boolean)));
  await page.click("#lang-ja");
  await page.waitForFunction(() => document.querySelector(".msg-copy").getAttribute("aria-label") !== "Copy text");
  const after = await names();
  assert.deepEqual(after.filter((name) => /^[\x20-\x7e]+$/.test(name)), []);
  assert.ok(after.length > 6, after.join());
  await person.leave();
});

test("lists and quotes that are written from right to left have their numbers and bars on that side, within a phone", async () => {
  const items = Array.from({ length: 12 }, (_, index) => `${index + 1}. بند قصير`).join("\n");
  const { person } = await conversation([["guide", `${items}\n\n> اقتباس من كتاب\n\n1. English\n\n- رخو\n\n- رخو`]], { width: 320, height: 640 });
  const { page } = person;
  await page.waitForSelector(".msg-text blockquote");
  const seen = await page.$$eval(".msg-text li, .msg-text blockquote", (all) => all.map((one) => {
    const style = getComputedStyle(one);
    const text = one.closest(".msg-text").getBoundingClientRect();
    const place = one.getBoundingClientRect();
    return { name: one.localName, dir: style.direction, left: place.left - text.left, right: text.right - place.right, bar: [style.borderLeftWidth, style.borderRightWidth] };
  }));
  const rtl = seen.filter(({ dir }) => dir === "rtl");
  assert.equal(rtl.length, 12 + 1 + 2, "loose items as well");
  for (const { name, left, right, bar } of rtl) {
    if (name === "li") assert.ok(right > 20 && left < 1, `the number's room is on the right: ${left} ${right}`);
    else assert.deepEqual(bar, ["0px", "3px"]);
  }
  // Each block says for itself which way it is written. For all of them together the browser would look through all before it
  // for each that is added: the square of their number.
  assert.equal(await page.$eval(".msg-text", (text) => text.dir), "ltr");
  const ltr = seen.filter(({ dir }) => dir === "ltr");
  assert.ok(ltr.length === 1 && ltr[0].left > 20 && ltr[0].right < 1);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  await person.leave();
  const { person: other } = await conversation([["guide", "مرحبا"]]);
  assert.equal(await other.page.$eval(".msg-assistant .msg-text", (text) => getComputedStyle(text).direction), "rtl", "a text without blocks still does");
  await other.leave();
});

test("tables have their lines and are moved by themselves wherever they stand, and begin on the side on which their words do", async () => {
  const row = (/** @type {string} */ cell) => `|${` ${cell} |`.repeat(9)}`;
  const table = (/** @type {string} */ word, sides = ["---"]) => [row(word), `|${Array.from({ length: 9 }, (_, at) => `${sides[at % sides.length]}|`).join("")}`, row(word)];
  const inside = (/** @type {string[]} */ lines, /** @type {string} */ first, /** @type {string} */ other) => lines.map((line, at) => `${at === 0 ? first : other}${line}`).join("\n");
  const text = [table("plain word").join("\n"), inside(table("of an item"), "- ", "  "), inside(table("quoted"), "> ", "> "), inside(table("deep"), "> - 1. ", ">      "), table("مرحبا بكم", [":--", "--:", ":-:"]).join("\n"), inside(table("שלום לכם"), "- ", "  ")].join("\n\nand\n\n");
  const { person } = await conversation([["guide", text]], { width: 390, height: 800 });
  const { page } = person;
  await page.waitForFunction(() => document.querySelectorAll(".msg-text table").length === 6);
  const found = await page.$$eval(".msg-text table", (all) => all.map((one) => {
    const box = one.parentElement;
    const cells = [...one.querySelectorAll("tbody td")];
    const [first, last] = [cells[0], cells.at(-1)].map((cell) => cell.getBoundingClientRect().left);
    return { box: box.className, name: box.getAttribute("aria-label"), byKey: box.tabIndex, line: getComputedStyle(cells[0]).borderBottomWidth, isMoved: box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX === "auto", within: box.getBoundingClientRect().right <= innerWidth, fromRight: first > last };
  }));
  for (const [at, { fromRight, ...one }] of found.entries()) {
    assert.deepEqual(one, { box: "table", name: "Table", byKey: 0, line: "1px", isMoved: true, within: true }, String(at));
    assert.equal(fromRight, at > 3, String(at));
  }
  const sides = await page.$$eval(".msg-text table", (all) => [...all[4].querySelectorAll("td")].slice(0, 3).map((cell) => getComputedStyle(cell).textAlign));
  assert.deepEqual(sides, ["left", "right", "center"]);
  const others = await page.$$eval(".msg-text table", (all) => [0, 5].map((at) => [...new Set([...all[at].querySelectorAll("th, td")].map((cell) => getComputedStyle(cell).textAlign))].join()));
  assert.deepEqual(others, ["start", "right"]);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await person.leave();
});

test("in a text that grows, the focus, a selection and what was moved into view stay", async () => {
  const { person, tell } = await conversation([["guide", "before"]]);
  const { page } = person;
  const grow = (/** @type {string} */ delta) => tell({ type: "TEXT_MESSAGE_CONTENT", messageId: "r", delta }, "r");
  const held = () => page.evaluate(() => [document.activeElement.textContent, String(getSelection()), document.querySelector(".msg-text pre")?.scrollLeft ?? 0]);
  tell({ type: "RUN_STARTED", threadId: "t", runId: "r" }, "r");
  tell({ type: "TEXT_MESSAGE_START", messageId: "r", role: "assistant", name: "guide" }, "r");
  grow("See [one](https://a.b) and **bold** words");
  await page.waitForSelector(".msg-text a");
  await page.focus(".msg-text a");
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector(".msg-text strong")));
  grow(" that come, `x`");
  await page.waitForSelector(".msg-text p code");
  assert.deepEqual(await held(), ["one", "bold", 0]);
  grow("\n===");
  await page.waitForSelector(".msg-text h3");
  assert.equal((await held())[0], "one", "also where a line below makes it a heading");
  await page.evaluate(() => getSelection().selectAllChildren(document.querySelector(".msg-text strong")));
  grow(`\n\n- a [two](https://c.d)\n  - b\n\n    \`\`\`js\n    ${"let a = 1; ".repeat(40)}\n`);
  await page.waitForSelector("li li pre");
  await page.focus("li a");
  await page.$eval("li pre", (pre) => (pre.scrollLeft = 40));
  grow("    let last = 2;\n    ```\n  - **c**\n");
  await page.waitForSelector("li strong");
  assert.deepEqual(await held(), ["two", "bold", 40]);
  tell({ type: "TEXT_MESSAGE_END", messageId: "r" }, "r");
  tell({ type: "RUN_FINISHED", threadId: "t", runId: "r" }, "r");
  await page.waitForSelector("li .is-coloured");
  assert.deepEqual((await held()).slice(0, 2), ["two", "bold"]);
  // What its button copies is the code that stands there now.
  await page.evaluate(() => document.addEventListener("hera-copy", (event) => (globalThis.given = /** @type {any} */ (event).detail)));
  await page.click("li .code-copy");
  assert.match(await page.evaluate(() => globalThis.given), /let last = 2;\n$/);
  await person.leave();
});

test("lists and quotes however deep are within a phone, and their words can be read", async () => {
  const deep = (/** @type {(at: number) => string} */ sign, count = 20) => Array.from({ length: count }, (_, at) => `${"   ".repeat(at)}${sign(at)} level ${at} with words`).join("\n");
  const texts = [deep(() => "-"), deep(() => "1."), deep((at) => (at % 2 ? "1." : "- [x]")), `${"> ".repeat(40)}quoted words`, Array.from({ length: 10 }, (_, at) => `${"> - ".repeat(at + 1)}both ${at}`).join("\n\n"), deep(() => "-", 48)];
  const { person } = await conversation(texts.map((text) => ["guide", text]), { width: 320, height: 640 });
  const { page } = person;
  await page.waitForFunction((count) => [...document.querySelectorAll("hera-message")].filter((one) => one.querySelector("li, blockquote")).length === count, texts.length);
  const [narrowest, outside, scrolls] = await page.evaluate(() => {
    const all = [...document.querySelectorAll(".msg-text :is(li, blockquote)")];
    const wide = all.map((one) => one.getBoundingClientRect());
    const log = document.querySelector(".scroller");
    return [Math.min(...wide.map(({ width }) => width)), wide.filter(({ left, right }) => left < 0 || right > innerWidth).length, log.scrollWidth - log.clientWidth];
  });
  assert.ok(narrowest > 70, `${narrowest} px`);
  assert.deepEqual([outside, scrolls], [0, 0]);
  await person.leave();
});

test("on paper nothing is cut off: code has its lines broken, and a table is as wide as the sheet", async () => {
  const columns = Array.from({ length: 12 }, (_, index) => `column number ${index}`);
  const row = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const text = ["```js", `const x = '${"middle ".repeat(40)}${"x".repeat(300)}';`, "```", "", row(columns), row(columns.map(() => "---")), row(columns)].join("\n");
  const { person } = await conversation([["guide", text]], { width: 640 }); // as wide as a sheet
  const { page } = person;
  await page.waitForSelector(".msg-text td");
  const over = () => page.$$eval(".code pre, .table", (all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
  assert.equal(await over(), 2);
  await page.emulateMedia({ media: "print" });
  assert.equal(await over(), 0);
  assert.equal(await page.locator(".code-copy:visible").count(), 0);
  await person.leave();
});

test("the boxes of tasks are read out in the language of the page", async () => {
  for (const [lang, expected] of /** @type {["en"|"ja", string[]][]} */ ([["en", ["to do: ", "done: "]], ["ja", ["未完了：", "完了："]]])) {
    const { person } = await stage(browser, hera.url, { ...chat(lang), messages: history([["guide", "- [ ] book\n- [x] 切符"]]), width: 1280 });
    await person.page.waitForSelector("li[data-task]");
    const client = await person.page.context().newCDPSession(person.page);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const names = nodes.filter(({ role }) => role.value === "StaticText").map(({ name }) => String(name.value));
    for (const word of expected) assert.ok(names.includes(word.trim()) || names.includes(word), `${word}: ${names.join("|")}`);
    await person.leave();
  }
});
