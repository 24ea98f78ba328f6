/** The page's own words, in the reader's language, and what the profile says in those words. */

import { en } from "./words-en.js";
import { ja } from "./words-ja.js";

/** @typedef {"ja"|"en"} Lang */

const WORDS = { ja, en };
/** With an agent that is not Hera, some words are others. */
const CHAT = { ja: { ...ja, ...ja.chat }, en: { ...en, ...en.chat } };

/** @param {Lang} lang @param {string} [phase] of the session */
export function wordsOf(lang, phase) {
  return (phase === "chat" ? CHAT : WORDS)[lang];
}

/** The first of the reader's languages that the page speaks; English for everyone else. @param {readonly string[]} languages @returns {Lang} */
export function preferred(languages) {
  const known = languages.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag in WORDS);
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
