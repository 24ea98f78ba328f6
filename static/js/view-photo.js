/** The window in which a photo is chosen, cropped and sent. */

import { el, say } from "./dom.js";
import { picturesIn } from "./dropped.js";

const VIEW = 640; // pixels of the canvas; the style sheet says how large it is shown
const STEP = 0.04; // of the square, for a press of an arrow key
const ZOOM = 1.15;

/** @param {{session: string, words: any, file?: File|null, onDone: () => void, tools: typeof import("./photo.js"), dialog: typeof import("./view-enlarged.js").dialog}} model */
export function askForPhoto({ session, words, file = null, onDone, dialog, tools: { cropped, middleSquare, movedSquare, openPhoto, sendPhoto } }) {
  const w = words.photo;
  const stage = el("div", { class: "photo-stage" });
  const fault = el("p", { class: "photo-fault", role: "alert", hidden: true });
  const leave = new AbortController();
  /** @type {ImageBitmap|null} */ let bitmap = null;
  const box = dialog({ title: w.title, close: words.close, name: "photo", onClose: () => (leave.abort(), bitmap?.close()) }, fault, stage);

  const complain = (/** @type {any} */ error) => {
    say(fault, w.errors[error?.code] ?? (error?.code === "cancelled" ? w.cancelled : w.errors.other));
    fault.hidden = false;
  };

  const choose = () => {
    const open = (/** @type {Event} */ event) => void take(/** @type {any} */ (event.target).files[0]);
    const input = (/** @type {Record<string, any>} */ more, /** @type {string} */ label, /** @type {string} */ look) =>
      el("label", { class: `${look} file` }, label, el("input", { type: "file", accept: "image/*,.heic,.heif", class: "visually-hidden", onchange: open, ...more }));
    const camera = matchMedia("(pointer: coarse)").matches ? input({ capture: "user" }, w.camera, "quiet") : null;
    const zone = el("div", { class: "drop-zone" }, el("p", {}, w.intro), el("div", { class: "photo-actions" }, input({ id: "photo-file" }, w.choose, "primary"), camera), el("p", { class: "photo-hint" }, w.drop));
    stage.replaceChildren(zone);
  };

  const take = async (/** @type {File|null|undefined} */ chosen) => {
    if (!chosen) return;
    fault.hidden = true;
    try {
      const opened = await openPhoto(chosen);
      bitmap?.close();
      bitmap = opened;
      crop(opened);
    } catch (error) {
      choose();
      complain(error);
    }
  };

  const crop = (/** @type {ImageBitmap} */ photo, /** @type {import("./photo.js").Square} */ square = middleSquare(photo.width, photo.height)) => {
    const canvas = el("canvas", { width: VIEW, height: VIEW, tabindex: "0", role: "img", "aria-label": `${w.crop}. ${w.cropKeys}`, class: "crop" });
    const paper = canvas.getContext("2d");
    const whole = Math.min(photo.width, photo.height);
    const slider = el("input", { type: "range", min: "1", max: "4", step: "0.01", value: "1", "aria-label": w.zoom });
    const change = (/** @type {any} */ by) => {
      square = movedSquare(square, by, photo);
      slider.value = String(whole / square.side);
      paper.drawImage(photo, square.x, square.y, square.side, square.side, 0, 0, VIEW, VIEW);
    };
    slider.addEventListener("input", () => change({ zoom: square.side / (whole / Number(slider.value)) }));
    canvas.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const by = { ArrowLeft: { dx: -1 }, ArrowRight: { dx: 1 }, ArrowUp: { dy: -1 }, ArrowDown: { dy: 1 }, "+": { zoom: ZOOM }, "-": { zoom: 1 / ZOOM } }[event.key];
      if (!by) return;
      event.preventDefault();
      const { dx = 0, dy = 0, zoom = 1 } = /** @type {any} */ (by);
      change({ dx: dx * square.side * STEP, dy: dy * square.side * STEP, zoom });
    });
    canvas.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      const scale = square.side / canvas.clientWidth;
      change({ dx: -event.movementX * scale, dy: -event.movementY * scale });
    });
    canvas.addEventListener("wheel", (/** @type {WheelEvent} */ event) => (event.preventDefault(), change({ zoom: event.deltaY < 0 ? ZOOM : 1 / ZOOM })), { passive: false });
    const use = el("button", { type: "button", class: "primary", onclick: () => void send(photo, square) }, w.upload);
    stage.replaceChildren(
      el("p", { class: "photo-hint" }, w.crop),
      el("div", { class: "crop-frame" }, canvas),
      el("label", { class: "zoom" }, el("span", {}, w.zoom), slider),
      el("div", { class: "photo-actions" }, use, el("button", { type: "button", class: "quiet", onclick: choose }, w.again)),
    );
    change({});
    canvas.focus();
  };

  const send = async (/** @type {ImageBitmap} */ photo, /** @type {any} */ square) => {
    const stop = new AbortController();
    leave.signal.addEventListener("abort", () => stop.abort());
    const bar = el("progress", { max: "1", value: "0", "aria-label": w.title });
    const told = el("p", { class: "photo-hint", role: "status" }, w.sending(0));
    stage.replaceChildren(el("div", { class: "photo-sending" }, bar, told, el("button", { type: "button", class: "quiet", onclick: () => stop.abort() }, words.cancel)));
    try {
      const blob = await cropped(photo, square);
      await sendPhoto("photos/user", session, blob, (share) => {
        bar.value = share;
        say(told, share < 1 ? w.sending(Math.round(share * 100)) : w.working);
      }, stop.signal);
      box.close();
      onDone();
    } catch (error) {
      if (!box.open) return;
      crop(photo, square); // as it was
      complain(error);
    }
  };

  const receive = (/** @type {DataTransfer|null} */ data) => {
    const [picture = null] = picturesIn(data);
    if (picture === null && data?.files.length) complain({ code: "notImage" });
    void take(picture);
  };
  box.addEventListener("dragover", (event) => (event.preventDefault(), box.classList.add("is-offered")));
  box.addEventListener("dragleave", () => box.classList.remove("is-offered"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    box.classList.remove("is-offered");
    receive(event.dataTransfer);
  });
  box.addEventListener("paste", (event) => receive(event.clipboardData));
  if (file) void take(file);
  else choose();
}
