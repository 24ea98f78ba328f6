/** What this device remembers for the page. */

/** @typedef {Pick<Storage, "getItem"|"setItem"|"removeItem"|"key"|"length">} Store */

/**
 * A storage of the browser that refuses nothing: what it may not keep, or has no room for, is remembered for as long as the page
 * lives. Others use it as well, another hera below another path of the same site, or another page: what is kept here has names
 * that begin with `prefix`.
 * @param {() => Store|null} open  may throw @param {string} [prefix] @returns {Store}
 */
export function guarded(open, prefix = "") {
  /** @type {Map<string, string>} */ const unkept = new Map();
  /** @template T @param {(storage: Store) => T} run @param {T} otherwise */
  const tried = (run, otherwise) => {
    try {
      const storage = open();
      return storage ? run(storage) : otherwise;
    } catch {
      return otherwise;
    }
  };
  const kept = () => tried((storage) => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ""), []).filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
  const names = () => [...new Set([...unkept.keys(), ...kept()])];
  return {
    get length() {
      return names().length;
    },
    key: (index) => names()[index] ?? null,
    getItem: (key) => unkept.get(key) ?? tried((storage) => storage.getItem(prefix + key), null),
    setItem: (key, value) => {
      if (tried((storage) => (storage.setItem(prefix + key, value), true), false)) unkept.delete(key);
      else unkept.set(key, value);
    },
    removeItem: (key) => {
      unkept.delete(key);
      tried((storage) => storage.removeItem(prefix + key), undefined);
    },
  };
}

/** @returns {Store} */
export const memoryStorage = () => guarded(() => null);

/** The names of all that is kept. @param {Store} store @returns {string[]} */
export const keysOf = (store) => Array.from({ length: store.length }, (_, index) => store.key(index) ?? "");
