/** Colours for code: highlight.js with the languages it calls common, as a tree of classes and texts. */
import { common, createLowlight } from "lowlight";

const lowlight = createLowlight(common);

/** @param {string} language @param {string} code @returns {import("hast").Root|null} null: an unknown language */
export const highlight = (language, code) => (lowlight.registered(language) ? lowlight.highlight(language, code) : null);
