/** A field of the profile, said anew in a sentence: what a person would write to correct it. No DOM. */

/**
 * @typedef {{kind: "text", value: string, hint: string, type?: string}
 *   | {kind: "choice", value: string, options: [string, string][]}
 *   | {kind: "partner", name: string, temperament: string, face: string}
 *   | {kind: "children", children: {name: string, gender: string}[]}} Form
 */

const CHOICES = { gender: ["female", "male", "other"], relationship_status: ["married", "partnered", "single", "other"] };

/** What there is to fill in for a field. @param {string} field @param {any} profile @param {any} words @returns {Form} */
export function formOf(field, profile, words) {
  const value = profile?.[field];
  if (Object.hasOwn(CHOICES, field)) {
    const options = /** @type {[string, string][]} */ (Reflect.get(CHOICES, field).map((/** @type {string} */ key) => [key, words.values[key]]));
    return { kind: "choice", value: value ?? options[0][0], options };
  }
  if (field.endsWith("_partner")) return { kind: "partner", name: value?.name ?? "", temperament: value?.temperament ?? "", face: value?.appearance ?? "" };
  if (field === "children_info") {
    const children = (value ?? []).map((/** @type {any} */ child) => ({ name: child.name ?? "", gender: child.desired_gender === "male" ? "male" : "female" }));
    return { kind: "children", children: children.length > 0 ? children : [{ name: "", gender: "female" }] };
  }
  const hint = words.editing.hint[field] ?? "";
  if (field === "age") return { kind: "text", value: String(value ?? ""), hint, type: "number" };
  return { kind: "text", value: typeof value === "string" ? value : "", hint };
}

/**
 * The sentence; null while there is nothing to say. Hera takes what it states word for word. `known`: it was told
 * before, so this is a correction.
 * @param {string} field @param {any} filled  what the form holds now @param {boolean} known @param {any} words @returns {string|null}
 */
export function sentenceOf(field, filled, known, words) {
  const said = saying(field, filled, words.corrections);
  return said === null ? null : (known ? words.corrections.corrected : words.corrections.told) + said;
}

/** @param {string} field @param {any} filled @param {any} says @returns {string|null} */
function saying(field, filled, says) {
  if (filled.kind === "partner") return filled.name.trim() === "" ? null : says.partner(filled.name.trim(), filled.temperament.trim(), filled.face.trim());
  if (filled.kind === "children") {
    const named = filled.children.filter((/** @type {any} */ child) => child.name.trim() !== "");
    return named.length === 0 ? null : says.children_info(named.map((/** @type {any} */ child) => says.child(child.gender, child.name.trim())));
  }
  const value = filled.value.trim();
  return value === "" || typeof says[field] !== "function" ? null : says[field](value);
}
