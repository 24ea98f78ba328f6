/**
 * How much of a history is held at once: the newest messages, which every event tells of, and some pages of what was
 * before them, around the reader. What is further away is left with the server and asked for again when the reader comes
 * near it, so a page that has been read through is as small as one that was just opened. No DOM, no network.
 *
 * Of a page that was let go only the place stays by which it is asked for.
 */

import { byTurn } from "./transcript.js";

export const PAGE = 50; // messages that are asked for at once
export const NEWEST = 150; // when the newest are more than this, the older of them become a page

/**
 * @typedef {import("./transcript.js").Message} Message
 * @typedef {import("./transcript.js").Transcript} Transcript
 * @typedef {{before: string, size: number}} Place  `size` messages, and no more, before this place
 * @typedef {Place & {next: string|null, messages: Message[]}} Page  `next`: where the page above is asked for, if there is one
 *
 * @typedef {object} Past
 * @property {Page[]} pages    the oldest first, each going on where the one before it ends
 * @property {Place[]} below   the pages between the last of these and the newest messages that were let go, the highest last
 * @property {boolean} joined  the newest messages follow the last page; nothing is between them
 */

/** What is shown, oldest first, turn by turn; what is among the newest and in a page counts once. @param {Transcript} transcript @returns {Message[]} */
export function shownOf({ past, messages }) {
  if (past.pages.length === 0) return messages;
  const read = past.pages.flatMap((page) => page.messages);
  if (!past.joined) return byTurn(read);
  const newest = new Set(messages.map(({ id }) => id));
  return byTurn([...read.filter(({ id }) => !newest.has(id)), ...messages]);
}

/** Where the page above what is shown is asked for; null when there is none. @param {Transcript} transcript @returns {string|null} */
export function earlierOf({ past, nextBefore }) {
  return past.pages.length > 0 ? past.pages[0].next : nextBefore;
}

/** The page below what is shown, if it has to be asked for. @param {Transcript} transcript @returns {Place|null} */
export function laterOf({ past }) {
  return past.below.at(-1) ?? null;
}

/** Only the newest messages. @param {Transcript} transcript @returns {Transcript} */
export function atNewest(transcript) {
  return { ...transcript, past: { pages: [], below: [], joined: true } };
}
