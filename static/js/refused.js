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
 * Why the server does not let this page in, though it is there, as a close code; null: it does, or it is not there. Only asked of
 * a server on another site, whose refusals a browser does not show to the page: its health any page may read, and with the
 * guest's cookie only one that is let in. What stands in for it while it is away, such as a proxy's 502, says neither.
 * @param {typeof import("./address.js").ask} ask @returns {Promise<number|null>}
 */
export async function refusedUnread(ask) {
  if (!isElsewhere()) return null;
  try {
    const health = await ask("/api/health", { credentials: "omit", cache: "no-store" });
    if (!health.ok) return closeCodeOf(await problemOf(health));
    if (!isHeras(health)) return null;
  } catch {
    return null;
  }
  return ask("/api/health", { cache: "no-store" }).then(() => null, () => PAGE_REFUSED);
}
