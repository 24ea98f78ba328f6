/** The pages of a history come and go around the reader (past.js). Loaded when a reader goes back, or when much has been said. No DOM, no network. */

import { earlierOf, laterOf, shownOf } from "./past.js";
import { fromHistory } from "./transcript.js";

const HELD = 250; // messages that are shown at once
const NEAR = 40; // messages this near to where the reader is are not let go

/**
 * @typedef {import("./past.js").Page} Page
 * @typedef {import("./past.js").Place} Place
 * @typedef {import("./transcript.js").Transcript} Transcript
 */

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
