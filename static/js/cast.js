/** Who speaks in a session: their part, their colour, their portrait. No DOM. */

import { pictureAt } from "./address.js";

/**
 * @typedef {{id: string, kind: string, url: string, width: number, height: number, created_at: string, number?: number, illustration?: boolean, media_type?: string}} Photo
 * @typedef {{name: string, part: "hera"|"partner"|"child"|"story"|"letter"|"other", number: number, tone: string, photo: Photo|null, gender?: string}} Speaker
 */

const TONES = 4; // colours for children; then they come again
const VOICES = ["child-1", "child-2", "child-3", "child-4", "partner"];
/** The texts that are written at the end come under names of their own. */
const WRITTEN = /** @type {Record<string, "story"|"letter">} */ ({ 物語: "story", Story: "story", 手紙: "letter", Letter: "letter" });
const PARTNER = /partner|spouse|wife|husband|妻|夫|パートナー/i;

/** @type {WeakMap<object, ReturnType<typeof read>>} */ const casts = new WeakMap();
const nobody = read(null);

/** The cast of a session; the same one for as long as its state is the same. @param {Record<string, any>|null} session */
export function castOf(session) {
  if (session === null) return nobody;
  let cast = casts.get(session);
  if (!cast) casts.set(session, (cast = read(session)));
  return cast;
}

/** @param {Record<string, any>|null} session */
function read(session) {
  const profile = session?.user_profile ?? {};
  const photos = session?.photos ?? {};
  const told = profile.current_partner ?? profile.ideal_partner ?? {};
  const members = session?.family?.members ?? [];
  const partnerMember = members.find((/** @type {any} */ one) => PARTNER.test(one.role ?? ""));
  const partnerName = partnerMember?.name ?? told.name ?? "";
  const others = members.filter((/** @type {any} */ one) => one.name !== partnerName);
  const wished = profile.children_info ?? [];
  const young = others.length > 0 ? others : wished;

  /** @type {Speaker} */ const partner = { name: partnerName, part: "partner", number: 0, tone: "partner", photo: photos.partner ?? null, gender: partnerMember?.gender };
  /** @type {Speaker[]} */ const children = young.map((/** @type {any} */ one, /** @type {number} */ index) => ({
    name: one.name ?? "", gender: one.gender ?? one.desired_gender, part: "child", number: index + 1, tone: `child-${(index % TONES) + 1}`, photo: photos.children?.[index + 1] ?? null,
  }));
  const user = /** @type {Photo|null} */ (photos.user ?? null);
  if (session?.phase === "chat") return { user, partner, children, of: voice };
  const byName = new Map([partner, ...children].filter((one) => one.name !== "").map((one) => [one.name, one]));
  return { user, partner, children, of: (/** @type {string} */ name) => byName.get(name) ?? stranger(name) };
}

/** Whoever speaks where nobody is of the family: a colour of their own, by their name. @param {string} name @returns {Speaker} */
function voice(name) {
  return { name, part: "other", number: 0, tone: VOICES[seedOf(`voice of ${name}`) % VOICES.length], photo: null };
}

/** @param {string} name @returns {Speaker} */
function stranger(name) {
  const hera = name === "" || name === "Hera";
  if (Object.hasOwn(WRITTEN, name)) return { name, part: WRITTEN[name], number: 0, tone: "gold", photo: null };
  return { name, part: hera ? "hera" : "other", number: 0, tone: hera ? "hera" : "other", photo: null };
}

/** A small size of a picture, for faces. @param {Photo} photo @param {96|320} size */
export function thumbnail(photo, size) {
  const url = pictureAt(photo.url);
  return `${url}${url.includes("?") ? "&" : "?"}size=${size}`;
}

/** A number from a text, the same every time: what a face without a portrait looks like. @param {string} text */
export function seedOf(text) {
  let seed = 7;
  for (const letter of text) seed = (seed * 31 + /** @type {number} */ (letter.codePointAt(0))) >>> 0;
  return seed;
}
