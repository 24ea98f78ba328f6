/**
 * Loads the page, and loads it again when a part of it did not come: on a bad line, or while hera is being restarted, one
 * file of many is missing, and a browser then shows nothing and says nothing. No module, so that it needs no other file.
 */

(() => {
  const FIRST_MS = 1_000;
  const LONGEST_MS = 30_000;
  const TRIES = "hera.tries";
  const SAYS = {
    ja: "ページの一部を読み込めませんでした。もう一度読み込んでいます…",
    en: "A part of this page could not be loaded. Trying again…",
  };

  let failed = false;
  const count = () => {
    try {
      return Number(sessionStorage.getItem(TRIES)) || 0;
    } catch {
      return 0;
    }
  };
  const keep = (/** @type {number} */ tries) => {
    try {
      if (tries === 0) sessionStorage.removeItem(TRIES);
      else sessionStorage.setItem(TRIES, String(tries));
    } catch {
      // Without it, every try comes as soon as the first.
    }
  };

  function say() {
    const note = document.createElement("p");
    note.className = "load-failed";
    note.setAttribute("role", "status");
    note.append(/^ja\b/.test(navigator.language) ? SAYS.ja : SAYS.en);
    document.body.append(note);
  }

  /** Everything the page is made of; the browser's memory of what failed is passed by. */
  async function arrives() {
    const files = document.querySelectorAll("link[rel=modulepreload], link[rel=stylesheet]");
    const answers = await Promise.all(Array.from(files, (file) => fetch(file.href, { cache: "reload" })));
    return answers.every(({ ok }) => ok);
  }

  /** A style sheet that did not come has no rules, or none that may be read. @param {HTMLLinkElement} link */
  function isThere({ sheet }) {
    try {
      return (sheet?.cssRules.length ?? 0) > 0;
    } catch {
      return false;
    }
  }

  async function again() {
    if (failed) return;
    failed = true;
    if (document.body) say();
    else addEventListener("DOMContentLoaded", say);
    for (let tries = count(); ; tries += 1) {
      await new Promise((go) => setTimeout(go, Math.min(LONGEST_MS, FIRST_MS * 2 ** tries) * (0.5 + Math.random() / 2)));
      keep(tries + 1);
      if (await arrives().catch(() => false)) break;
    }
    location.reload();
  }

  addEventListener("load", () => document.querySelectorAll("link[rel=stylesheet]").forEach((sheet) => isThere(sheet) || void again()));
  import("./app.js").then(() => failed || keep(0), again);
})();
