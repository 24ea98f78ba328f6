/**
 * A name for this tab, so that what is said before a session has one is this tab's alone. It outlives a reload: it is
 * written down when the page is left and taken back when it comes; while the page is open nobody else can take it, not
 * even a copy of the tab.
 */

import { newId } from "./outbox.js";

const KEY = "hera.tab";
const TURN_MS = 10_000; // so long a page waits for another one

/** @param {Window} [page] @returns {string} */
export function tabName(page = globalThis.window) {
  /** @type {Storage|null} */ let storage = null;
  try {
    storage = page.sessionStorage;
  } catch {
    // Forbidden: the name lives as long as the page.
  }
  const name = storage?.getItem(KEY) ?? newId();
  storage?.removeItem(KEY);
  page.addEventListener("pagehide", () => storage?.setItem(KEY, name));
  page.addEventListener("pageshow", () => storage?.removeItem(KEY));
  // Held until the page is gone, however it goes: who can take it knows that nobody is there any more.
  void page.navigator.locks?.request(lockOf(name), () => new Promise(() => {}));
  return name;
}

/**
 * Does something for each of these tabs that is gone, one page at a time. Browsers without locks cannot tell; there, what
 * a tab left stays where it is.
 * @param {string[]} names @param {(name: string) => void} then
 */
export async function whereGone(names, then) {
  for (const name of names) await navigator.locks?.request(lockOf(name), { ifAvailable: true }, (lock) => void (lock && then(name)));
}

/**
 * Does something when no other page of this browser does it: who has no cookie yet is given one with the first answer, and
 * two pages that asked at once would be two guests. Browsers without locks cannot wait (plain http on a network).
 * @template T
 * @param {() => Promise<T>} run @returns {Promise<T>}
 */
export async function inTurn(run) {
  let begun = false;
  const begin = () => ((begun = true), run());
  try {
    return await (globalThis.navigator?.locks?.request("hera.guest", { signal: AbortSignal.timeout(TURN_MS) }, begin) ?? begin());
  } catch (error) {
    if (begun) throw error;
    return run(); // the other one takes too long
  }
}

/** @param {string} name */
const lockOf = (name) => `hera.tab.${name}`;
