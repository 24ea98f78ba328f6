/** The page with an agent that is not Hera: a real AG-UI endpoint, with what of the page belongs to it and what does not. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, startHera, violations, visit } from "./harness.mjs";

const path = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

let agent;
let hera;
let browser;
before(async () => {
  agent = spawn(path("../../target/venv/bin/python"), [path("../it/ag_ui/agent.py"), "0", path("portraits/partner.jpg")], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => agent.kill()); // also when this takes too long and is ended
  const port = await new Promise((told, failed) => {
    agent.on("error", failed);
    agent.on("exit", (/** @type {number} */ code) => failed(new Error(`the agent ended with ${code}`)));
    createInterface({ input: agent.stdout }).once("line", told);
  });
  hera = await startHera({ own: true, env: { AGENT: "ag-ui", AGENT_URL: `http://127.0.0.1:${port}/` } });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hera?.stop();
  agent?.kill();
});

for (const [lang, greeting, name] of /** @type {const} */ ([["en", "How can I help?", "Agent"], ["ja", "ご用件をどうぞ", "エージェント"]])) {
  test(`a conversation with an agent that is not Hera, in ${lang}`, async () => {
    const person = await visit(browser, hera.url, { lang, width: 360, height: 740, dark: lang === "ja" });
    const { page } = person;
    await page.waitForSelector(`.welcome h2 >> text=${greeting}`);
    assert.ok(!(await page.isVisible("#progress")), "nothing is known of a family");
    for (const text of [await page.innerText("#app"), await page.title()]) assert.ok(!/Hera|ヘーラー/.test(text), text);
    const menu = await page.locator("#menu-label").boundingBox();
    assert.ok(menu.x + menu.width <= 360, "the menu can be reached");

    // A picture stands in the message of the agent, while one watches and afterwards.
    await person.say("paint");
    await person.replies(1);
    const pictured = () => page.waitForFunction(() => /** @type {HTMLImageElement|null} */ (document.querySelector(".msg-assistant .msg-picture img"))?.naturalWidth > 0);
    await pictured();
    await page.reload();
    await person.ready();
    await pictured();
    assert.equal(await page.textContent(".msg-assistant .msg-name"), name);
    assert.equal(await page.locator(".msg-assistant .msg-face svg").count(), 1);

    await person.say("say 5000 words slowly");
    await person.streaming(20);
    await page.click(".stop");
    await person.replies(2);
    await person.say("fail");
    await page.click(".after button");
    await page.waitForFunction(() => document.querySelectorAll(".msg-user").length === 4);
    // What offers it stands there until it is asked again: it has failed once more.
    let failed = 0;
    await person.heard(({ event }) => event?.type === "RUN_ERROR" && (failed += 1) === 2);
    await person.replies(2);
    await page.waitForSelector(".after button");
    assert.deepEqual(await violations(page), []);
    person.check();
    await person.leave();
  });
}
