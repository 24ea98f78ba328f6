/**
 * The part of JSON Patch (RFC 6902) that a state document needs: `add`, `replace` and `remove`.
 * Nothing is changed in place: what is untouched is shared, what is touched is copied.
 */

/** @typedef {{op: string, path: string, value?: unknown}} Operation */

/**
 * The document after every operation, in order.
 * @param {unknown} document
 * @param {Operation[]} operations
 * @returns {unknown}
 * @throws {Error} when an operation does not fit the document: then nothing of the patch counts
 */
export function applyPatch(document, operations) {
  return operations.reduce((current, operation) => edit(current, segments(operation.path), operation), document);
}

/** @param {string} path @returns {string[]} */
function segments(path) {
  if (path === "") return [];
  if (typeof path !== "string" || !path.startsWith("/")) throw new Error(`not a JSON pointer: ${path}`);
  return path
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** @param {unknown} target @param {string[]} path @param {Operation} operation @returns {unknown} */
function edit(target, path, operation) {
  if (path.length === 0) {
    if (operation.op === "remove") throw new Error("the whole document cannot be removed");
    return written(operation);
  }
  const [key, ...rest] = path;
  if (Array.isArray(target)) return editArray(target, key, rest, operation);
  if (target === null || typeof target !== "object") throw new Error(`nothing at ${operation.path}`);
  return editObject(target, key, rest, operation);
}

/** @param {unknown[]} target @param {string} key @param {string[]} rest @param {Operation} operation */
function editArray(target, key, rest, operation) {
  const adding = rest.length === 0 && operation.op === "add";
  if (key !== "-" && !/^(0|[1-9]\d*)$/.test(key)) throw new Error(`not an index: ${key}`);
  const index = key === "-" ? target.length : Number(key);
  if (index > target.length || (index === target.length && !adding)) throw new Error(`nothing at ${operation.path}`);
  const copy = target.slice();
  if (adding) copy.splice(index, 0, written(operation));
  else if (rest.length === 0 && operation.op === "remove") copy.splice(index, 1);
  else copy[index] = edit(copy[index], rest, operation);
  return copy;
}

/** @param {object} target @param {string} key @param {string[]} rest @param {Operation} operation */
function editObject(target, key, rest, operation) {
  const there = Object.hasOwn(target, key);
  const adding = rest.length === 0 && operation.op === "add";
  if (!there && !adding) throw new Error(`nothing at ${operation.path}`);
  if (rest.length === 0 && operation.op === "remove") {
    return Object.fromEntries(Object.entries(target).filter(([name]) => name !== key));
  }
  const value = adding ? written(operation) : edit(Reflect.get(target, key), rest, operation);
  // Entries, not assignment: a key named __proto__ stays a plain key.
  return Object.fromEntries([...Object.entries(target).filter(([name]) => name !== key || !there), [key, value]]);
}

/** @param {Operation} operation */
function written({ op, value }) {
  if (op !== "add" && op !== "replace") throw new Error(`an operation that is not spoken here: ${op}`);
  if (value === undefined) throw new Error(`${op} without a value`);
  return value;
}
