/**
 * The few places for answers that go on for long: by HTTP/1.1 a browser has six connections to a server for all its pages, and
 * what is said, or loaded, needs some of them. Loaded with what talks by HTTP.
 */

import { newId } from "./outbox.js";
import { locked } from "./tab.js";

const PLACES = 4; // two connections are left for what is said and loaded
const AGREED_MS = 100; // so long it takes until another page sees what one has written
const LEASE_MS = 15_000;
const RENEWED_MS = 3_000;

/** One of them. @returns {Promise<(() => void)|null>} leaves it; null: all are taken */
export async function listeningPlace() {
  for (let number = 1; number <= PLACES; number += 1) {
    const leave = await (navigator.locks ? byLock(number) : byLease(number));
    if (leave) return leave;
  }
  return null;
}

/** Where locks are forbidden, everybody has one. @param {number} number @returns {Promise<(() => void)|null>} */
function byLock(number) {
  return new Promise((got) => void locked(`hera.listening.${number}`, { ifAvailable: true }, (lock) => (lock ? new Promise((go) => got(() => go(null))) : got(null))).then(() => got(() => {})));
}

/**
 * Where there are no locks (plain http on a network), it is written down who has the place and for how long, and that again and
 * again. A page that is gone writes nothing. Where nothing may be kept, everybody has one.
 * @param {number} number @returns {Promise<(() => void)|null>}
 */
async function byLease(number) {
  const key = `hera.listening.${number}`;
  const own = newId();
  const holder = () => {
    const [by = "", until = ""] = (localStorage.getItem(key) ?? "").split(" ");
    const left = Number(until) - Date.now();
    return left > 0 && left <= LEASE_MS ? by : ""; // a clock may have been set back
  };
  const write = () => localStorage.setItem(key, `${own} ${Date.now() + LEASE_MS}`);
  try {
    if (holder() !== "") return null;
    write();
    await new Promise((go) => setTimeout(go, AGREED_MS * (1 + Math.random())));
    if (holder() !== own) return null; // two wanted it at once
  } catch {
    return () => {};
  }
  const timer = setInterval(() => holder() === own && write(), RENEWED_MS);
  const leave = () => {
    clearInterval(timer);
    removeEventListener("pagehide", leave);
    if (holder() === own) localStorage.removeItem(key);
  };
  addEventListener("pagehide", leave);
  return leave;
}
