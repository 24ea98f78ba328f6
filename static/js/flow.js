/** The flow of a conversation around its messages: days, chapters, portraits as they came. No DOM. */

import { castOf } from "./cast.js";
import { earlierOf } from "./past.js";
import { timeOf } from "./wire.js";

/**
 * @typedef {{key: string, kind: "day", text: string}} Day
 * @typedef {{key: string, kind: "chapter", lines: string[]}} Chapter
 * @typedef {{key: string, kind: "picture", photo: import("./cast.js").Photo, caption: string, label: string}} Picture
 * @typedef {{key: string, kind: "painting", tone: string, caption: string}} Painting
 * @typedef {{key: string, kind?: undefined, source: object, shown: any}} Spoken
 */

/**
 * @param {Spoken[]} spoken  oldest first
 * @param {import("./transcript.js").Transcript} transcript
 * @param {{words: any, locale: string, now: number}} surroundings
 * @returns {(Spoken|Day|Chapter|Picture|Painting)[]}
 */
export function flowOf(spoken, transcript, { words, locale, now }) {
  const { session, steps } = transcript;
  const { joined } = transcript.past;
  const whole = earlierOf(transcript) === null;
  // What came before the first message that is shown stands further up, what came after the last further down.
  const first = whole ? -Infinity : (spoken[0]?.shown.at ?? -Infinity);
  const last = joined ? Infinity : (spoken.at(-1)?.shown.at ?? Infinity);
  const due = picturesOf(session, words).filter(({ at }) => at >= first && at <= last);
  /** @type {(Spoken|Day|Chapter|Picture|Painting)[]} */ const flow = [];
  let day = { from: 0, to: 0 };
  const days = new Set();
  let next = 0;
  const acts = new Set(whole ? ["interview"] : []);
  const dated = (/** @type {number|null} */ at) => {
    if (at === null || (at >= day.from && at < day.to)) return;
    day = dayOf(at);
    if (days.has(day.from)) return; // turns that overlap at midnight
    days.add(day.from);
    flow.push({ key: `day ${day.from}`, kind: "day", text: dayText(at, now, words, locale) });
  };
  for (const item of spoken) {
    const { at, part } = item.shown;
    for (; next < due.length && at !== null && due[next].at < at; next += 1) {
      dated(due[next].at);
      flow.push(due[next].item);
    }
    dated(at);
    if (part === "hera") acts.add("interview");
    const act = part === "partner" || part === "child" ? "family" : part === "story" ? "complete" : "";
    if (act !== "" && !acts.has(act)) {
      acts.add(act);
      // Where the family's first words are further up, so is its chapter.
      if (act === "complete" || acts.has("interview")) flow.push({ key: `chapter ${act}`, kind: "chapter", lines: words.chapters[act] });
    }
    flow.push(item);
  }
  for (; next < due.length; next += 1) flow.push(due[next].item);
  for (const step of joined ? steps : []) {
    const sitter = sitterOf(step.name, session, words);
    if (sitter) flow.push({ key: `step ${step.name}`, kind: "painting", tone: sitter.tone, caption: words.painting(sitter.name) });
  }
  return flow;
}

/** @param {Record<string, any>|null} session @param {any} words */
function picturesOf(session, words) {
  const { partner, children } = castOf(session);
  const painted = [partner, ...children].filter(({ photo }) => photo !== null).map((sitter) => ({ photo: /** @type {any} */ (sitter.photo), caption: words.family.joined(nameOf(sitter, words)) }));
  const given = session?.photos?.user ? [{ photo: session.photos.user, caption: words.family.photoAdded }] : [];
  return [...given, ...painted]
    .map(({ photo, caption }) => ({ at: timeOf(photo.created_at) ?? Infinity, item: /** @type {Picture} */ ({ key: `photo ${photo.id}`, kind: "picture", photo, caption, label: photo.illustration ? words.family.illustration : "" }) }))
    .sort((one, other) => one.at - other.at);
}

/** What somebody is called in the family. @param {import("./cast.js").Speaker} speaker @param {any} words @returns {string} */
export function nameOf({ name, part, number }, words) {
  if (name !== "") return name;
  return part === "child" ? words.family.child(number) : words.family.partner;
}

/** Who is being painted: `painting partner`, `painting child 2`. @param {string} step @param {Record<string, any>|null} session @param {any} words */
export function sitterOf(step, session, words) {
  const match = /^painting (partner|child (\d+))$/.exec(step);
  if (!match) return null;
  const { partner, children } = castOf(session);
  const sitter = match[2] === undefined ? partner : (children[Number(match[2]) - 1] ?? { name: "", part: "child", number: Number(match[2]), tone: "child-1", photo: null });
  return { name: nameOf(/** @type {any} */ (sitter), words), tone: sitter.tone };
}

/** The day of a time, from midnight to midnight where the reader is. @param {number} at */
function dayOf(at) {
  const date = new Date(at);
  const midnight = (/** @type {number} */ days) => new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
  return { from: midnight(0), to: midnight(1) };
}

/** @param {number} at @param {number} now @param {any} words @param {string} locale @returns {string} */
function dayText(at, now, words, locale) {
  const today = dayOf(now);
  if (at >= today.from) return words.days.today;
  if (at >= dayOf(today.from - 1).from) return words.days.yesterday;
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: /** @type {const} */ ("numeric") };
  return new Date(at).toLocaleDateString(locale, { ...year, month: "long", day: "numeric", weekday: "long" });
}
