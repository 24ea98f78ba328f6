import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import "./here.mjs";
import { api, isElsewhere, linkIn, names, pageAt, pictureAt, scope, socketAt } from "../../../static/js/address.js";
import { guarded, memoryStorage } from "../../../static/js/storage.js";

/** The page is at this address, and its head names this API. @param {string} href @param {string|null} [told] */
function at(href, told = null) {
  globalThis.location = /** @type {any} */ (new URL(href));
  globalThis.document = /** @type {any} */ ({ baseURI: href, querySelector: () => (told === null ? null : { getAttribute: () => told }) });
}
afterEach(() => {
  globalThis.location = /** @type {any} */ (new URL("https://hera.test/"));
  delete (/** @type {any} */ (globalThis).document);
});

const ID = "0b0e7a52-6f3c-4c1e-9d7b-2f6a4f1c8e90";

test("the API is beside the page, whatever the page's address, or where its head says", () => {
  /** @type {[string, string|null, string][]} the page, what its head says, and where the API is */ const cases = [
    ["https://hera.test/", null, "https://hera.test/api/x"],
    [`https://hera.test/#${ID}/letter`, null, "https://hera.test/api/x"],
    ["https://hera.test/index.html?a=b/c", null, "https://hera.test/api/x"],
    ["https://hera.test/hera/", null, "https://hera.test/hera/api/x"],
    [`https://hera.test/a/b/index.html#${ID}`, null, "https://hera.test/a/b/api/x"],
    ["https://hera.test/", "https://api.example", "https://api.example/api/x"],
    ["https://hera.test/", " https://api.example:8443/hera ", "https://api.example:8443/hera/api/x"],
    ["https://hera.test/app/", "/hera", "https://hera.test/hera/api/x"],
    ["https://hera.test/", "", "https://hera.test/api/x"],
    ["https://hera.test/", "http://", "https://hera.test/api/x"],
  ];
  for (const [page, told, wanted] of cases) {
    at(page, told);
    assert.equal(api("/api/x"), wanted, `${page} ${told}`);
    assert.equal(socketAt("/api/x"), wanted.replace("https", "wss"));
    assert.equal(isElsewhere(), !wanted.startsWith("https://hera.test/"));
  }
  at("http://localhost:8080/");
  assert.equal(socketAt("/api/x"), "ws://localhost:8080/api/x");
});

test("a picture is where the API is, whatever the server takes for its own path", () => {
  const url = `/api/sessions/${ID}/photos/p?size=96`;
  at("https://hera.test/hera/");
  for (const told of [url, `/hera${url}`, `https://inside:8080${url}`]) assert.equal(pictureAt(told), `https://hera.test/hera${url}`);
  at("https://hera.test/", "https://api.example/");
  assert.equal(pictureAt(url), `https://api.example${url}`);
});

test("the page's own address keeps its path and nothing else", () => {
  at("https://hera.test//hera/index.html?utm=1#old");
  assert.equal(pageAt(ID), `https://hera.test//hera/index.html#${ID}`);
  assert.equal(pageAt(""), "https://hera.test//hera/index.html");
  assert.deepEqual(names(), { origin: "https://hera.test", host: "hera.test" });
});

test("two heras on one site do not read what the other remembers, and one at the root reads what it always did", () => {
  const storage = memoryStorage();
  const of = (/** @type {string} */ page, /** @type {string|null} */ told = null) => (at(page, told), guarded(() => storage, scope()));
  assert.equal((at("https://hera.test/index.html"), scope()), "");
  const [one, two, three] = [of("https://hera.test/a/"), of("https://hera.test/a/b/"), of("https://hera.test/a/", "https://api.example")];
  for (const [index, part] of [one, two, three].entries()) part.setItem("hera.session", String(index));
  for (const [index, part] of [one, two, three].entries()) {
    assert.deepEqual([part.length, part.key(0), part.key(1), part.getItem("hera.session")], [1, "hera.session", null, String(index)]);
  }
  two.removeItem("hera.session");
  assert.deepEqual([one.length, two.length, three.length, storage.getItem("hera.session")], [1, 0, 1, null]);
});

test("a link leads where it should however it was passed on, and what names no session is left as it is", () => {
  const id = "0b0e7a52-6f3c-4c1e-9d7b-2f6a4f1c8e90";
  for (const around of [id, id.toUpperCase(), `${id}/`, `${id}.`, `${id})`, `%20${id}`, `<${id}>`, `%3C${id}%3E`, `${id}%E3%80%82`, `${id}。よろしく`, `「${id}」`, `${id}?utm_source=a`, `${id}&x=1`, `${id}:~:text=Hello`, `/${id}`, `${id}/nothing`, `${id}%`]) {
    assert.equal(linkIn(`#${around}`).id, id, around);
  }
  for (const around of [`${id}/story`, `${id.toUpperCase()}/story`, `${id}%2Fstory`, `${id}%2fstory.`, `${id}/story/`, `(${id}/story)`, `${id}/story、`]) assert.deepEqual(linkIn(`#${around}`), { id, view: "story" }, around);
  for (const [hash, said] of [["", ""], ["#", ""], ["#%ff", "%ff"], ["#a/b", "a"], [`#${id.slice(1)}`, id.slice(1)], [`#f${id}`, `f${id}`], [`#${id}0`, `${id}0`], [`#${id}-1`, `${id}-1`]]) assert.deepEqual(linkIn(hash), { id: said, view: "" }, hash);
});
