/** What this device remembers for the page. */

/** @typedef {Pick<Storage, "getItem"|"setItem"|"removeItem"|"key"|"length">} Store */

/**
 * What there is under names of its own in a storage that others use as well: another hera below another path of the same
 * site, or another page.
 * @param {Store} storage @param {string} prefix @returns {Store}
 */
export function partOf(storage, prefix) {
  const names = () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((name) => name.startsWith(prefix));
  return {
    get length() {
      return names().length;
    },
    key: (index) => names()[index]?.slice(prefix.length) ?? null,
    getItem: (key) => storage.getItem(prefix + key),
    setItem: (key, value) => storage.setItem(prefix + key, value),
    removeItem: (key) => storage.removeItem(prefix + key),
  };
}

/** A storage that forgets: where the browser forbids its own. @returns {Store} */
export function memoryStorage() {
  /** @type {Map<string, string>} */ const map = new Map();
  return {
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}
