/** The window with one's conversations: open, rename, export, delete. */

import { api } from "./address.js";
import { el, icon } from "./dom.js";
import { isComposing } from "./view-composer.js";

/**
 * @param {object} model
 * @param {import("./sessions.js").Sessions} model.sessions
 * @param {string|null} model.current @param {any} model.words @param {string} model.locale
 * @param {typeof import("./view-enlarged.js").dialog} model.dialog
 * @param {(id: string) => void} model.onOpen @param {(id: string) => void} model.onRemoved @param {() => void} model.onForgotten
 */
export function showSessions({ dialog, sessions, current, words, locale, onOpen, onRemoved, onForgotten }) {
  const w = words.sessions;
  const list = el("ul", { class: "sessions" });
  const note = el("p", { class: "sessions-note", role: "status" }, w.loading);
  const more = el("button", { type: "button", class: "quiet", hidden: true, onclick: () => void load() }, w.more);
  const leave = el("div", { class: "sessions-leave" });
  const box = dialog({ title: w.title, close: words.close, name: "sessions" }, note, list, more, leave);
  /** @type {string|null} */ let next = null;
  /** @type {Set<string>} */ const listed = new Set();

  /** Those that are not there yet: after a failure a page is asked for again. @param {any[]} found */
  const show = (found) => {
    const fresh = found.filter(({ session_id }) => !listed.has(session_id));
    for (const { session_id } of fresh) listed.add(session_id);
    list.append(...fresh.map(entry));
  };

  const load = async () => {
    try {
      const page = await sessions.list(next);
      next = page.next;
      more.hidden = next === null;
      show(page.sessions);
      if (next === null) show(await sessions.visited(listed));
      note.textContent = list.childElementCount === 0 ? w.empty : "";
    } catch {
      note.textContent = w.failed;
      more.hidden = false;
    }
  };

  const entry = (/** @type {any} */ session) => {
    const id = session.session_id;
    const item = el("li", { class: id === current ? "session is-current" : "session" });
    const when = session.updated_at === undefined ? "" : new Date(session.updated_at).toLocaleString(locale, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
    const plain = () => {
      const name = sessions.nameOf(id) || w.untitled;
      const tool = (/** @type {string} */ label, /** @type {string[]} */ paths, /** @type {() => void} */ run) => el("button", { type: "button", class: "session-tool", "aria-label": `${label}: ${name}`, title: label, onclick: run }, icon(...paths));
      item.replaceChildren(
        el("button", { type: "button", class: "session-open", "aria-current": id === current ? "true" : null, onclick: () => (box.close(), onOpen(id)) }, el("span", { class: "session-name", dir: "auto" }, name), el("span", { class: "session-when" }, [session.visited ? w.visited : "", w.phases[session.phase] ?? "", when, id === current ? w.current : ""].filter(Boolean).join(" · "))),
        tool(w.rename, ["M4 20l1-4L16 5l3 3L8 19z"], rename),
        el("a", { class: "session-tool", href: api(`/api/sessions/${id}/export`), download: `hera-${id}.json`, "aria-label": `${w.export}: ${name}`, title: w.export }, icon("M12 4v11", "M7 11l5 5 5-5", "M5 20h14")),
        tool(w.remove, ["M5 7h14", "M10 7V4h4v3", "M7 7l1 13h8l1-13"], session.visited ? forget : ask),
      );
    };
    /** As it was, for whoever goes on by keyboard. @param {number} at  which of its tools */
    const back = (at) => {
      plain();
      item.querySelectorAll(".session-tool")[at].focus();
    };
    const rename = () => {
      const input = el("input", { value: sessions.nameOf(id), "aria-label": w.name, autocomplete: "off" });
      const done = (/** @type {Event} */ event) => {
        event.preventDefault();
        sessions.rename(id, input.value);
        back(0);
      };
      item.replaceChildren(el("form", { class: "session-rename", onsubmit: done, onkeydown: leaving(() => back(0)) }, input, el("button", { class: "primary" }, w.rename), el("button", { type: "button", class: "quiet", onclick: () => back(0) }, words.cancel)));
      input.focus();
      input.select();
    };
    const gone = () => {
      const near = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      /** @type {HTMLElement|null} */ ((near ?? box).querySelector("button"))?.focus();
      onRemoved(id);
      if (list.childElementCount === 0) note.textContent = w.empty;
    };
    const remove = async () => {
      try {
        await sessions.remove(id);
        gone();
      } catch {
        note.textContent = w.failed;
        back(2);
      }
    };
    const ask = () => asked(item, { question: w.sure(sessions.nameOf(id) || w.untitled), label: w.remove, yes: w.yes, no: w.no }, () => void remove(), () => back(2));
    /** What somebody else has begun is only forgotten here. */
    const forget = () => {
      sessions.forget(id);
      gone();
    };
    plain();
    return item;
  };
  const forgetAll = async () => {
    try {
      await sessions.forgetAll();
      box.close();
      onForgotten();
    } catch {
      note.textContent = w.failed;
      stay();
    }
  };
  const offer = () => {
    const question = { question: w.leaveSure, label: w.leave, yes: w.leaveYes, no: words.cancel };
    leave.replaceChildren(el("button", { type: "button", class: "quiet", onclick: () => asked(leave, question, () => void forgetAll(), stay) }, w.leave));
  };
  const stay = () => {
    offer();
    leave.querySelector("button").focus();
  };
  offer();
  void load();
}

/** What Escape does where one writes or is asked: it leaves that, and not the window. @param {() => void} back */
function leaving(back) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (isComposing(event)) return;
    event.stopPropagation();
    back();
  };
}

/**
 * Asks before something that cannot be undone, in place of what was there.
 * @param {HTMLElement} place @param {{question: string, label: string, yes: string, no: string}} words
 * @param {() => void} run @param {() => void} back
 */
function asked(place, { question, label, yes, no }, run, back) {
  const keep = el("button", { type: "button", class: "quiet", onclick: back }, no);
  place.replaceChildren(el("div", { class: "session-ask", role: "alertdialog", "aria-label": label, onkeydown: leaving(back) }, el("p", {}, question), el("div", { class: "card-actions" }, el("button", { type: "button", class: "primary is-danger", onclick: run }, yes), keep)));
  keep.focus();
}
