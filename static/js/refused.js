/** Why a server does not let this page in, as a close code: no waiting helps then, only whoever runs it. */

import { isElsewhere } from "./address.js";

export const NO_SESSION = 3509;
export const DELETED = 3503;
export const PAGE_REFUSED = 3507; // the server does not know the page's origin
export const HOST_REFUSED = 4521; // it does not know the name by which it is called; a code of our own, after the 421

const CODES = /** @type {Record<string, number>} of problems, where waiting does not help */ ({
  __proto__: null, host_not_allowed: HOST_REFUSED, origin_not_allowed: PAGE_REFUSED, no_session: NO_SESSION,
});

/** Whether the conversation is no more, or never was. @param {number|null} code */
export function isGone(code) {
  return code === DELETED || code === NO_SESSION;
}

/**
 * Whether what is said to be well was said by hera, and not by something on the way, where one has to sign in.
 * @param {Response} response
 */
export function isHeras(response) {
  return response.ok && (response.headers.get("content-type") ?? "").startsWith("application/json");
}

/** The problem document of an answer; empty where it is somebody else's answer. @param {Response} response @returns {Promise<any>} */
export async function problemOf(response) {
  if (!(response.headers.get("content-type") ?? "").startsWith("application/problem+json")) return {};
  return (await response.json().catch(() => null)) ?? {};
}

/** The close code for a problem; null: another attempt may succeed. @param {any} problem @returns {number|null} */
export function closeCodeOf({ code }) {
  return CODES[code] ?? null;
}

/**
 * Whether the server is there, and does not let this page in all the same. Only asked of a server on another site, whose
 * refusals a browser does not show to the page: its health it answers to everybody, and it need not be read.
 * @param {typeof import("./address.js").ask} ask
 */
export async function refusesUnread(ask) {
  if (!isElsewhere()) return false;
  try {
    await ask("/api/health", { mode: "no-cors", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}
