/**
 * Where things are. The API is beside the page, below whatever path a proxy has put both; or where the page's head says:
 * `<meta name="hera-api" content="https://api.example">`.
 */

export const SESSIONS = "/api/sessions/"; // how the path of a picture begins, below whatever the server thinks its own place is

/** @returns {URL} what the paths of the API are below */
function base() {
  const here = globalThis.document?.baseURI ?? location.href;
  const told = globalThis.document?.querySelector('meta[name="hera-api"]')?.getAttribute("content")?.trim() ?? "";
  const place = told !== "" && URL.canParse(told, here) ? new URL(told, here) : new URL("./", here);
  place.search = place.hash = "";
  if (!place.pathname.endsWith("/")) place.pathname += "/";
  return place;
}

/** @param {string} path such as `/api/sessions` @returns {string} its whole address */
export function api(path) {
  return new URL(path.replace(/^\/+/, ""), base()).href;
}

/** The same for a socket. @param {string} path */
export function socketAt(path) {
  return api(path).replace(/^http/, "ws");
}

/** Asks the API, as the guest that one is there unless `init` says otherwise. @param {string} path @param {RequestInit} [init] */
export function ask(path, init = {}) {
  return fetch(api(path), { credentials: "include", ...init });
}

/** Whether the API is on another site than the page, which then is not shown what is refused. */
export function isElsewhere() {
  return base().origin !== location.origin;
}

/** Where a picture is, of which the server knows the path. @param {string} url @returns {string} */
export function pictureAt(url) {
  const at = url.lastIndexOf(SESSIONS);
  return at < 0 ? new URL(url, base()).href : api(url.slice(at));
}

/** The page's own address, with this behind the `#`. @param {string} hash */
export function pageAt(hash) {
  const page = new URL(location.href);
  page.search = "";
  page.hash = hash;
  return page.href;
}

/** What the storage of this page is named by: nothing at the root of its site, so that two of them at two paths stay apart. */
export function scope() {
  const { origin, pathname } = base();
  return origin === location.origin && pathname === "/" ? "" : `${origin === location.origin ? "" : origin}${pathname} `;
}

/** How the page and the server are called when one does not let the other in. */
export function names() {
  return { origin: globalThis.location?.origin ?? "", host: globalThis.location ? base().host : "" };
}

const LINK = /(?<![\da-f-])([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?![\da-f-])(?:\/(\w+))?/i;

/**
 * What stands behind the `#` of an address: `<session>`, or `<session>/letter`. Whoever passes a link on may write it in capitals,
 * escape its signs, or take along what stands beside it. @param {string} hash @returns {{id: string, view: string}}
 */
export function linkIn(hash) {
  let said = hash.replace(/^#/, "");
  try {
    said = decodeURIComponent(said);
  } catch {
    // As it is.
  }
  const [, id, view = ""] = LINK.exec(said) ?? [];
  return id === undefined ? { id: said.split("/")[0], view: "" } : { id: id.toLowerCase(), view };
}
