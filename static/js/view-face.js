/** A speaker's face: the portrait where there is one, Hera's emblem, or a calm drawing that is always the same for a name. */

import { seedOf, thumbnail } from "./cast.js";
import { el, svg } from "./dom.js";

const SHORT = 2; // so many of these are a boy's or a man's, the others a girl's or a woman's
/** What lies behind the head and what lies over it. */
const HAIR = [
  { over: "M11.8 18.4C11.2 11.4 15.2 8.4 20 8.4s8.8 3 8.2 10c-1.2-3-2.8-4.6-4.6-5.2-3 1.8-6.2 2.2-8.6 1.9-1.6.7-2.6 1.7-3.2 3.3z" },
  { over: "M12 18c.2-6 3.6-8.6 8-8.6s7.8 2.6 8 8.6c-3.4-.9-5.6-3-6.9-5.2-1.7 2.7-4.9 4.6-9.1 5.2z" },
  { back: "M10.6 28.5V17.8C10.6 11.4 15 8 20 8s9.4 3.4 9.4 9.8v10.7z", over: "M12 18c.2-6 3.6-8.6 8-8.6s7.8 2.6 8 8.6c-3.4-.9-5.6-3-6.9-5.2-1.7 2.7-4.9 4.6-9.1 5.2z" },
  { back: "M11 23.5v-6C11 11.6 15.2 8.2 20 8.2s9 3.4 9 9.3v6z", over: "M12 17.4c.6-5.6 4-7.8 8-7.8s7.4 2.2 8 7.8c-5.4.3-10.6.3-16 0z" },
  { back: "M20 3.6a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z", over: "M11.9 17.8C11.7 11.6 15.4 8.6 20 8.6s8.3 3 8.1 9.2c-2-3.6-4.8-5-8.1-5s-6.1 1.4-8.1 5z" },
];

/**
 * @param {import("./cast.js").Speaker} speaker
 * @param {"small"|"large"} [size]
 * @returns {HTMLElement}
 */
export function face({ name, part, tone, photo, gender }, size = "small") {
  if (photo) {
    const image = el("img", { src: thumbnail(photo, size === "small" ? 96 : 320), alt: "", decoding: "async", loading: "lazy" });
    return el("span", { class: `face face-${size} has-portrait`, "data-tone": tone, "aria-hidden": "true" }, image);
  }
  const drawn = part === "hera" ? el("img", { src: "icon.svg", alt: "" }) : drawing(name, part, gender);
  return el("span", { class: `face face-${size}`, "data-tone": tone, "aria-hidden": "true" }, drawn);
}

/** @param {string} name @param {string} part @param {string} [gender] */
function drawing(name, part, gender) {
  const hair = gender === "male" ? HAIR.slice(0, SHORT) : gender === "female" ? HAIR.slice(SHORT) : HAIR;
  const { back, over } = hair[seedOf(name + part) % hair.length];
  return svg(
    "svg",
    { viewBox: "0 0 40 40" },
    back ? svg("path", { class: "face-hair", d: back }) : null,
    svg("path", { class: "face-coat", d: "M4 44c0-10 6.4-15.4 16-15.4S36 34 36 44z" }),
    svg("path", { class: "face-skin", d: "M17.2 22h5.6v7.4a2.8 2.8 0 0 1-5.6 0z" }),
    svg("circle", { class: "face-skin", cx: "20", cy: "18.2", r: "7.6" }),
    svg("path", { class: "face-hair", d: over }),
  );
}

/** What a face looks like, in short: it is drawn anew only when this changes. @param {import("./cast.js").Speaker} speaker */
export function faceKey({ name, part, tone, photo, gender = "" }) {
  return `${part} ${tone} ${gender} ${name} ${photo?.id ?? ""}`;
}
