/** The page: which conversation is open, what of it is on screen, and what the person does with it. */

import { linkIn, names, pageAt, scope } from "./address.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { listenForDropped } from "./dropped.js";
import { channel, claim, tabName, whereGone } from "./tab.js";
import { preferred, wordsFor, wordsOf } from "./i18n.js";
import { lazily, styled } from "./lazily.js";
import { isComposing } from "./view-composer.js";
import { isGone } from "./refused.js";
import { screenOf } from "./screen.js";
import { flowOf } from "./flow.js";
import { Sessions } from "./sessions.js";
import { guarded, keysOf } from "./storage.js";
import { wakePictures, watchPictures } from "./view-picture.js";
import "./view-log.js";
import "./view-progress.js";

const NOTICE_MS = 6_000;
const ONLINE_SPREAD_MS = 300; // a network comes back to all its pages at once
const TIDY_MS = 600_000; // between two looks at what this browser keeps of conversations that are no more
const GRACE_MS = 700; // what takes less is not worth a word,
const LOSS_MS = 3_000; // nor is a loss that is made good by then
const MOST_DRAFT = 100_000; // characters
const ANNOUNCED = 200; // so many messages are known to have been read out: several times those that could come again

/** What opens above the page, and what stands in its place: loaded when they are first asked for. */
const windows = lazily(async (again) => {
  const [sessions, photo, tools, picture] = await Promise.all([import(`./view-sessions.js${again}`), import(`./view-photo.js${again}`), import(`./photo.js${again}`), import(`./view-enlarged.js${again}`), styled(`css/windows.css${again}`)]);
  return { ...sessions, ...photo, tools, ...picture };
}, ["showSessions", "askForPhoto", "openPicture", "dialog"]);
const keepsakes = lazily(async (again) => {
  const [view, files] = await Promise.all([import(`./view-keepsake.js${again}`), import(`./keepsake.js${again}`), styled(`css/keepsake.css${again}`)]);
  return { ...view, ...files };
}, ["HeraKeepsake", "keepsakePage"]);
const cards = lazily((again) => import(`./view-card.js${again}`), ["card"]);

const PHONE = matchMedia("(hover: none) and (pointer: coarse)");
const $ = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const store = guarded(() => localStorage, scope());
const sessions = new Sessions(store);
const tab = tabName();
const KEEPSAKES = ["story", "letter"];
/** @type {import("./i18n.js").Lang} */ let lang = chosenLanguage();
let chosen = lang; // its words may be on their way
/** @type {Conversation} */ let conversation;
/** @type {Set<Conversation>} those that were left, and in which something is still to be sent */ const others = new Set();
let remembered = false; // opened from memory, not from a link
let notice = { text: "", until: 0 };
let tidyAt = 0;
/** @type {Conversation|null} what it showed has been let go */ let cleared = null;
let lostAt = /** @type {number|null} */ (null);
let scheduled = false;
let shownCard = { signature: "", node: /** @type {HTMLElement|null} */ (null) };
const announced = new Set();
const tabs = channel(`hera${scope()}`, forgottenElsewhere); // of this browser, all of them
let forgotten = false; // this browser was made to forget; the other tabs hear of it when it is somebody again
let act = store.getItem("hera.act") ?? ""; // who answers: Hera and hers, or in a `chat` somebody else
let entitled = "";
/** @type {import("./conversation.js").Reader} */
const reader = {
  get reading() {
    return $("log").reading;
  },
  hold: (change) => $("log").holding(() => (change(), draw())),
};
let zone = new Date().getTimezoneOffset();
let scrolled = 0; // where the conversation was left for a keepsake,
/** @type {Element|null} and by which button */ let left = null;
let night = 0; // until then it is today
let keepsakeComes = false; // what shows one has been asked for

/** @returns {import("./i18n.js").Lang} */
function chosenLanguage() {
  const kept = store.getItem("hera.lang");
  return kept === "ja" || kept === "en" ? kept : preferred(navigator.languages);
}

/** Opens the conversation of the address, or the one of last time, or a new one. */
function open() {
  const { id: asked } = address();
  const id = asked || store.getItem("hera.session");
  remembered = !asked && id !== null;
  begin(id);
}

function forgottenElsewhere() {
  if (!conversation) return;
  if (conversation.id !== null) sessions.forget(conversation.id);
  others.forEach(leave);
  beginAnew();
}

/** What the address names: a session, and perhaps one of its keepsakes. */
function address() {
  const { id, view } = linkIn(location.hash);
  return { id, view: /** @type {"story"|"letter"|null} */ (KEEPSAKES.includes(view) ? view : null) };
}

/** @param {string|null} id */
function begin(id) {
  const first = !conversation;
  if (!first && conversation.outbox.unconfirmed.length > 0) others.add(conversation);
  else conversation?.end();
  for (const one of others) if (id !== null && one.id === id) leave(one);
  announced.clear();
  $("log").clear();
  $("keepsake").clear?.();
  // Each that has no name yet has another name for what is said in it: none of it is said in the next one.
  conversation = new Conversation({ id, storage: store, onChange: schedule, known: id !== null && sessions.remembers(id), own: id !== null && (id === store.getItem("hera.session") || id === history.state?.own), tab: first ? tab : claim() });
  const begun = conversation;
  conversation.start();
  if (document.hidden) conversation.rest(); // opened behind another
  const names = begun.unnamedTabs;
  if (first && id !== null) sayElsewhere(tab);
  void whereGone(names.filter((name) => name !== tab), (name) => (first && id === null && begun === conversation && !begun.spoke ? begun.inherit(name) : sayElsewhere(name)));
  showDraft();
  schedule();
}

/** What could not be said in a conversation that had no name yet is said in one of its own, beside the one that is open. @param {string} name */
function sayElsewhere(name) {
  const one = new Conversation({ id: null, storage: store, onChange: schedule, tab: claim() });
  one.inherit(name);
  if (one.outbox.entries.length === 0) return;
  others.add(one);
  one.start();
}

/** @param {Conversation} one  of the others */
function leave(one) {
  one.end();
  others.delete(one);
}

/** Lets go of those in which everything has been said. */
function lookAfterOthers() {
  for (const one of others) {
    sessions.noteTitle(one.id, one.transcript.messages);
    if (one.phase.name !== "closed" && one.outbox.entries.some(({ state }) => state !== "failed")) continue;
    if (one.phase.name !== "closed") tell(wordsOf(lang).sentElsewhere);
    leave(one);
  }
}

function beginAnew() {
  store.removeItem("hera.session");
  history.pushState(null, "", pageAt(""));
  remembered = false;
  begin(null);
  $("menu").open = false;
  $("composer").focus();
}

/** What is being written is a tab's own. @param {string} [of] @param {string|null} [id] */
function draftKey(of = tab, id = conversation.id) {
  return `hera.draft.${id ?? "new"}.${of}`;
}

/** What was being written here, or in a tab that is gone. */
function showDraft() {
  const begun = conversation;
  const where = draftKey("");
  $("composer").value = store.getItem(draftKey()) ?? "";
  const tabs = keysOf(store).filter((key) => key.startsWith(where)).map((key) => key.slice(where.length));
  void whereGone(tabs, (name) => {
    if (conversation !== begun || $("composer").value !== "") return;
    $("composer").value = store.getItem(where + name) ?? "";
    store.removeItem(where + name);
    store.setItem(draftKey(), $("composer").value);
  });
}

/** What was written before the conversation had a name goes with it. */
function adoptDraft() {
  const draft = store.getItem(draftKey(tab, null));
  if (draft === null) return;
  store.removeItem(draftKey(tab, null));
  store.setItem(draftKey(), draft);
}

/** One drawing per frame, however many tokens it brings; a hidden page has no frames, and still keeps up. */
function schedule() {
  if (scheduled) return;
  scheduled = true;
  const run = () => {
    scheduled = false;
    draw();
  };
  if (document.hidden) setTimeout(run, 200);
  else requestAnimationFrame(run);
}

function draw() {
  const words = spoken();
  const here = new Date().getTimezoneOffset();
  if (here !== zone) $("log").forget(); // whoever travels takes the page along
  zone = here;
  watchMidnight();
  keepAddress();
  lookAfterOthers();
  const gone = conversation.phase.name === "closed" && isGone(conversation.phase.code);
  if (gone && conversation.id !== null) sessions.forget(conversation.id); // whoever has deleted it, and wherever
  if (gone && remembered) {
    beginAnew(); // nobody asked for that one by name
    return;
  }
  if (gone) letGo();
  if (conversation.phase.name === "open") {
    if (lostAt !== null) wakePictures(); // the server is back
    lostAt = null;
    remembered = false; // it was seen: that it is no more is said
    tidy();
  }
  const lost = conversation.phase.name !== "open" && lostForLong();
  const screen = screenOf(conversation, { words, names: names(), lost, online: navigator.onLine, notice: performance.now() < notice.until ? notice.text : "" });
  const { earlier, later, welcome } = screen;
  const transcript = conversation.transcript;
  const items = flowOf(screen.items, transcript, { words, locale: lang, now: Date.now() });
  const pictures = conversation.imageBytes === null ? null : conversation.imageBytes > 0;
  entitle(words);
  showKeepsake(words);
  $("log").update({ items, after: cardsFor([screen.foreign, screen.card]), earlier, later, welcome, words, locale: lang });
  $("progress").update({ transcript, pictures: pictures === true, ended: screen.ended, words });
  $("photo").hidden = !pictures || act === "chat";
  // A link may have been planted: who has not spoken where it leads finds it in no list.
  if (!gone && (conversation.foreign === false || conversation.spoke)) sessions.noteTitle(conversation.id, transcript.messages);
  $("composer").update({ status: screen.status, stop: screen.stop, placeholder: screen.placeholder, of: conversation, session: conversation.id, pictures, disabled: screen.ended, words });
  $("app").dataset.phase = conversation.phase.name;
  $("app").dataset.transport = conversation.phase.transport ?? "";
  for (const { key, name, text } of screen.finished) {
    if (announced.has(key)) continue;
    announced.add(key);
    void $("log").announce(key, name, text);
    if (announced.size > ANNOUNCED) announced.delete(announced.values().next().value);
  }
  if (address().view === null) void conversation.tidy(reader);
}

/** At midnight, what was said today was said yesterday, also where nothing else happens. */
function watchMidnight() {
  const now = new Date();
  if (now.getTime() < night) return;
  night = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  setTimeout(schedule, night - now.getTime() + 20);
}

/** What a conversation that is no more has left on the page: what it said, what was being written, and its pictures. */
function letGo() {
  if (cleared === conversation) return;
  cleared = conversation;
  if (address().view !== null) history.replaceState(null, "", pageAt(conversation.id ?? ""));
  $("log").clear();
  $("keepsake").clear?.();
  $("composer").clear();
  /** @type {HTMLDialogElement|null} */ (document.querySelector(".dialog-picture"))?.close();
}

/** Now and then, the browser forgets what was deleted on another device. */
function tidy() {
  if (performance.now() < tidyAt) return;
  tidyAt = performance.now() + TIDY_MS;
  sessions.tidy(conversation.id).catch(() => {}); // the network is away: the next time
}

/** The page's words for who answers here. Until the session says so, it is who answered last time. */
function spoken() {
  const phase = conversation?.transcript.session?.phase;
  const now = phase === undefined ? act : phase === "chat" ? "chat" : "hera";
  if (now !== act) store.setItem("hera.act", (act = now));
  return wordsOf(lang, act);
}

/** What stands at the head of the page. @param {any} words */
function entitle(words) {
  if (entitled === lang + act) return;
  entitled = lang + act;
  $("app").dataset.act = act;
  document.title = words.title;
  $("name").textContent = words.name;
  $("tagline").textContent = words.tagline;
}

/** The session has a name: it stands in the address, so that the link opens it elsewhere. */
function keepAddress() {
  if (conversation.id === null || address().id === conversation.id) return;
  const own = address().id === ""; // it has just got its name
  if (own) adoptDraft();
  history.replaceState(own ? { own: conversation.id } : null, "", pageAt(conversation.id)); // outlives a reload where nothing may be kept
  if (own) store.setItem("hera.session", conversation.id);
  if (forgotten) tabs?.postMessage("forgotten"); // not before: two tabs without a cookie would become two guests
  forgotten = false;
}

/** The story or the letter in place of the conversation, where the address says so. @param {any} words */
function showKeepsake(words) {
  const files = keepsakes.now();
  if (address().view !== null && files === null && !keepsakeComes) {
    keepsakeComes = true;
    void late(keepsakes.wanted(), () => address().view !== null).then(schedule);
  }
  const view = files === null ? null : address().view; // until then, the conversation stays, and its status line
  const shown = !$("keepsake").hidden;
  const scroller = /** @type {HTMLElement} */ (document.querySelector(".scroller"));
  if (view !== null && !shown) scrolled = scroller.scrollTop;
  $("app").dataset.view = view ?? "talk";
  $("keepsake").hidden = view === null;
  if (view === null) {
    if (!shown) return;
    scroller.scrollTop = scrolled;
    /** @type {HTMLElement} */ (left?.isConnected ? left : scroller).focus({ preventScroll: true });
    return;
  }
  $("keepsake").update({ which: view, transcript: conversation.transcript, words, files });
}

/** @param {string|null} which */
function openKeepsake(which) {
  if (address().view === null) left = document.activeElement;
  history.pushState(null, "", pageAt(`${conversation.id}${which ? `/${which}` : ""}`));
  $("progress").close();
  schedule();
}

/** Whether the connection has been away for long enough to speak of it; asks for a redraw when it will have been. */
function lostForLong() {
  lostAt ??= performance.now();
  const away = performance.now() - lostAt;
  const grace = navigator.onLine && conversation.transcript.seq > 0 ? LOSS_MS : GRACE_MS;
  if (away < grace) setTimeout(schedule, grace - away + 20);
  return away >= grace;
}

/** The cards as an element; the same one for as long as they say the same. @param {ReturnType<typeof screenOf>["card"][]} all */
function cardsFor(all) {
  const wanted = all.filter((one) => one !== null);
  const parts = cards.now();
  if (parts === null) {
    if (wanted.length > 0) cards.soon(schedule);
    return null;
  }
  const signature = JSON.stringify(wanted.map(({ tone, look, title, text, rows, actions }) => [tone, look, title, text, rows, actions.map(({ label, text, photos = [] }) => [label, text, photos.map(({ id }) => id)])]));
  if (signature !== shownCard.signature) {
    const [first = null, ...others] = wanted.map((one) => parts.card({ ...one, actions: one.actions.map(bound) }));
    shownCard = { signature, node: others.length === 0 ? first : el("div", { class: "cards" }, first, ...others) };
  }
  return shownCard.node;
}

/** @param {import("./screen.js").Action} action */
function bound({ label, does, quiet, text = "", photos = [] }) {
  const run = {
    fresh: beginAnew,
    again: () => conversation.restart(),
    complete: () => void conversation.complete(),
    say: () => say(text, photos),
    story: () => openKeepsake("story"),
    letter: () => openKeepsake("letter"),
  }[does];
  return { label, quiet, run: /** @type {any} */ (run) };
}

/** @param {string} text @param {import("./cast.js").Photo[]} [photos] @param {() => void} [then] when it is in the outbox */
function say(text, photos = [], then = () => {}) {
  if (!conversation.say(text, photos)) {
    tell(wordsOf(lang).tooLong);
    return;
  }
  then();
  toNewest(false);
}

/** The panel over a phone's conversation makes way for it. */
function closePanel() {
  if (matchMedia("(width < 64rem)").matches) $("progress").close();
}

/** Goes to the end of the conversation, at once where the reader is pages away from it. @param {boolean} smooth */
function toNewest(smooth) {
  const far = conversation.transcript.past.pages.length > 0;
  conversation.newest();
  draw();
  $("log").toEnd(smooth && !far);
}

/** A short word in the status line. @param {string} text */
function tell(text) {
  notice = { text, until: performance.now() + NOTICE_MS };
  setTimeout(schedule, NOTICE_MS + 20);
  schedule();
}

/** @param {string} text @param {string} done  what is told then @param {string} failed */
async function copy(text, done, failed) {
  try {
    if (!navigator.clipboard) throw new Error("by plain http");
    await navigator.clipboard.writeText(text);
    tell(done);
  } catch {
    const held = /** @type {HTMLElement|null} */ (document.activeElement);
    const box = el("textarea", { class: "visually-hidden" });
    box.value = text;
    document.body.append(box);
    box.select();
    tell(document.execCommand("copy") ? done : failed);
    box.remove();
    held?.focus({ preventScroll: true });
  }
}

/** The keyboard goes on from the menu, also when a window that it opens is closed again. */
function leaveMenu() {
  $("menu").open = false;
  $("menu-label").focus();
}

function copyLink() {
  leaveMenu();
  if (conversation.id === null) tell(wordsOf(lang).noSession);
  else void copy(pageAt(conversation.id), wordsOf(lang).copied, wordsOf(lang).copyFailed);
}

/** @param {File|null} [file] */
function givePhoto(file = null) {
  if ($("menu").open) leaveMenu();
  if (!conversation.imageBytes) return;
  opening(({ askForPhoto, dialog, tools }) => {
    if (conversation.id !== null) askForPhoto({ dialog, tools, session: conversation.id, words: wordsOf(lang), file, onDone: () => tell(wordsOf(lang).photo.done) });
  });
}

/** Opens a window, when there is none. @param {(windows: any) => void} open */
function opening(open) {
  void late(windows.wanted()).then(() => document.querySelector("dialog[open]") || open(windows.now()));
}

/** Says of what is long in coming that it is, for as long as it is wanted. @param {Promise<unknown>} coming @param {() => boolean} [wanted] */
async function late(coming, wanted = () => true) {
  const says = () => {
    if (wanted()) tell(wordsOf(lang).sessions.loading);
    timer = setTimeout(says, NOTICE_MS);
  };
  let timer = setTimeout(says, GRACE_MS);
  await coming;
  clearTimeout(timer);
}

/** Has somebody painted. @param {{part: "partner"|"child", number: number}} sitter */
async function paint(sitter) {
  const { id } = conversation;
  await late(windows.wanted());
  if (!(await windows.now()?.tools.askForPainting(id, sitter))) tell(wordsOf(lang).family.failed);
}

function listSessions() {
  leaveMenu();
  opening(({ dialog, showSessions }) => showSessions({
    dialog, sessions, current: conversation.id, words: wordsOf(lang), locale: lang,
    onOpen: (/** @type {string} */ id) => {
      if (id === conversation.id) return;
      history.pushState(null, "", pageAt(id));
      open();
    },
    onRemoved: (/** @type {string} */ id) => id === conversation.id && beginAnew(),
    onForgotten: () => ((forgotten = true), others.forEach(leave), beginAnew()),
  }));
}

/** @param {import("./i18n.js").Lang} chosen */
function speak(chosen) {
  lang = chosen;
  const words = wordsOf(lang);
  document.documentElement.lang = lang;
  entitle(spoken());
  $("skip").textContent = words.skip;
  $("menu-label").setAttribute("aria-label", words.menu);
  $("copy-link").textContent = words.copyLink;
  $("fresh").textContent = words.fresh;
  $("sessions").textContent = words.sessions.open;
  $("photo").textContent = words.family.yourPhoto;
  $("enter").textContent = words.enterSends;
  for (const code of ["ja", "en"]) $(`lang-${code}`).setAttribute("aria-pressed", String(code === lang));
  notice.until = 0; // it was said in the other one
  $("log").forget();
}

/** Whether Enter sends. A phone's Enter makes a line: its keyboard has no other key for one. @param {boolean} sends */
function sendsOnEnter(sends) {
  store.setItem("hera.enter", sends ? "send" : "line");
  $("enter").setAttribute("aria-pressed", String(sends));
  $("composer").enterSends = sends && !PHONE.matches;
}

function listen() {
  for (const code of /** @type {const} */ (["ja", "en"])) {
    $(`lang-${code}`).addEventListener("click", async () => {
      chosen = code;
      await late(wordsFor(code), () => code === chosen);
      if (code !== chosen) return; // another one was chosen meanwhile
      store.setItem("hera.lang", code);
      speak(code);
      schedule();
    });
  }
  $("skip").addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault(); // the part of the address after # belongs to the conversation
    $("composer").focus();
  });
  $("copy-link").addEventListener("click", copyLink);
  $("fresh").addEventListener("click", beginAnew);
  $("sessions").addEventListener("click", listSessions);
  $("photo").addEventListener("click", () => givePhoto());
  $("enter").addEventListener("click", () => sendsOnEnter($("enter").getAttribute("aria-pressed") !== "true"));
  const app = $("app");
  app.addEventListener("hera-say", (/** @type {CustomEvent} */ event) => {
    // What is in the outbox is out of the composer, whatever becomes of drawing it: nothing is said twice.
    say(event.detail.text, event.detail.photos, () => {
      $("composer").clear();
      store.removeItem(draftKey());
      closePanel();
    });
  });
  app.addEventListener("hera-opener", (/** @type {CustomEvent} */ event) => {
    say(event.detail);
    $("composer").focus();
  });
  app.addEventListener("hera-choice", (/** @type {CustomEvent} */ event) => {
    say(event.detail);
    if (!PHONE.matches) $("composer").focus(); // the next choices are one step back from there; a phone's keyboard would cover them
  });
  app.addEventListener("hera-draft", (/** @type {CustomEvent} */ event) => {
    // More than can be sent is not worth writing down with every key.
    if (event.detail.length <= MOST_DRAFT) store.setItem(draftKey(), event.detail);
    else tell(wordsOf(lang).tooLong);
    closePanel(); // when the composer is used, not when the keyboard passes it
    conversation.typing(event.detail !== "");
  });
  app.addEventListener("hera-correct", (/** @type {CustomEvent} */ event) => {
    closePanel();
    say(event.detail);
  });
  app.addEventListener("hera-copy", (/** @type {CustomEvent} */ event) => void copy(event.detail, wordsOf(lang).textCopied, wordsOf(lang).textNotCopied));
  app.addEventListener("hera-late", (/** @type {CustomEvent} */ event) => void late(event.detail));
  app.addEventListener("hera-fault", (/** @type {CustomEvent} */ event) => tell(event.detail));
  app.addEventListener("hera-photo", () => givePhoto());
  app.addEventListener("hera-paint", (/** @type {CustomEvent} */ event) => void paint(event.detail));
  app.addEventListener("hera-picture", (/** @type {CustomEvent} */ event) => opening(({ openPicture }) => openPicture({ ...event.detail, words: wordsOf(lang) })));
  app.addEventListener("hera-keepsake", (/** @type {CustomEvent} */ event) => openKeepsake(event.detail));
  listenForDropped(app, {
    onText: (text) => $("composer").insert(text),
    onPictures: (files, dropped) => {
      const { session } = conversation.transcript;
      const first = session !== null && act !== "chat" && !session.photos?.user;
      if (first && dropped && files.length === 1) givePhoto(files[0]); // whoever brings a picture before any other shows themselves
      else $("composer").attach(files);
    },
    onOther: () => conversation.imageBytes !== 0 && tell(wordsOf(lang).photo.errors.notImage),
  });
  app.addEventListener("hera-stop", stop);
  app.addEventListener("hera-earlier", () => void conversation.earlier(reader));
  app.addEventListener("hera-later", () => void conversation.later(reader));
  app.addEventListener("hera-newest", () => toNewest(true));
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    if (!$("menu").contains(event.target)) $("menu").open = false;
    if (!event.target.closest?.("#progress, dialog") && event.target.isConnected) closePanel(); // a window above it is its own matter
  });
  watchPictures();
  addEventListener("storage", ({ key, newValue }) => {
    if (newValue === null && key?.startsWith(scope())) for (const one of [conversation, ...others]) one.taken(key.slice(scope().length));
  });
  addEventListener("online", () => wake(ONLINE_SPREAD_MS));
  addEventListener("pageshow", () => wake());
  addEventListener("offline", () => conversation.wake());
  addEventListener("hashchange", () => (address().id === (conversation.id ?? "") ? schedule() : open()));
  document.addEventListener("visibilitychange", () => (document.hidden ? conversation.rest() : wake()));
}

/** The network or the page came back. @param {number} [spread] milliseconds */
function wake(spread) {
  for (const one of [conversation, ...others]) {
    one.wake(spread);
    if (document.hidden) one.rest(); // nobody looks at it still
  }
  wakePictures();
  schedule(); // the day may be another one
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "Escape" || isComposing(event) || document.querySelector("dialog[open]")) return;
  if (address().view !== null) openKeepsake(null);
  else if ($("menu").open) leaveMenu();
  else if (matchMedia("(width < 64rem)").matches && $("progress").opened) {
    $("progress").close();
    $("progress").focus();
  } else {
    stop();
  }
}

function stop() {
  if (conversation.stop()) $("composer").focus();
}

/** When there are words. */
function start() {
  // Only our own: an extension's elements are never defined here. start.js hears that a part of the page is empty.
  if (!["composer", "family", "log", "progress"].every((name) => customElements.get(`hera-${name}`))) return void dispatchEvent(new Event("hera-incomplete"));
  speak(lang);
  listen();
  $("enter").hidden = PHONE.matches;
  sendsOnEnter(store.getItem("hera.enter") !== "line");
  open();
  if (matchMedia("(pointer: fine)").matches) $("composer").focus();
  $("starting")?.remove();
}

void wordsFor(lang).then(start);
$("app").dataset.begun = ""; // the last line: start.js takes all modules to be there
