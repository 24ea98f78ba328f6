import assert from "node:assert/strict";
import { test } from "node:test";
import { applyPatch } from "../../../static/js/json-patch.js";

test("adds, replaces and removes, and leaves the document it was given alone", () => {
  const before = { user_profile: { age: 33 }, missing_fields: ["gender", "location"], untouched: { deep: 1 } };
  const after = applyPatch(before, [
    { op: "add", path: "/user_profile/gender", value: "female" },
    { op: "replace", path: "/user_profile/age", value: 34 },
    { op: "remove", path: "/missing_fields/0" },
    { op: "add", path: "/missing_fields/-", value: "income_range" },
    { op: "add", path: "/missing_fields/0", value: "age" },
  ]);
  assert.deepEqual(after.user_profile, { age: 34, gender: "female" });
  assert.deepEqual(after.missing_fields, ["age", "location", "income_range"]);
  assert.deepEqual(before, { user_profile: { age: 33 }, missing_fields: ["gender", "location"], untouched: { deep: 1 } });
  assert.equal(after.untouched, before.untouched, "what is untouched is shared");
});

test("reads escaped names, the whole document, and `add` over a member that is there", () => {
  assert.deepEqual(applyPatch({ "a/b": { "c~d": 1 } }, [{ op: "replace", path: "/a~1b/c~0d", value: 2 }]), { "a/b": { "c~d": 2 } });
  assert.deepEqual(applyPatch({ a: 1 }, [{ op: "replace", path: "", value: [1] }]), [1]);
  assert.deepEqual(applyPatch({ a: 1 }, [{ op: "add", path: "/a", value: null }]), { a: null });
  assert.deepEqual(applyPatch({ "": { "": 1 } }, [{ op: "remove", path: "/" + "/" }]), { "": {} });
});

test("refuses what does not fit the document", () => {
  const misfits = [
    [{}, { op: "replace", path: "/a", value: 1 }],
    [{}, { op: "remove", path: "/a" }],
    [{}, { op: "add", path: "/a/b", value: 1 }],
    [{ a: [] }, { op: "replace", path: "/a/0", value: 1 }],
    [{ a: [1] }, { op: "add", path: "/a/3", value: 1 }],
    [{ a: [1] }, { op: "add", path: "/a/01", value: 1 }],
    [{ a: [1] }, { op: "remove", path: "/a/-" }],
    [{ a: 1 }, { op: "remove", path: "" }],
    [{ a: 1 }, { op: "move", path: "/a", from: "/b" }],
    [{ a: 1 }, { op: "add", path: "/b" }],
    [{ a: 1 }, { op: "add", path: "b", value: 1 }],
    [{}, { op: "replace", path: "/toString", value: 1 }],
  ];
  for (const [document, operation] of misfits) assert.throws(() => applyPatch(document, [operation]), Error, JSON.stringify(operation));
});

test("a name like __proto__ is a plain member", () => {
  const after = applyPatch({}, [{ op: "add", path: "/__proto__", value: { admin: true } }]);
  assert.equal(after.admin, undefined);
  assert.ok(Object.hasOwn(after, "__proto__"));
});
