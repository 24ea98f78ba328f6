/** A module that is loaded when it is first needed, and asked for again when it did not come. */

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * @template T
 * @param {(again: string) => Promise<T>} load  `again`: what makes another address of it, since a browser may remember a failure
 */
export function lazily(load) {
  /** @type {T|null} */ let module = null;
  /** @type {Promise<T>|null} */ let coming = null;

  /** @returns {Promise<T>} when it is there, however long that takes */
  async function fetched() {
    for (let tries = 0; ; tries += 1) {
      try {
        return (module = await load(tries === 0 ? "" : `?again=${tries}`));
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
