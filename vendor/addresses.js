/** Bare addresses in a text: what begins with http and leads somewhere, from its first sign to its last. */

import { LinkifyIt } from "linkify-it";

// Addresses are what begins with http: neither main.rs nor a name with an @ is one. Before a host may stand who asks it.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false, urlAuth: true });
// Names of hosts have a _ as well, if no person's: https://my_service:8080.
const letter = linkify.re.get_pseudo_letter().source;
const name = new RegExp(`(?:${linkify.re.get_xn().source}|${letter}|(?:_|${letter})(?:[-_]|${letter}){0,61}${letter})`);
linkify.re.get_domain = () => name;
const asker = /(?:[\w~%!$&*+=:.-]{1,100}(?<![.:])@)?/; // no comma: https://a.b,@somebody
linkify.re.get_auth = () => asker;
for (const schema of ["ftp:", "//", "mailto:"]) linkify.add(schema, null);
// One may follow a letter that is not Latin: there are no spaces between the words of East Asia.
const begin = linkify.re.get_schema_search();
const anywhere = new RegExp(begin.source.replace("(?:[><", "(?:[^\\u0000-\\u024f]|[><"), begin.flags);
linkify.re.get_schema_search = () => anywhere;

/** What follows an address in Japanese, without a space; after a / it may as well be the first letter of a name, but for を. */
const PARTICLE = /(?<=[!-.0-~])(?:[をはがにでへもとの]|から|まで|より)|(?<=[^:/]\/)を/;
const HOST_THEN_WORDS = /^(https?:\/\/[\w.@:-]*\w)[^\u0000-\u007f][^.]*$/i; // https://example.comです
/** Whatever may stand in an address, letters such as those of 佐々木 and 〇 among it, and these may not: 、。「」（） */
const CJK_END = /(?![\p{L}\p{N}\p{M}])[\u3000-\u303f\uff01-\uff1f\uff3b-\uff40\uff5b-\uff65]/u;
const ADDRESS = /^https?:\/\/[^\s]/i;

/** The addresses in a text: from where to where. @param {string} text @returns {{start: number, end: number}[]} */
export function addresses(text) {
  const found = (linkify.match(text) ?? []).map(({ index, raw }) => ({ start: index, end: index + ended(raw).length }));
  return found.filter(({ start, end }) => ADDRESS.test(text.slice(start, end)));
}

/** Without the words behind it. @param {string} raw */
function ended(raw) {
  const whole = raw.slice(0, PARTICLE.exec(raw)?.index);
  const host = HOST_THEN_WORDS.exec(whole)?.[1] ?? whole;
  const stop = host.search(CJK_END);
  return stop < 0 ? host : host.slice(0, stop);
}
