/** A photo on its way to the server: opened, cropped to a square, made small enough, sent; and one that is to be painted. Nothing of the page is touched. */

import { api, ask } from "./address.js";
import { PATIENCE_MS } from "./backoff.js";
import { HEIC } from "./dropped.js";
import { isHeras } from "./refused.js";

const SIDE = 1024; // pixels of the square that is sent: more than any portrait shows
const SCREEN = 1600;
const LEAST = 64;
const QUALITY = 0.9;
const BUSY = [429, 503];
const TRIES = 7; // of which the last comes after a minute
const AGAIN_MS = 1_000;
const STALLED_MS = 60_000; // without a byte that goes out, or the answer to the last of them

/** What went wrong, by the name under which words are found for it. */
export class PhotoError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Opens a file, upright. The browser decides what it can open: HEIC where it knows how.
 * @param {Blob & {name?: string}} file @returns {Promise<ImageBitmap>} @throws {PhotoError}
 */
export async function openPhoto(file) {
  const heic = HEIC.test(file.type) || HEIC.test(file.name ?? "");
  if (!heic && file.type !== "" && !file.type.startsWith("image/")) throw new PhotoError("notImage");
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new PhotoError(heic ? "heic" : "unreadable");
  }
  if (Math.min(bitmap.width, bitmap.height) >= LEAST) return bitmap;
  bitmap.close();
  throw new PhotoError("tooSmall");
}

/** @typedef {{x: number, y: number, side: number}} Square in pixels of the photo */

/** The largest square in the middle. @param {number} width @param {number} height @returns {Square} */
export function middleSquare(width, height) {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, side };
}

/**
 * The square moved and zoomed, and held within the photo.
 * @param {Square} square @param {{dx?: number, dy?: number, zoom?: number}} change `zoom`: 2 shows half as much
 * @param {{width: number, height: number}} photo @returns {Square}
 */
export function movedSquare({ x, y, side }, { dx = 0, dy = 0, zoom = 1 }, { width, height }) {
  const whole = Math.min(width, height);
  const next = Math.min(whole, Math.max(Math.min(LEAST, whole), whole / 8, side / zoom));
  const middle = { x: x + side / 2 + dx, y: y + side / 2 + dy };
  const held = (/** @type {number} */ at, /** @type {number} */ most) => Math.min(most - next, Math.max(0, at - next / 2));
  return { x: held(middle.x, width), y: held(middle.y, height), side: next };
}

/** The cropped photo as a JPEG, no larger than it is shown. @param {ImageBitmap} bitmap @param {Square} square @returns {Promise<Blob>} */
export function cropped(bitmap, { x, y, side }) {
  const size = Math.round(Math.min(SIDE, side));
  return jpeg(bitmap, [x, y, side, side], size, size);
}

/** @param {ImageBitmap} bitmap @param {[number, number, number, number]} part @param {number} width @param {number} height @returns {Promise<Blob>} */
async function jpeg(bitmap, part, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const paper = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  paper.imageSmoothingQuality = "high";
  paper.fillStyle = "#fff"; // a JPEG has no transparent parts
  paper.fillRect(0, 0, width, height);
  paper.drawImage(bitmap, ...part, 0, 0, width, height);
  const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg", QUALITY));
  if (!blob) throw new PhotoError("unreadable");
  return blob;
}

/** A picture to talk about, whole, as a JPEG that is not larger than a screen. @param {ImageBitmap} bitmap @returns {Promise<Blob>} */
export function shrunk(bitmap) {
  const scale = Math.min(1, SCREEN / Math.max(bitmap.width, bitmap.height));
  return jpeg(bitmap, [0, 0, bitmap.width, bitmap.height], Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
}

/**
 * Sends a picture: the photo of the person, or one to talk about. Where it is busy, that is waited for.
 * @param {"photos/user"|"photos"} place
 * @param {string} session @param {Blob} blob
 * @param {(share: number) => void} onProgress  from 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<import("./cast.js").Photo>} @throws {PhotoError} `cancelled` after an abort
 */
export async function sendPhoto(place, session, blob, onProgress, signal) {
  for (let tries = 1; ; tries += 1) {
    const { status, answer, wait } = await sent(place, session, blob, onProgress, signal);
    if (status < 300 && answer?.photo?.id) return answer.photo;
    // A proxy without a server answers, too, and so does one that wants somebody to sign in.
    if (!BUSY.includes(status) || tries === TRIES) throw new PhotoError(answer?.code ?? (status < 300 || status >= 500 ? "network" : "other"));
    await new Promise((go) => {
      setTimeout(go, Math.max(Math.min(wait, PATIENCE_MS), AGAIN_MS * 2 ** (tries - 1)));
      addEventListener("online", go, { once: true });
      signal.addEventListener("abort", go);
    });
  }
}

/**
 * @param {string} place @param {string} session @param {Blob} blob @param {(share: number) => void} onProgress @param {AbortSignal} signal
 * @returns {Promise<{status: number, answer: any, wait: number}>}
 */
function sent(place, session, blob, onProgress, signal) {
  return new Promise((done, failed) => {
    if (signal.aborted) throw new PhotoError("cancelled"); // while it was made smaller, or waited
    const request = new XMLHttpRequest(); // fetch tells nothing of an upload's progress
    const form = new FormData();
    form.append("file", blob, "photo.jpg");
    request.open("POST", api(`/api/sessions/${session}/${place}`));
    request.withCredentials = true;
    request.responseType = "json";
    /** @type {any} */ let timer = null;
    const goesOn = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (failed(new PhotoError("network")), request.abort()), STALLED_MS);
    };
    request.upload.onprogress = ({ loaded, total }) => (goesOn(), onProgress(total > 0 ? loaded / total : 0));
    request.onloadend = () => clearTimeout(timer);
    request.onload = () => done({ status: request.status, answer: request.response, wait: 1000 * (Number(request.getResponseHeader("retry-after")) || 0) });
    request.onerror = () => failed(new PhotoError("network"));
    request.onabort = () => failed(new PhotoError("cancelled"));
    signal.addEventListener("abort", () => request.abort());
    goesOn();
    request.send(form);
  });
}

/**
 * Has somebody painted; how it goes, and whether it fails, the events tell.
 * @param {string|null} session @param {{part: "partner"|"child", number: number}} sitter @returns {Promise<boolean>} whether that was asked
 */
export async function askForPainting(session, { part, number }) {
  const [path, body] = part === "partner" ? ["generate-image", { target: "partner" }] : ["generate-child-image", { child: number }];
  try {
    const response = await ask(`/api/sessions/${session}/${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    return response.status !== 400 && response.status !== 404 && (!response.ok || isHeras(response));
  } catch {
    return false;
  }
}
