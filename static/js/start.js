/**
 * Looks whether the page comes, and loads it again when a part of it did not: on a bad line, or while hera is being
 * restarted, one file of many is missing, empty or never answers, and a browser then shows nothing and says nothing. No module,
 * so that it needs no other file; and the page needs this one only then.
 */

(() => {
  const FIRST_MS = 1_000;
  const LONGEST_MS = 30_000;
  const LOOK_MS = 1_000;
  const QUIET_LOOKS = 12; // so many looks without another file, and what is missing will not come
  const ANSWER_MS = 15_000; // from asking for all files once more to the last of them; then twice as long
  const KINDS = /(javascript|css)/;
  const WHOLE = /--whole:\s*1/; // the last rule of each style sheet sets it: one that was cut short has not
  const TRIES = "hera.tries";
  const MOST_RELOADS = 10; // what does not help so often does not help
  const SAYS = {
    ja: ["ページの一部を読み込めませんでした。もう一度読み込んでいます…", "再読み込み"],
    en: ["A part of this page could not be loaded. Trying again…", "Reload"],
  };

  let failed = false;
  let taken = false; // a style sheet that did not come: only loading the page again brings it back
  /** @type {HTMLElement|null} */ let note = null;
  /** How often in a row it was tried, here or, where the page may keep nothing, beside its address. @type {{count: number, reloads: number}} */
  let tries = { count: 0, reloads: 0 };
  try {
    tries = { ...tries, ...JSON.parse(sessionStorage.getItem(TRIES) ?? "{}") };
  } catch {
    tries = { ...tries, ...history.state?.tries };
  }
  const keep = () => {
    try {
      if (tries.count === 0) sessionStorage.removeItem(TRIES);
      else sessionStorage.setItem(TRIES, JSON.stringify(tries));
    } catch {
      history.replaceState({ ...history.state, tries }, "");
    }
  };

  function say() {
    const [says, reload] = SAYS[/^ja\b/.test(navigator.language) ? "ja" : "en"];
    if (!failed) return; // meanwhile, all of it has come
    note = document.createElement("p");
    note.className = "load-failed";
    note.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.append(reload);
    button.addEventListener("click", () => location.reload());
    note.append(`${says} `, button);
    const starting = document.getElementById("starting");
    if (starting) starting.hidden = true; // this says more
    document.body.append(note);
  }

  /** The page's own: a browser's extension adds others, which are none of ours. @returns {HTMLLinkElement[]} */
  const sheets = () => Array.from(document.querySelectorAll('link[rel=stylesheet][href^="css/"]:not(.later)'));

  /** A style sheet that did not come has no rules, or none that may be read; one that somebody has turned off is there. @param {HTMLLinkElement} link */
  function isThere({ sheet, disabled }) {
    try {
      return disabled || WHOLE.test([...(sheet?.cssRules ?? [])].at(-1)?.cssText ?? "");
    } catch {
      return false;
    }
  }

  /** All modules have run when the last line of js/app.js has, which says so. */
  const hasBegun = () => document.getElementById("app")?.dataset.begun !== undefined;

  /** Whether a file comes, and is what it should be; the browser's memory of what failed is passed by. @param {string} file @param {AbortSignal} signal */
  async function comes(file, signal) {
    const answer = await fetch(file, { cache: "reload", signal });
    const [, kind] = KINDS.exec(answer.headers.get("content-type") ?? "") ?? [];
    const text = await answer.text();
    return answer.ok && (kind === "css" ? WHOLE.test(text) : kind !== undefined && text !== "");
  }

  async function again() {
    if (failed) return;
    failed = true;
    const files = [...document.querySelectorAll("link[rel=modulepreload]"), ...sheets()].map(({ href }) => href);
    // Until a style sheet has come, a browser shows nothing and runs little.
    for (const sheet of sheets()) {
      if (isThere(sheet)) continue;
      sheet.remove();
      taken = true;
    }
    if (document.body) say();
    else addEventListener("DOMContentLoaded", say);
    if (tries.reloads >= MOST_RELOADS) return; // the button stays
    for (;;) {
      await new Promise((go) => setTimeout(go, Math.min(LONGEST_MS, FIRST_MS * 2 ** tries.count) * (0.5 + Math.random() / 2)));
      tries.count += 1;
      keep();
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), ANSWER_MS * 2 ** Math.min(tries.count - 1, 3));
      const all = await Promise.all(files.map((file) => comes(file, late.signal))).catch(() => [false]);
      clearTimeout(timer);
      if (!failed || isWhole()) return;
      if (all.every(Boolean)) break;
    }
    tries.reloads += 1;
    keep();
    location.reload();
  }

  /** With the words of its language, the page has taken away what says that it is not ready. */
  const isReady = () => hasBegun() && document.getElementById("starting") === null;

  const isWhole = () => isReady() && !taken && sheets().every(isThere);

  /** All that was to be loaded at once has come or failed. */
  function look() {
    if (!hasBegun() || !sheets().every(isThere)) void again();
  }

  let seen = -1;
  let quiet = 0;
  const looks = setInterval(() => {
    if (isWhole()) {
      clearInterval(looks);
      failed = false;
      note?.remove(); // it was only late
      if (tries.count > 0) {
        tries = { count: 0, reloads: 0 };
        keep();
      }
      return;
    }
    if (failed) return;
    const come = performance.getEntriesByType("resource").length;
    quiet = come === seen ? quiet + 1 : 0;
    seen = come;
    if (quiet >= QUIET_LOOKS) void again();
  }, LOOK_MS);

  addEventListener("hera-incomplete", () => void again()); // a part is there that is none
  addEventListener("DOMContentLoaded", () => hasBegun() || void again()); // all modules have run by then
  if (document.readyState === "complete") look();
  else addEventListener("load", look);
})();
