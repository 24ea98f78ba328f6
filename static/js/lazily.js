/**
 * What is loaded when it is first needed, and asked for again when it did not come. Such a module imports only what the page
 * has from the beginning: a browser may remember for good that one did not come, and only a new address helps.
 */

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const ANSWER_MS = 15_000; // what has not come by then is asked for once more

/**
 * @template T
 * @param {(again: string) => Promise<T>} load  `again`: what makes another address of it, since a browser may remember a failure
 * @param {string[]} names  what it must have: an empty file is a module, too
 */
export function lazily(load, names) {
  /** @type {T|null} */ let module = null;
  /** @type {Promise<T>|null} */ let coming = null;

  /** @param {string} again @returns {Promise<T>} */
  async function once(again) {
    /** @type {any} */ let timer = null;
    const late = new Promise((_, failed) => (timer = setTimeout(() => failed(new Error("it does not come")), ANSWER_MS)));
    const found = await Promise.race([load(again), late]).finally(() => clearTimeout(timer));
    if (names.some((name) => !(name in found))) throw new Error("it is another one");
    return found;
  }

  /** @returns {Promise<T>} when it is there, however long that takes */
  async function fetched() {
    for (let tries = 0; ; tries += 1) {
      try {
        return (module = await once(tries === 0 ? "" : `?again=${tries}`));
      } catch {
        await new Promise((go) => setTimeout(go, Math.min(LONGEST_MS, FIRST_MS * 2 ** tries)));
      }
    }
  }

  const wanted = () => (coming ??= fetched());
  return {
    /** It, or null when it has not been loaded yet. @returns {T|null} */
    now: () => module,
    /** Loads it. @returns {Promise<T>} */
    wanted,
    /** Loads it, and then does something. @param {() => void} then */
    soon: (then) => void wanted().then(then),
  };
}

/** A style sheet, when it has come. @param {string} href @returns {Promise<void>} */
export function styled(href) {
  return new Promise((come, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", className: "later", href });
    const left = () => (link.remove(), failed(new Error("a style sheet did not come")));
    // The last rule says that none was cut off.
    link.onload = () => (/--whole:\s*1/.test([...(link.sheet?.cssRules ?? [])].at(-1)?.cssText ?? "") ? come() : left());
    link.onerror = left;
    document.head.append(link);
  });
}
