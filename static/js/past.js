/**
 * How much of a history is held at once: the newest messages, which every event tells of, and some pages of what was
 * before them, around the reader. What is further away is left with the server and asked for again when the reader comes
 * near it, so a page that has been read through is as small as one that was just opened. No DOM, no network.
 *
 * Of a page that was let go only the place stays by which it is asked for.
 */

import { byTurn, fromHistory } from "./transcript.js";

export const PAGE = 50; // messages that are asked for at once
export const NEWEST = 150; // when the newest are more than this, the older of them become a page
const HELD = 250; // messages that are shown at once
const NEAR = 40; // messages this near to where the reader is are not let go

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

/**
 * The transcript with a page above what is shown. An answer that comes too late changes nothing.
 * @param {Transcript} transcript @param {string} before  where it was asked for @param {{messages: any[], next_before?: string|null}} answer
 * @param {string|null} reading  the message that the reader has before them; null: the end
 * @returns {Transcript}
 */
export function above(transcript, before, answer, reading) {
  if (earlierOf(transcript) !== before) return transcript;
  const { past } = transcript;
  const page = { before, size: answer.messages.length, next: answer.next_before ?? null, messages: answer.messages.map(fromHistory) };
  return bounded({ ...transcript, past: { ...past, pages: [page, ...past.pages] } }, reading);
}

/**
 * The same with a page below; without an answer the newest messages follow, which are at hand.
 * @param {Transcript} transcript @param {Place|null} place @param {{messages: any[]}|null} answer @param {string|null} reading
 * @returns {Transcript}
 */
export function below(transcript, place, answer, reading) {
  const { past } = transcript;
  if (past.joined || laterOf(transcript) !== place) return transcript;
  if (place === null || answer === null) return bounded({ ...transcript, past: { ...past, joined: true } }, reading);
  const page = { ...place, next: past.pages[past.pages.length - 1].before, messages: answer.messages.map(fromHistory) };
  return bounded({ ...transcript, past: { ...past, pages: [...past.pages, page], below: past.below.slice(0, -1) } }, reading);
}

/**
 * The older ones of the newest messages become a page: they have grown many. `answer` is the newest page as the server
 * has it now, and everything that was stored before it, and only that, is older.
 * @param {Transcript} transcript @param {Transcript} asked  the transcript as it was when the server was asked
 * @param {{messages: any[], next_before?: string|null}} answer @param {string|null} reading
 * @returns {Transcript}
 */
export function parted(transcript, asked, answer, reading) {
  const before = answer.next_before ?? null;
  const newest = new Set(answer.messages.map(({ id }) => id));
  // What a person says is stored before it is told of, an answer when its turn ends.
  const stored = asked.messages.filter(({ role, turn, status }) => role === "user" || (status !== "streaming" && (asked.turn === null || turn !== asked.turn)));
  const older = new Set(stored.filter(({ id }) => !newest.has(id)).map(({ id }) => id));
  if (older.size === 0 || before === null) return transcript;
  const { past, nextBefore } = transcript;
  const messages = transcript.messages.filter(({ id }) => !older.has(id));
  const page = { before, size: older.size, next: nextBefore, messages: transcript.messages.filter(({ id }) => older.has(id)) };
  const around = past.joined ? { ...past, pages: [...past.pages, page] } : { ...past, below: [{ before, size: page.size }, ...past.below] };
  return bounded({ ...transcript, messages, nextBefore: before, past: around }, reading);
}

/** Only the newest messages. @param {Transcript} transcript @returns {Transcript} */
export function atNewest(transcript) {
  return { ...transcript, past: { pages: [], below: [], joined: true } };
}

/** Lets go of whole pages, first of what is furthest from the reader. @param {Transcript} transcript @param {string|null} reading @returns {Transcript} */
function bounded(transcript, reading) {
  const shown = shownOf(transcript);
  const found = shown.findIndex(({ key }) => key === reading);
  let at = found < 0 ? shown.length : found;
  let count = shown.length;
  let { pages, below, joined } = transcript.past;
  while (count > HELD) {
    const first = pages[0]?.messages.length ?? 0;
    const last = joined ? transcript.messages.length : pages[pages.length - 1].messages.length;
    const few = pages.length <= (joined ? 0 : 1);
    const [over, under] = few ? [0, 0] : [at - first, count - last - at];
    if (Math.max(over, under) < NEAR) break;
    if (over >= under) {
      pages = pages.slice(1);
      count -= first;
      at -= first;
      continue;
    }
    if (!joined) {
      const { before, size } = pages[pages.length - 1];
      below = [...below, { before, size }];
      pages = pages.slice(0, -1);
    }
    joined = false;
    count -= last;
  }
  return { ...transcript, past: { pages, below, joined } };
}
