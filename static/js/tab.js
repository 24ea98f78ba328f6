/**
 * A name for this tab, so that what is said before a session has one is this tab's alone. It outlives a reload: it is
 * written down when the page is left and taken back when it comes; while the page is open nobody else can take it, not
 * even a copy of the tab.
 */

import { newId } from "./outbox.js";
import { guarded } from "./storage.js";

const KEY = "hera.tab";
const TURN_MS = 10_000; // so long a page waits for another one

/** @type {Set<string>} */ const claimed = new Set();
const ASKED_MS = 1_000; // so long a page waits for another one to say that it is there

/** @param {Window} [page] @returns {string} */
export function tabName(page = globalThis.window) {
  const storage = guarded(() => page.sessionStorage);
  const name = storage.getItem(KEY) ?? newId();
  storage.removeItem(KEY);
  page.addEventListener("pagehide", () => storage.setItem(KEY, name));
  page.addEventListener("pageshow", () => storage.removeItem(KEY));
  channel("hera.tabs", ({ of }) => claimed.has(of) && { here: of });
  return claim(name);
}

/** A name that is this page's until it is gone, however it goes: who can take it knows that nobody is there any more. @param {string} [name] */
export function claim(name = newId()) {
  claimed.add(name);
  void locked(lockOf(name), {}, () => new Promise(() => {}));
  return name;
}

/**
 * Does something for each of these tabs that is gone, one page at a time. Where there are no locks (plain http on a network),
 * they are asked: one that does not answer is gone.
 * @param {string[]} names @param {(name: string) => void} then
 */
export async function whereGone(names, then) {
  const here = new Set();
  const tabs = navigator.locks || names.length === 0 ? null : channel("hera.tabs", ({ here: name }) => void here.add(name));
  for (const of of names) tabs?.postMessage({ of });
  if (tabs) await new Promise((go) => setTimeout(go, ASKED_MS));
  for (const name of names) {
    if (tabs) here.has(name) || then(name);
    else await locked(lockOf(name), { ifAvailable: true }, (lock) => void (lock && then(name)));
  }
  tabs?.close();
}

/** Where it is forbidden, nothing happens. @param {string} name @param {LockOptions} options @param {(lock: Lock|null) => any} run */
export async function locked(name, options, run) {
  await (async () => navigator.locks?.request(name, options, run))().catch(() => {});
}

/**
 * What all pages of this browser hear; null where that is forbidden. @param {string} name @param {(said: any) => any} hear  what it gives back is answered
 * @returns {BroadcastChannel|null}
 */
export function channel(name, hear) {
  try {
    const made = new BroadcastChannel(name);
    made.addEventListener("message", ({ data }) => {
      const answer = hear(data);
      if (answer) made.postMessage(answer);
    });
    return made;
  } catch {
    return null;
  }
}

/**
 * Does something when no other page of this browser does it: who has no cookie yet is given one with the first answer, and
 * two pages that asked at once would be two guests. Where there are no locks, nobody waits.
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
