/** Wherever the page stands and whatever stands between it and the server: proxies, paths, other sites, refused addresses. */

import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { contextOf, eventually, launch, startHera, until, visit } from "./harness.mjs";
import { middlebox } from "./middlebox.mjs";
import { certificate, freePort, nginx } from "./nginx.mjs";

const PACE_MS = 60;
const UNHURRIED_MS = 300; // where it must be written when it is cut, and is waited for afterwards
const BETWEEN_MS = 150; // a reply takes longer than it is from one thing said to the next, on whatever machine
const SLOWLY_MS = 500; // where a reply must still be written when the test looks at it, on whatever machine
const STREAMS = 10;

let hera;
let browser;
before(async () => {
  [hera, browser] = await Promise.all([startHera({ own: true, pace: PACE_MS }), launch()]);
});
after(async () => {
  await browser?.close();
  await hera?.stop();
});

/** What the page is connected by. @param {import("./harness.mjs").Person} person */
const transport = ({ page }) => page.getAttribute("#app", "data-transport");

/** From now on, every warning in the status line is kept. @param {import("./harness.mjs").Person} person */
function watchWarnings({ page }) {
  return page.evaluate(() => {
    const status = /** @type {Element} */ (document.querySelector(".status"));
    /** @type {any} */ (globalThis).warned = [];
    new MutationObserver(() => status.getAttribute("data-kind") === "warn" && /** @type {any} */ (globalThis).warned.push(status.textContent)).observe(status, { attributes: true, childList: true, subtree: true, characterData: true });
  });
}
const warned = (/** @type {import("./harness.mjs").Person} */ { page }) => page.evaluate(() => /** @type {any} */ (globalThis).warned);

/** Waits for one reply after the other: all of them together may take longer than anything is waited for. @param {import("./harness.mjs").Person} person @param {number} count */
async function answered(person, count) {
  for (let n = 1; n <= count; n += 1) await person.page.waitForFunction((wanted) => document.querySelectorAll(".msg-assistant:not(.is-streaming)").length >= wanted, n);
  await person.replies(count);
}

/** Nothing is missing and nothing came twice: what is shown is what is stored, and each thing said is there once. @param {import("./harness.mjs").Person} person @param {string[]} said @param {string} [server] */
async function whole(person, said, server = hera.url) {
  const stored = await person.stored(server);
  await eventually(() => person.shown(), stored);
  assert.deepEqual(stored.filter(({ role }) => role === "user").map(({ content }) => content), said);
  person.check();
}

describe("where sockets are not let through, the page talks by HTTP, and goes back to a socket", { concurrency: 5 }, () => {
  /** @type {[string, ...import("./middlebox.mjs").Manners["sockets"][]][]} */
  const kinds = [["refused, with whatever status", 404, 502, 401, 403], ["stripped", "strip"], ["never answered", "hang"], ["silent", "mute"], ["broken off at once", "drop"]];
  for (const [name, sockets, ...others] of kinds) {
    test(name, async () => {
      const box = await middlebox(hera.url, { sockets });
      const person = await visit(browser, box.url, { socket: false });
      assert.equal(await transport(person), "http");
      for (const other of others) {
        box.manners.sockets = other;
        await person.page.reload();
        await person.ready();
        assert.equal(await transport(person), "http");
      }
      await watchWarnings(person);
      const said = ["Hello, let's begin"];
      await person.say(said[0]);
      await person.replies(1);
      assert.equal(await transport(person), "http");

      box.manners.sockets = "pass";
      await person.page.evaluate(() => dispatchEvent(new Event("pageshow"))); // the person comes back to the page
      while ((await transport(person)) !== "socket") {
        said.push(`I'm ${30 + said.length}`);
        await person.say(/** @type {string} */ (said.at(-1)));
        await person.replies(said.length);
      }
      said.push("I live in Berlin");
      await person.say("I live in Berlin");
      await person.replies(said.length);
      await whole(person, said);
      await eventually(() => person.sockets.at(-1)?.sent.findLast(({ type }) => type === "message")?.content, "I live in Berlin");
      assert.deepEqual(await warned(person), []);
      await person.leave();
      await box.close();
    });
  }
});

describe("by HTTP", { concurrency: 5 }, () => {
  /** @type {Awaited<ReturnType<typeof startHera>>} */ let slow;
  before(async () => {
    slow = await startHera({ own: true, pace: SLOWLY_MS });
  });
  after(() => slow?.stop());

  test("a reply can be stopped", async () => {
    const box = await middlebox(slow.url, { sockets: 403 });
    const person = await visit(browser, box.url, { socket: false });
    await person.say("Hello, let's begin");
    await person.streaming(6);
    await person.page.click(".stop");
    await person.page.waitForSelector(".msg-assistant:not(.is-streaming) .msg-note >> text=Stopped here");
    const { messages } = await person.get("messages", slow.url);
    assert.equal(messages.at(-1).metadata.hera.status, "cancelled");
    assert.equal(await transport(person), "http");
    await whole(person, ["Hello, let's begin"], slow.url);
    await person.leave();
    await box.close();
  });

  test("a picture goes with a message", async () => {
    const box = await middlebox(hera.url, { sockets: 403 });
    const person = await visit(browser, box.url, { socket: false });
    const { page } = person;
    await page.setInputFiles("hera-composer input[type=file]", new URL("portraits/user.jpg", import.meta.url).pathname);
    await page.waitForSelector(".attachment img");
    await person.say("Look at this");
    await person.replies(1);
    await page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".msg-user .msg-picture img"))?.naturalWidth > 0);
    assert.equal(await transport(person), "http");
    await whole(person, ["Look at this"]);
    await person.leave();
    await box.close();
  });

  test("behind an nginx that was told nothing but where hera is, word by word all the same", async () => {
    const port = await freePort();
    const proxy = await nginx(async () => ({ port, conf: `server { listen 127.0.0.1:${port}; location / { proxy_pass ${slow.url}; } }` }));
    const person = await visit(browser, `http://127.0.0.1:${port}/`, { socket: false });
    assert.equal(await transport(person), "http");
    await person.say("Hello, let's begin");
    await person.streaming(6);
    await person.replies(1);
    await whole(person, ["Hello, let's begin"], slow.url);
    await person.leave();
    await proxy.stop();
  });

  test("messages said at once keep their order, and none waits for the answer to the one before", async () => {
    const server = await startHera({ own: true, pace: BETWEEN_MS });
    const box = await middlebox(server.url, { sockets: 404 });
    const person = await visit(browser, box.url, { socket: false });
    const said = ["Hello, let's begin", "I'm 33", "I live in Berlin", "I'm single", "I am a woman"];
    for (const text of said) await person.say(text);
    await answered(person, said.length);
    await whole(person, said, server.url);
    const { messages } = await person.get("messages", server.url);
    assert.match(messages.map(({ role }) => role).join(" "), /user user/, "one is stored before the one before it is answered");
    await person.leave();
    await box.close();
    await server.stop();
  });

  test("cut in the middle of a reply, and what is said meanwhile", async () => {
    const server = await startHera({ own: true, pace: UNHURRIED_MS });
    const box = await middlebox(server.url, { sockets: 502 });
    const person = await visit(browser, box.url, { socket: false });
    const said = ["Hello, let's begin", "I'm 33", "I live in Berlin", "I'm single"];
    for (const [index, text] of said.slice(0, 2).entries()) {
      await person.say(text);
      await person.streaming(6);
      box.cut();
      await person.page.waitForSelector("#app:not([data-phase=open])");
      if (index === 1) for (const meanwhile of said.slice(2)) await person.say(meanwhile);
      box.mend();
      await person.page.evaluate(() => dispatchEvent(new Event("online")));
      await answered(person, index === 0 ? 1 : said.length);
    }
    assert.equal(await transport(person), "http");
    await whole(person, said, server.url);
    await person.leave();
    await box.close();
    await server.stop();
  });

  test("a message whose answer is lost is sent again and said once", async () => {
    const box = await middlebox(hera.url, { sockets: 403 });
    const person = await visit(browser, box.url, { socket: false });
    box.deafen();
    await person.say("Hello, let's begin");
    while ((await person.stored(hera.url)).length < 2) await person.page.waitForSelector("hera-message .msg-note >> text=Sending");
    box.cut();
    await person.page.waitForSelector("#app:not([data-phase=open])");
    box.mend();
    await person.replies(1);
    await whole(person, ["Hello, let's begin"]);
    await person.leave();
    await box.close();
  });

  test("a proxy that cuts whatever is idle, sockets and streams alike", async () => {
    const box = await middlebox(hera.url, { sockets: "pass" });
    const person = await visit(browser, box.url, { socket: false });
    // Not before the page is there: on a busy machine its files are as long in coming.
    box.manners.idle = 900;
    box.cut();
    box.mend();
    const said = ["Hello, let's begin", "I'm 33", "I live in Berlin"];
    for (const [index, text] of said.entries()) {
      // It was idle for too long: another socket or another answer takes its place, whether that is worth a word or not.
      await Promise.race([person.page.waitForEvent("websocket"), person.page.waitForRequest(/\/events/)]);
      await person.say(text);
      await person.replies(index + 1);
    }
    await whole(person, said);
    await person.leave();
    await box.close();
  });
});

describe("where event streams are held back, too, the page asks again and again, and goes back to a stream and a socket", { concurrency: 2 }, () => {
  for (const [name, holds] of /** @type {const} */ ([["until they are whole", Infinity], ["until so much has come", 1_000]])) {
    test(name, async () => {
      const far = await middlebox(hera.url, { sockets: "pass", holds });
      const box = await middlebox(far.url, { sockets: 403 });
      const person = await visit(browser, box.url, { socket: false });
      const { page } = person;
      /** @type {string[]} */ const asked = [];
      page.on("request", (request) => request.url().includes("/events") && asked.push(request.url()));
      await watchWarnings(person);
      const said = ["Hello, let's begin", "I'm 33"];
      for (const [index, text] of said.entries()) {
        await person.say(text);
        await person.replies(index + 1);
      }
      await whole(person, said);
      assert.ok(asked.some((url) => url.includes("wait_ms=")));

      // Another network, which lets streams through; on a machine so busy that one is late, it is not the first of them.
      far.manners.holds = 1;
      for (let tries = 0; tries === 0 || (asked.length > 0 && tries < STREAMS); tries += 1) {
        const streamed = page.waitForRequest((request) => /\/events\?after=[^&]*$/.test(request.url()));
        await page.evaluate(() => dispatchEvent(new Event("online")));
        await streamed;
        await page.waitForSelector("#app[data-phase=open]");
        asked.length = 0;
        said.push(`I'm ${33 + said.length}`);
        await person.say(/** @type {string} */ (said.at(-1)));
        await person.replies(said.length);
      }
      assert.deepEqual([asked, await transport(person)], [[], "http"]);

      box.manners.sockets = "pass";
      await page.evaluate(() => dispatchEvent(new Event("pageshow")));
      await page.waitForSelector("#app[data-transport=socket]");
      said.push("I'm single");
      await person.say("I'm single");
      await person.replies(said.length);
      await whole(person, said);
      assert.deepEqual(await warned(person), []);
      await person.leave();
      await box.close();
      await far.close();
    });
  }
});

test("where sockets hang and streams are called something else, the page talks all the same", async () => {
  for (const streams of ["text/plain", "application/octet-stream", ""]) {
    const box = await middlebox(hera.url, { sockets: "hang", streams });
    const person = await visit(browser, box.url, { socket: false });
    assert.equal(await transport(person), "http");
    await person.say("Hello, let's begin");
    await person.replies(1);
    await whole(person, ["Hello, let's begin"]);
    await person.leave();
    await box.close();
  }
});

/**
 * The page's clock stands still but for what the test lets pass, no more than half as fast as the real one, by which what
 * is asked for is on its way: however busy the machine is, this is how long a person waits. The bound holds for every kind
 * of box; unit/transport.test.mjs holds the times of each step.
 */
test("whatever becomes of sockets, five seconds pass at most before the page is on a way that works", async () => {
  const WITHIN_MS = 5_000;
  const STEP_MS = 100;
  for (const [sockets, holds] of /** @type {[import("./middlebox.mjs").Manners["sockets"], number][]} */ ([[403, 1], ["strip", 1], ["hang", 1], ["mute", 1], ["drop", 1], ["hang", Infinity], [403, Infinity]])) {
    const box = await middlebox(hera.url, { sockets, holds });
    const context = await contextOf(browser);
    await context.clock.install({ time: 0 });
    await context.clock.pauseAt(1_000);
    const page = await context.newPage();
    const works = (/** @type {string} */ url) => (holds === 1 ? /\/events\b/.test(url) : url.includes("wait_ms="));
    let begun = false;
    /** @type {() => void} */ let begins = () => {};
    const beginning = new Promise((come) => (begins = () => come((begun = true))));
    page.on("request", (request) => works(request.url()) && begins());
    const tried = page.waitForEvent("websocket");
    // What talks by HTTP is asked for when the socket is slow. While it is on its way no time passes.
    const coming = new Set();
    const script = (/** @type {import("playwright-core").Request} */ request) => request.resourceType() === "script";
    page.on("request", (request) => script(request) && coming.add(request));
    for (const ends of /** @type {const} */ (["requestfinished", "requestfailed"])) page.on(ends, (request) => coming.delete(request));
    await page.goto(box.url);
    await tried;
    let waited = 0;
    for (; !begun && waited < 2 * WITHIN_MS; waited += STEP_MS) {
      await page.clock.runFor(STEP_MS);
      do await Promise.race([beginning, new Promise((go) => setTimeout(go, 2 * STEP_MS))]); while (coming.size > 0);
    }
    assert.ok(begun && waited <= WITHIN_MS, `${sockets}, ${holds}: ${waited} ms`);
    await page.clock.resume();
    await page.waitForSelector("#app[data-phase=open][data-transport=http]");
    await context.close();
    await box.close();
  }
});

// When each begins is held by unit/transport.test.mjs, with a clock of its own.
test("where sockets hang and streams are held back as well, the page tries one way after the other, and talks", async () => {
  const box = await middlebox(hera.url, { sockets: "hang", holds: Infinity });
  /** @type {string[]} */ const order = [];
  const wayOf = (/** @type {import("playwright-core").Request} */ request) => (/\/events\b/.test(request.url()) ? [request.url().includes("wait_ms=") ? "answers" : "stream"] : []);
  const prepare = async (/** @type {import("playwright-core").BrowserContext} */ context) => {
    context.on("page", (page) => page.on("websocket", (socket) => (order.push("socket"), socket.on("close", () => order.push("socket ends")))));
    context.on("request", (request) => order.push(...wayOf(request)));
    context.on("requestfailed", (request) => wayOf(request).includes("stream") && order.push("stream let go"));
  };
  const person = await visit(browser, box.url, { prepare, socket: false });
  await watchWarnings(person);
  const said = ["Hello, let's begin", "I'm 33"];
  for (const [index, text] of said.entries()) {
    await person.say(text);
    await person.replies(index + 1);
  }
  assert.deepEqual(order.slice(0, 3), ["socket", "stream", "answers"]);
  assert.ok(order.includes("stream let go"));
  assert.equal(await transport(person), "http");
  await whole(person, said);
  assert.deepEqual(await warned(person), []);
  await person.leave();
  await box.close();
});

const STATIC = new URL("../../static/", import.meta.url).pathname;
const PHOTO = new URL("portraits/user.jpg", import.meta.url).pathname;
/** How a socket passes nginx. */
const SOCKETS = `proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $upgraded; proxy_buffering off;`;
const UPGRADED = 'map $http_upgrade $upgraded { default upgrade; "" close; }';

/** All that a person does, wherever the page is: talks, shows a picture, saves it and the conversation, begins another. @param {import("./harness.mjs").Person} person @param {string} [server] */
async function everything(person, server) {
  const { page } = person;
  await person.say("Hello, let's begin");
  await person.replies(1);
  await page.setInputFiles("hera-composer input[type=file]", PHOTO);
  await page.waitForSelector(".attachment img");
  await person.say("Look at this");
  await person.replies(2);
  await page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".msg-user .msg-picture img"))?.naturalWidth > 0);
  await page.click(".msg-picture");
  await page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".picture-whole"))?.naturalWidth > 0);
  const [picture] = await Promise.all([page.waitForEvent("download"), page.click("dialog .primary")]);
  assert.equal((await readFile(await picture.path()))[0], 0xff, "a JPEG");
  await page.keyboard.press("Escape");
  const first = person.session;

  await page.click("#menu-label");
  await page.click("#sessions");
  await page.waitForSelector(".session.is-current");
  const [exported] = await Promise.all([page.waitForEvent("download"), page.click(".session.is-current a.session-tool")]);
  assert.equal(JSON.parse(await readFile(await exported.path(), "utf8")).session_id, first);
  await page.keyboard.press("Escape");

  await page.click("#menu-label");
  await page.click("#fresh");
  await page.waitForFunction((id) => location.hash.length === 37 && location.hash !== `#${id}`, first);
  await person.ready();
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll("hera-message").length === 4);
  await page.reload();
  await person.ready();
  await person.replies(2);
  assert.equal(person.session, first);
  await person.bySocket();
  await whole(person, ["Hello, let's begin", "Look at this"], server);
}

describe("wherever the page is, all of it works", { concurrency: 3 }, () => {
  test("below a path that the proxy takes off, and nothing outside of it", async () => {
    const port = await freePort();
    const proxy = await nginx(async () => ({ port, conf: `${UPGRADED}
      server { listen 127.0.0.1:${port}; ${SOCKETS} location /hera/ { proxy_pass ${hera.url}; } location = / { return 204; } }` }));
    const person = await visit(browser, `http://127.0.0.1:${port}/hera`);
    const asked = new Set();
    person.page.on("request", (request) => asked.add(request.url()));
    await everything(person);
    assert.deepEqual([...asked].filter((url) => new URL(url).pathname.indexOf("/hera/") !== 0 && !url.startsWith("blob:")), []);
    assert.ok(person.page.url().startsWith(`http://127.0.0.1:${port}/hera/#`));
    const kept = await person.page.evaluate(() => Object.keys(localStorage));
    assert.ok(kept.length > 0);
    assert.deepEqual(kept.filter((name) => !name.startsWith("/hera/ ")), [], "another hera on this site remembers for itself");
    await person.leave();
    await proxy.stop();
  });

  test("below a path that the proxy passes on", async () => {
    const server = await startHera({ own: true, pace: PACE_MS, env: { BASE_PATH: "/hera", TRUSTED_PROXIES: "127.0.0.1" } });
    const port = await freePort();
    const proxy = await nginx(async () => ({ port, conf: `${UPGRADED}
      server { listen 127.0.0.1:${port}; ${SOCKETS} location /hera { proxy_pass ${server.url.replace(/\/$/, "")}; } location = / { return 204; } }` }));
    const person = await visit(browser, `http://127.0.0.1:${port}/hera`);
    const asked = new Set();
    person.page.on("request", (request) => asked.add(request.url()));
    await everything(person, server.url);
    assert.deepEqual([...asked].filter((url) => new URL(url).pathname.indexOf("/hera/") !== 0 && !url.startsWith("blob:")), []);
    assert.deepEqual((await person.page.context().cookies()).map(({ path }) => path), ["/hera"]);
    await person.leave();
    await proxy.stop();
    await server.stop();
  });

  test("a page of hera's that is told of another server", async () => {
    const server = await startHera({ own: true, pace: PACE_MS });
    const page = await startHera({ own: true, env: { API_URL: server.url } });
    const person = await visit(browser, page.url, { api: server.url });
    await everything(person, server.url);
    await person.leave();
    await Promise.all([server.stop(), page.stop()]);
  });

  test("a page on another site than its server, by https", async () => {
    const [port, other] = [await freePort(), await freePort()];
    const [host, api] = [`https://localhost:${port}`, `https://127.0.0.1:${other}`];
    const server = await startHera({ own: true, pace: PACE_MS, env: { ALLOWED_ORIGINS: host, TRUSTED_PROXIES: "127.0.0.1" } });
    const proxy = await nginx(async (dir) => {
      const tls = await certificate(dir);
      const pages = join(dir, "pages");
      await cp(STATIC, pages, { recursive: true });
      const html = await readFile(join(pages, "index.html"), "utf8");
      await writeFile(join(pages, "index.html"), html.replace("<title>", `<meta name="hera-api" content="${api}"><title>`));
      return { port, conf: `${UPGRADED} ${tls}
        server { listen 127.0.0.1:${port} ssl; root ${pages}; }
        server { listen 127.0.0.1:${other} ssl; ${SOCKETS} location / { proxy_pass ${server.url}; } }` };
    });
    const person = await visit(browser, host, { api });
    await everything(person, server.url);
    const sessions = () => person.page.evaluate((url) => fetch(`${url}/api/sessions`, { credentials: "include" }).then((answer) => answer.json()), api);
    await until(async () => (await sessions()).sessions.some((/** @type {any} */ { session_id: id }) => id === person.session), "the server knows its guest again");
    await person.leave();
    await proxy.stop();
    await server.stop();
  });
});

/** An example of docs/OPERATIONS.md, to the letter. @param {string} document @param {string} name  none: the first that has none */
function example(document, name) {
  const found = document.split(`\`\`\`nginx${name && ` ${name}`}\n`)[1]?.split("```")[0];
  assert.ok(found, `there is an example ${name}`);
  return found;
}

test("the examples of docs/OPERATIONS.md, word by word: at the root, below a path, and a page on another host", async () => {
  const document = await readFile(new URL("../../docs/OPERATIONS.md", import.meta.url), "utf8");
  const root = example(document, "root");
  const [, below, both] = /** @type {RegExpExecArray} */ (/(TRUSTED_PROXIES=127\.0\.0\.1) hera[^]*`ALLOWED_ORIGINS=(https:\/\/app\.example)\s/.exec(document));
  const [behind, passed, elsewhere] = await Promise.all([{}, { BASE_PATH: "/hera" }, { ALLOWED_ORIGINS: both }].map((env) => startHera({ own: true, env: { ...env, TRUSTED_PROXIES: below.split("=")[1] } })));
  const port = await freePort();
  const proxy = await nginx(async (dir) => {
    await certificate(dir);
    await writeFile(join(dir, "to-hera.conf"), example(document, "to-hera.conf").replace("/var/log/nginx", dir));
    const path = example(document, "path");
    const servers = /** @type {[string, {url: string}][]} */ ([
      [root, behind], [path, behind], [example(document, "page"), elsewhere], [root.replace("hera.example", "api.example"), elsewhere],
      [path.replace("example.com", "other.example").replace(/.*X-Forwarded-Prefix.*\n/, "").replace(":8080/;", ":8080;"), passed],
    ]).map(([server, { url }]) => server.replace("listen 443", `listen 127.0.0.1:${port}`).replace("/etc/ssl/hera.pem", join(dir, "cert.pem")).replace("/etc/ssl/hera.key", join(dir, "key.pem"))
      .replace("http://127.0.0.1:8080", new URL(url).origin).replace("/srv/hera/static", STATIC.replace(/\/$/, "")));
    return { port, conf: [example(document, ""), ...servers].join("\n") };
  });
  const hosts = await launch(Object.fromEntries(["hera.example", "example.com", "other.example", "app.example", "api.example"].map((name) => [`${name}:443`, `127.0.0.1:${port}`])));
  const visits = /** @type {[string, string, {url: string}][]} */ ([["https://hera.example/", "/", behind], ["https://example.com/hera/", "/hera", behind], ["https://other.example/hera/", "/hera", passed], ["https://app.example/", "/", elsewhere]]);
  await Promise.all(visits.map(async ([url, path, server]) => {
    const person = await visit(hosts, url, server === elsewhere ? { api: "https://api.example" } : {});
    const { page } = person;
    const said = ["Hello, let's begin", "Look at this"];
    await person.say(said[0]);
    await person.replies(1);
    await page.setInputFiles("hera-composer input[type=file]", PHOTO);
    await page.waitForSelector(".attachment img");
    await person.say(said[1]);
    await person.replies(2);
    const isShown = (/** @type {import("playwright-core").Page} */ at) => at.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".msg-user .msg-picture img"))?.naturalWidth > 0);
    await isShown(page);
    const cookies = await page.context().cookies();
    assert.deepEqual(cookies.map((cookie) => [cookie.path, cookie.secure, cookie.httpOnly]), [[path, true, true]], url);
    await page.reload();
    await person.ready();
    await isShown(page);
    await whole(person, said, server.url);
    // Its link leads there in another tab.
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await isShown(tab);
    assert.equal(await tab.locator("hera-message").count(), 4, url);
    await person.leave();
  }));
  await hosts.close();
  await proxy.stop();
  await Promise.all([behind, passed, elsewhere].map((server) => server.stop()));
});

describe("an address that the server refuses", { concurrency: 3 }, () => {
  /** A proxy that passes another name on than the page has. @param {string} name */
  const renamed = (name) => middlebox(hera.url, { sockets: "pass", headers: ({ url = "" }) => (url.startsWith("/api/") ? { host: name } : {}) });
  const COLD = "00000000-0000-4000-8000-000000000000";

  test("a page whose Origin the server does not know is told what is to be done, at its first word and by a link", async () => {
    const box = await renamed("192.0.2.7:8080");
    for (const [hash, lang] of /** @type {const} */ ([["", "en"], [`#${COLD}`, "ja"]])) {
      const context = await contextOf(browser, { locale: lang === "ja" ? "ja-JP" : "en-US" });
      const page = await context.newPage();
      await page.goto(`${box.url}${hash}`);
      await page.waitForSelector(`.card >> text=ALLOWED_ORIGINS`);
      assert.ok((await page.textContent(".card"))?.includes(new URL(box.url).origin));
      assert.equal(await page.textContent(".status-text"), "", "waiting is not spoken of");
      assert.equal(await page.isDisabled("#message"), true);
      await context.close();
    }
    await box.close();
  });

  test("a page under a name that the server does not answer to is told so, too", async () => {
    const box = await renamed("backend.example");
    for (const hash of ["", `#${COLD}`]) {
      const context = await contextOf(browser);
      const page = await context.newPage();
      await page.goto(`${box.url}${hash}`);
      await page.waitForSelector(".card >> text=ALLOWED_HOSTS");
      assert.ok((await page.textContent(".card"))?.includes(new URL(box.url).host));
      await context.close();
    }
    await box.close();
  });

  test("a name that leads to this machine, and is not one that the server answers to: the page comes with 421, and says so", async () => {
    const there = await launch({ "foreign.example": "127.0.0.1" });
    const page = await (await contextOf(there)).newPage();
    const url = `http://foreign.example:${new URL(hera.url).port}/`;
    /** @type {string[]} */ const waiting = [];
    let sockets = 0;
    page.on("websocket", () => (sockets += 1));
    await page.addInitScript(() => {
      globalThis.seen = [];
      addEventListener("DOMContentLoaded", () => new MutationObserver(() => globalThis.seen.push(document.querySelector(".status-text")?.textContent ?? "")).observe(document.body, { subtree: true, childList: true, characterData: true }));
    });
    for (const hash of ["", `#${COLD}`]) {
      await page.goto("about:blank");
      const answer = await page.goto(`${url}${hash}`);
      assert.equal(answer?.status(), 421);
      await page.waitForSelector(".card >> text=ALLOWED_HOSTS");
      assert.ok((await page.textContent(".card"))?.includes(new URL(url).host));
      assert.equal(await page.isDisabled("#message"), true);
      waiting.push(...(await page.evaluate(() => globalThis.seen)).filter((/** @type {string} */ text) => /again/i.test(text)));
    }
    assert.deepEqual(waiting, [], "nobody is told that it will be tried again");
    assert.ok(sockets <= 4, `${sockets} sockets`);
    await there.close();
  });

  test("a page that is not shown why another site refuses it finds out", async () => {
    const box = await renamed("192.0.2.7:8080");
    const server = await startHera({ own: true, env: { API_URL: box.url } });
    const context = await contextOf(browser);
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForSelector(".card >> text=ALLOWED_ORIGINS");
    assert.ok((await page.textContent(".card"))?.includes(new URL(server.url).origin));
    await context.close();
    await server.stop();
    await box.close();
  });

  test("a page on another host than its server waits while that is away behind its proxy, and goes on", async () => {
    const box = await middlebox(hera.url, { sockets: "pass" });
    const server = await startHera({ own: true, env: { API_URL: box.url } });
    const context = await contextOf(browser);
    const pages = [await context.newPage(), await context.newPage()];
    await pages[0].goto(server.url);
    await pages[0].waitForSelector("#app[data-phase=open]");
    Object.assign(box.manners, { sockets: 502, answers: 502 });
    box.cut();
    box.mend();
    const asks = (/** @type {import("playwright-core").Page} */ page) => page.waitForRequest("**/api/health");
    // One that was open, and one that comes meanwhile.
    await Promise.all([asks(pages[0]), asks(pages[1]), pages[1].goto(server.url)]);
    await asks(pages[1]);
    for (const page of pages) assert.equal(await page.locator(".card").count(), 0);
    Object.assign(box.manners, { sockets: "pass", answers: undefined });
    for (const page of pages) await page.waitForSelector("#app[data-phase=open]");
    await context.close();
    await server.stop();
    await box.close();
  });

  test("and so is one that has just to wait for its operator: connecting again then works", async () => {
    const box = await renamed("192.0.2.7:8080");
    const context = await contextOf(browser);
    const page = await context.newPage();
    await page.goto(box.url);
    await page.waitForSelector(".card >> text=ALLOWED_ORIGINS");
    box.manners.headers = undefined; // the operator has done it
    await page.click(".card button");
    await page.waitForSelector("#app[data-phase=open]");
    await context.close();
    await box.close();
  });
});
