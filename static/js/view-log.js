/** The conversation: messages in order, a scroll position that respects the reader, and one voice for screen readers. */

import { el, icon, say } from "./dom.js";
import { HeraMessage } from "./view-message.js";
import { languageOf } from "./transcript.js";
import { paintingItem, pictureItem } from "./view-picture.js";

const AHEAD_PX = 600; // this near the first or last message that is shown, those beyond it are fetched
const NEAR_PX = 56; // this near the end, the reader is taken to be at the end

export class HeraLog extends HTMLElement {
  #earlier = el("button", { type: "button", class: "quiet earlier", onclick: () => this.#fire("hera-earlier") });
  #welcome = el("section", { class: "welcome" });
  #list = el("div", { class: "messages" });
  #later = el("button", { type: "button", class: "quiet later", hidden: true, onclick: () => this.#fire("hera-later") });
  #after = el("div", { class: "after" });
  #content = el("div", { class: "log-content" }, this.#earlier, this.#welcome, this.#list, this.#later, this.#after);
  #scroller = el("div", { class: "scroller", role: "log", "aria-live": "off", tabindex: "0" }, this.#content);
  #newestLabel = el("span");
  #newest = el("button", { type: "button", class: "newest", hidden: true, onclick: () => this.#fire("hera-newest") }, icon("M12 5v14", "M6 13l6 6 6-6"), this.#newestLabel);
  #announcer = el("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  /** @type {Map<string, HTMLElement>} */ #elements = new Map();
  /** @type {Map<string, unknown>} what each element shows */ #drawn = new Map();
  #more = { earlier: false, later: false }; // there are messages beyond what is shown, and none are on their way
  #whole = true; // the end of what is shown is the end of the conversation
  /** @type {any[]} what was drawn last */ #items = [];
  #atEnd = true;
  #top = 0; // where the reader was when we last looked
  #openers = "";

  connectedCallback() {
    if (this.childElementCount > 0) return;
    this.append(this.#scroller, this.#newest, this.#announcer);
    this.#scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    // Text that grows, a keyboard that opens, a font that arrives: whoever reads the end keeps reading the end.
    const keep = new ResizeObserver(() => this.#atEnd && this.toEnd(false));
    keep.observe(this.#content);
    keep.observe(this.#scroller);
  }

  /**
   * @param {object} model
   * @param {any[]} model.items  oldest first: messages, and what stands between them (flow.js)
   * @param {Node|null} model.after  a card below the last message
   * @param {string|null} model.earlier  what the button for older messages says; null when there are none
   * @param {string|null} model.later  the same for newer ones
   * @param {boolean} model.welcome  whether Hera's opening line stands above the first message
   * @param {any} model.words @param {string} model.locale
   */
  update({ items, after, earlier, later, welcome, words, locale }) {
    this.#scroller.setAttribute("aria-label", words.conversation);
    say(this.#earlier, earlier ?? "");
    say(this.#later, later ?? "");
    say(this.#newestLabel, words.newest);
    this.#show(this.#earlier, earlier !== null);
    this.#show(this.#later, later !== null);
    const more = { earlier: earlier === words.earlier.idle, later: later === words.later.idle };
    // Whoever came near an end while a page was on its way need not move again for the next one.
    const again = (more.earlier && !this.#more.earlier) || (more.later && !this.#more.later);
    this.#more = more;
    this.#whole = later === null;
    this.#welcome.hidden = !welcome;
    this.#greet(words, items.length === 0);
    this.#draw(items, locale, words);
    if (this.#after.firstChild !== after) {
      const held = this.#after.contains(document.activeElement);
      this.#after.replaceChildren(...(after ? [after] : []));
      if (held) this.#scroller.focus({ preventScroll: true }); // as with a message that goes
    }
    if (this.#atEnd) this.toEnd(false);
    else if (again) this.#look();
  }

  /** Redraws every message, after a change of language. */
  forget() {
    this.#drawn.clear();
    this.#openers = "";
  }

  /** Lets go of a whole conversation. */
  clear() {
    this.#elements.clear();
    this.#drawn.clear();
    this.#items = [];
    this.#list.replaceChildren();
    this.#announcer.replaceChildren();
    this.#atEnd = true;
  }

  /** The key of the first message in view, or of all while none is; null for who reads the end. @returns {string|null} */
  get reading() {
    if (this.#atEnd) return null;
    return (this.#inView()[0] ?? this.#items.find(({ kind }) => kind === undefined))?.key ?? null;
  }

  /** Keeps what is on screen where it is while `change` puts messages above it or takes some away. @param {() => void} change */
  holding(change) {
    if (this.#atEnd) {
      change();
      this.toEnd(false);
      return;
    }
    const seen = this.#inView().map(({ element }) => ({ element, top: element.getBoundingClientRect().top }));
    change();
    const anchor = seen.find(({ element }) => element.isConnected);
    if (anchor) this.#scroller.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    this.#look();
  }

  /** The messages in view, from the first one on. @returns {{key: string, element: HTMLElement}[]} */
  #inView() {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    return this.#items
      .filter(({ kind }) => kind === undefined)
      .map(({ key }) => ({ key, element: /** @type {HTMLElement} */ (this.#elements.get(key)) }))
      .filter(({ element }) => {
        const place = element.getBoundingClientRect();
        return place.bottom > top && place.top < bottom;
      });
  }

  /** @param {boolean} smooth */
  toEnd(smooth) {
    if (this.#items.length === 0) return; // who is greeted reads from the beginning
    const still = !smooth || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#scroller.scrollTo({ top: this.#scroller.scrollHeight, behavior: still ? "instant" : "smooth" });
    this.#atEnd = true;
    this.#top = this.#scroller.scrollTop;
    this.#show(this.#newest, false);
    this.#scroller.classList.remove("is-reading");
  }

  /** Whoever was on a button that goes goes on from the conversation. @param {HTMLElement} button @param {boolean} there */
  #show(button, there) {
    if (!there && button === document.activeElement) this.#scroller.focus({ preventScroll: true });
    button.hidden = !there;
  }

  /** Has a finished text read out, once: as it is shown, where it is. @param {string} key @param {string} who @param {string} text */
  async announce(key, who, text) {
    const message = this.#elements.get(key);
    if (message instanceof HeraMessage) text = await message.read();
    const line = el("p", { lang: languageOf(text) }, who ? `${who}: ${text}` : text);
    this.#announcer.append(line);
    while (this.#announcer.childElementCount > 3) this.#announcer.firstElementChild.remove();
  }

  #look() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    const near = scrollHeight - clientHeight - scrollTop < NEAR_PX;
    // Text that grows below moves the end away, not the reader: only who scrolls up leaves it.
    this.#atEnd = this.#whole && (near || (this.#atEnd && scrollTop >= this.#top));
    this.#top = scrollTop;
    this.#show(this.#newest, !this.#atEnd);
    this.#scroller.classList.toggle("is-reading", !this.#atEnd);
    if (this.#atEnd) return;
    if (this.#more.earlier && scrollTop < AHEAD_PX) this.#fire("hera-earlier");
    if (this.#more.later && scrollHeight - clientHeight - scrollTop < AHEAD_PX) this.#fire("hera-later");
  }

  /** Draws from the first item on that is not as it was: mostly the last one. */
  #draw(items, locale, words) {
    const before = this.#items;
    this.#items = items;
    let same = 0;
    while (same < items.length && same < before.length && this.#drawn.has(items[same].key) && isSame(items[same], before[same])) same += 1;
    const rest = items.slice(same);
    const wanted = new Set(rest.map((/** @type {any} */ { key }) => key));
    for (const { key } of before.slice(same)) {
      if (wanted.has(key)) continue;
      const gone = this.#elements.get(key);
      // Whoever was on one of its buttons goes on from the conversation, not from the top of the page.
      if (gone?.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true });
      gone?.remove();
      this.#elements.delete(key);
      this.#drawn.delete(key);
    }
    let place = same === 0 ? this.#list.firstChild : /** @type {HTMLElement} */ (this.#elements.get(items[same - 1].key)).nextSibling;
    for (const item of rest) {
      const before = this.#elements.get(item.key);
      const element = this.#element(item, locale, words);
      if (before && before !== element) {
        // Drawn anew, in another language or on another day: what comes next follows the one that goes.
        if (before === place) place = before.nextSibling;
        if (before.contains(document.activeElement)) this.#scroller.focus({ preventScroll: true });
        before.remove();
      }
      if (element === place) place = place.nextSibling;
      else this.#list.insertBefore(element, place);
    }
  }

  /** The element of an item, showing what the item says now. @returns {HTMLElement} */
  #element(item, locale, words) {
    const { key, kind } = item;
    let element = this.#elements.get(key);
    const shows = showing(item);
    if (element && this.#drawn.get(key) === shows) return element;
    this.#drawn.set(key, shows);
    if (kind === undefined) {
      const message = /** @type {HeraMessage} */ (element ??= HeraMessage.of(item.shown.role));
      try {
        message.update(item.shown, locale, words);
      } catch (error) {
        message.plain(item.shown.text); // one that cannot be drawn keeps no other from being seen
        reportError(error);
      }
    } else {
      element = between(item, words);
    }
    this.#elements.set(key, element);
    return element;
  }

  /** @param {any} words @param {boolean} empty  nothing has been said: there are words to begin with */
  #greet(words, empty) {
    const openers = empty ? words.openers : [];
    const wanted = `${words.greeting}${openers.length}`;
    if (this.#openers === wanted) return;
    this.#openers = wanted;
    const buttons = openers.map((/** @type {string} */ text) => el("button", { type: "button", class: "opener", onclick: () => this.#fire("hera-opener", text) }, text));
    this.#welcome.replaceChildren(
      el("img", { src: "icon.svg", alt: "", width: "64", height: "64", class: "welcome-emblem" }),
      el("h2", {}, words.greetingTitle),
      el("p", {}, words.greeting),
      ...(buttons.length > 0 ? [el("div", { class: "openers", role: "group", "aria-label": words.openersLabel }, ...buttons)] : []),
    );
  }

  /** @param {string} name @param {string|null} [detail] */
  #fire(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

/** What an item says: it is drawn anew when this is another. @param {any} item */
function showing({ kind, shown, text, photo, caption, lines }) {
  return kind === undefined ? shown : (text ?? photo?.id ?? caption ?? lines);
}

/** @param {any} one @param {any} other */
function isSame(one, other) {
  return one === other || (one.key === other.key && one.kind === other.kind && showing(one) === showing(other));
}

/** What stands between messages. @param {any} item @param {any} words @returns {HTMLElement} */
function between(item, words) {
  if (item.kind === "picture") return pictureItem(item, words);
  if (item.kind === "painting") return paintingItem(item);
  if (item.kind === "day") return el("h2", { class: "day" }, el("span", {}, item.text));
  return el("header", { class: "chapter" }, el("p", {}, item.lines[0]), el("h2", {}, item.lines[1]));
}

customElements.define("hera-log", HeraLog);
