/**
 * The few places for answers that go on for long: by HTTP/1.1 a browser has six connections to a server for all its pages, and
 * what is said, or loaded, needs some of them. Loaded with what talks by HTTP.
 */

import { locked } from "./tab.js";

const PLACES = 4; // two connections are left for what is said and loaded

/** One of them. @returns {Promise<(() => void)|null>} leaves it; null: all are taken */
export async function listeningPlace() {
  for (let number = 1; number <= PLACES; number += 1) {
    const leave = await byLock(number);
    if (leave) return leave;
  }
  return null;
}

/** Where locks are forbidden, everybody has one. @param {number} number @returns {Promise<(() => void)|null>} */
function byLock(number) {
  return new Promise((got) => void locked(`hera.listening.${number}`, { ifAvailable: true }, (lock) => (lock ? new Promise((go) => got(() => go(null))) : got(null))).then(() => got(() => {})));
}
