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
const ASKED_MS = 1_000; // so long a page waits for another one to say that it is there,
const ASKED = 3; // and so often it asks, since the other one may be busy
const LOOKS_MS = [0, 2_000, 6_000]; // between one look and the next

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
 * they are asked: one that does not answer is gone, and one that is just being closed still answers, so that it is asked again.
 * @param {string[]} names @param {(name: string) => void} then
 */
export async function whereGone(names, then) {
  if (navigator.locks) {
    for (const name of names) await locked(lockOf(name), { ifAvailable: true }, (lock) => void (lock && then(name)));
    return;
  }
  let here = names;
  for (const wait of LOOKS_MS) {
    if (here.length === 0) return;
    await passed(wait);
    const gone = await silent(here);
    gone.forEach((name) => then(name));
    here = here.filter((name) => !gone.includes(name));
  }
}

/** Those of these tabs that do not say that they are there. @param {string[]} names @returns {Promise<string[]>} */
async function silent(names) {
  const left = new Set(names);
  const tabs = channel("hera.tabs", ({ here }) => void left.delete(here));
  for (let asked = 0; asked < ASKED && left.size > 0; asked += 1) {
    for (const of of left) tabs?.postMessage({ of });
    await passed(ASKED_MS);
  }
  tabs?.close();
  return tabs ? [...left] : [];
}

/** @param {number} ms */
const passed = (ms) => new Promise((go) => setTimeout(go, ms));

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
