/** The page's own words, in the reader's language, and what the profile says in those words. */

import { lazily } from "./lazily.js";

/** @typedef {"ja"|"en"} Lang */
/** @typedef {typeof import("./words-en.js").en} Words */

const WORDS = {
  ja: lazily(async (again) => both((await import(`./words-ja.js${again}`)).ja), ["hera", "chat"]),
  en: lazily(async (again) => both((await import(`./words-en.js${again}`)).en), ["hera", "chat"]),
};

/** With an agent that is not Hera, some words are others. @param {any} said @returns {{hera: Words, chat: Words}} */
function both(said) {
  const words = bare(said);
  return { hera: words, chat: { ...words, ...words.chat } };
}

/** The same without what every object has: a speaker, a code or a field may be named `constructor`. @param {any} words */
function bare(words) {
  if (typeof words !== "object" || Array.isArray(words)) return words;
  return Object.assign(Object.create(null), Object.fromEntries(Object.entries(words).map(([name, word]) => [name, bare(word)])));
}

/** Until the words of a language are there. @param {Lang} lang */
export async function wordsFor(lang) {
  await WORDS[lang].wanted();
}

/** @param {Lang} lang  whose words are there @param {string} [phase] of the session */
export function wordsOf(lang, phase) {
  return /** @type {{hera: Words, chat: Words}} */ (WORDS[lang].now())[phase === "chat" ? "chat" : "hera"];
}

/** The first of the reader's languages that the page speaks; English for everyone else. @param {readonly string[]} languages @returns {Lang} */
export function preferred(languages) {
  const known = languages.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => Object.hasOwn(WORDS, tag));
  return /** @type {Lang} */ (known ?? "en");
}

/** The big five, in a person's words: the two or three that are farthest from the middle, each by what it is at that end. */
function traits(value, words) {
  return Object.entries(value)
    .filter(([, score]) => typeof score === "number")
    .sort(([, a], [, b]) => Math.abs(b - 0.5) - Math.abs(a - 0.5))
    .slice(0, 3)
    .map(([name, score]) => words.traits[name]?.[score >= 0.5 ? 0 : 1] ?? name)
    .join(words.comma);
}

function children(value, words) {
  const kinds = { male: words.values.boy, female: words.values.girl };
  return value.map((child) => [child.name, kinds[child.desired_gender] ?? words.values.child].filter(Boolean).join(" · ")).join(" / ");
}

/**
 * What the profile says of a field, in a few words; null when there is nothing to show.
 * @param {string} field @param {any} value @param {ReturnType<typeof wordsOf>} words @returns {string|null}
 */
export function fieldValue(field, value, words) {
  if (value === undefined || value === null || value === "") return null;
  if (field === "age") return words.age(value);
  if (field === "user_personality_traits" && typeof value === "object") return traits(value, words) || null;
  if (field === "children_info" && Array.isArray(value)) return children(value, words) || null;
  if (field.endsWith("_partner") && typeof value === "object") return value.name ?? value.temperament ?? null;
  return words.values[value] ?? String(value);
}
