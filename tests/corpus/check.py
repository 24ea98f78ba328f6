#!/usr/bin/env python3
"""Validates the corpus in this folder and prints the counts. Needs only the standard library.

    python3 check.py          # exit status 0 when everything is in order
"""
# SPDX-License-Identifier: Apache-2.0
import collections
import json
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
LEAST = {"interviews": 64, "crisis": 160, "ordinary": 400, "feelings": 200, "questions": 160, "scenes": 60, "minors": 60}
TOPICS = {"age", "gender", "status", "location", "income", "traits", "partner_name", "partner_temperament",
          "partner_looks", "children", "own_name"}
KINDS = {
    "crisis": ("kind", {"self_harm", "suicide", "violence_suffered", "abuse", "violence_intended", "eating", "overdose", "other"}),
    "feelings": ("feeling", {"grief", "distress", "anger", "tiredness", "joy", "thanks", "goodbye", "loneliness", "fear"}),
    "questions": ("asks", {"what_asked", "how_long", "why_income", "who_sees", "what_next", "are_you_ai", "what_do_you_know",
                           "can_change", "what_is_personality", "purpose", "delete", "cost", "kept_tomorrow", "repeat",
                           "same_sex_ok", "single_ok", "no_children_ok", "photo_why", "stop", "language", "restart",
                           "data_use", "who_made", "wrong_answer", "other"}),
    "minors": ("kind", {"is_child", "inappropriate", "ordinary_near_miss"}),
}
FIELDS = {
    "interviews": {"id", "language", "who", "tags", "opening", "answers", "both", "aside", "correction", "expect", "held_out"},
    "crisis": {"id", "language", "text", "kind", "where", "indirect", "held_out"},
    "ordinary": {"id", "language", "text", "held_out"},
    "feelings": {"id", "language", "text", "feeling", "where", "must_not", "should", "not_data", "held_out"},
    "questions": {"id", "language", "text", "where", "asks", "should", "held_out"},
    "scenes": {"id", "language", "family", "turns", "held_out"},
    "minors": {"id", "language", "text", "kind", "held_out"},
}
QUOTA = {"refuse": 12, "correction": 10, "no_children": 8, "two_or_more_children": 10, "same_sex_or_unclear": 8,
         "widowed_or_divorced": 6, "terse": 10, "all_at_once": 8, "non_native": 6, "dictated": 6, "unusual_name": 10}
errors = []


def wrong(where, what):
    errors.append(f"{where}: {what}")


def plain(text):
    return unicodedata.normalize("NFKC", text).casefold()


def strings(value):
    return isinstance(value, list) and all(isinstance(x, str) and x == x.strip() and x for x in value)


def load(name):
    rows = []
    for n, line in enumerate((HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(), 1):
        try:
            rows.append(json.loads(line))
        except ValueError as e:
            wrong(f"{name}:{n}", e)
    return rows


def check_interview(r):
    i, e = r["id"], r["expect"]
    if set(r["answers"]) != TOPICS:
        wrong(i, f"topics {set(r['answers']) ^ TOPICS}")
    for topic, said in list(r["answers"].items()):
        if not strings(said) or len(said) < 3 or len(set(said)) < 2:
            wrong(i, f"{topic}: {said}")
    for pair, said in r["both"].items():
        if not set(pair.split("+")) <= TOPICS or not strings(said):
            wrong(i, f"both {pair}")
    if not strings(r["opening"]) or not r["opening"] or not strings(r["aside"]) or len(r["aside"]) > 3:
        wrong(i, "opening or aside")
    if len(r["correction"]) > 2:
        wrong(i, "more than two corrections")
    for c in r["correction"]:
        if c["after"] not in TOPICS or not c["say"] or not set(c["expect"]) <= set(e):
            wrong(i, f"correction {c}")
        for child in c["expect"].get("children") or []:
            if child["name"] and child["name"] not in c["say"] + " ".join(r["answers"]["children"]):
                wrong(i, f"corrected child {child['name']} is never said")
    said = {t: plain(" ".join(r["answers"][t])) for t in r["answers"]}
    whole = plain(" ".join(r["opening"])) + " " + " ".join(said.values())
    if set(e) - {"own_name_also"} != {"age", "gender", "status", "location", "income", "traits", "partner", "children", "own_name", "declined"}:
        wrong(i, f"expect {sorted(e)}")
    if not set(e["declined"]) <= TOPICS:
        wrong(i, "declined")
    for topic, gone in (("age", e["age"] is None), ("gender", e["gender"] is None), ("status", e["status"] is None), ("income", e["income"]["refused"]),
                        ("location", not e["location"]), ("traits", not e["traits"]), ("partner_name", e["partner"]["name"] is None),
                        ("partner_temperament", not e["partner"]["temperament"]), ("partner_looks", not e["partner"]["looks"]),
                        ("children", e["children"] is None)):
        if gone != (topic in e["declined"]):
            wrong(i, f"{topic}: declined and expected do not agree")
    if e["gender"] not in ("male", "female", "other", None):
        wrong(i, "gender")
    if e["status"] is not None and not set(e["status"]) <= {"married", "partnered", "single", "other"}:
        wrong(i, "status")
    if e["age"] is not None and str(e["age"]) not in said["age"]:
        wrong(i, f"age {e['age']} is never said in digits")
    if e["partner"]["name"] and e["partner"]["name"] not in " ".join(r["answers"]["partner_name"]):
        wrong(i, "the partner's name is not in the answer")
    for child in e["children"] or []:
        if e["children"] != "none" and child["name"] and child["name"] not in " ".join(r["answers"]["children"]):
            wrong(i, f"child {child['name']} is not in the answer")
    if e["own_name"] and e["own_name"] not in " ".join(r["answers"]["own_name"] + r["opening"]):
        wrong(i, "own name is not in the answer")
    for topic, want in (("location", e["location"]), ("income", e["income"]["amount_text"]),
                        ("partner_temperament", e["partner"]["temperament"]), ("partner_looks", e["partner"]["looks"])):
        if want and not any(plain(w) in said[topic] for w in want):
            wrong(i, f"{topic}: none of {want} is said")
        for n, answer in enumerate(r["answers"][topic]):
            if want and not any(plain(w) in plain(answer) for w in want):
                wrong(i, f"{topic}: answer {n + 1} {answer!r} has none of {want}")
    words = [w for w in e["traits"] if not w.endswith(("+", "-"))]
    for n, answer in enumerate(r["answers"]["traits"]):
        if words and not any(plain(w) in plain(answer) for w in words):
            wrong(i, f"traits: answer {n + 1} {answer!r} has none of {words}")
    return whole


def facts(r):
    e, tags = r["expect"], set(r["tags"])
    got = set(tags & {"terse", "all_at_once", "non_native", "dictated", "unusual_name"})
    if e["declined"]:
        got.add("refuse")
    if r["correction"]:
        got.add("correction")
    if e["children"] == "none":
        got.add("no_children")
    elif e["children"] and len(e["children"]) > 1:
        got.add("two_or_more_children")
    if tags & {"same_sex", "gender_unclear"}:
        got.add("same_sex_or_unclear")
    if tags & {"widowed", "divorced"}:
        got.add("widowed_or_divorced")
    return got


def main():
    everything, seen = {}, {}
    for name, least in LEAST.items():
        rows = everything[name] = load(name)
        ids = [r.get("id") for r in rows]
        if len(set(ids)) != len(ids):
            wrong(name, "an id is there twice")
        for n, r in enumerate(rows):
            where = f"{name} {r.get('id')}"
            if set(r) != FIELDS[name]:
                wrong(where, f"fields {set(r) ^ FIELDS[name]}")
                continue
            if r["language"] not in ("ja", "en"):
                wrong(where, "language")
            if r["held_out"] is not ((n + 1) % 3 == 0):
                wrong(where, "held_out")
            if "where" in r and r["where"] not in ("interview", "family"):
                wrong(where, "where")
            if "text" in r:
                key = plain(r["text"])
                if not r["text"].strip() or r["text"] != r["text"].strip():
                    wrong(where, "text")
                if key in seen:
                    wrong(where, f"the same text as {seen[key]}")
                seen[key] = where
            if name in KINDS and r[KINDS[name][0]] not in KINDS[name][1]:
                wrong(where, r[KINDS[name][0]])
            for field in ("should", "must_not", "not_data"):
                if field in r and not strings(r[field]):
                    wrong(where, field)
            if name in ("feelings", "questions") and not r["should"]:
                wrong(where, "nothing it should do")
            if name == "feelings":
                for w in r["not_data"]:
                    if w not in r["text"]:
                        wrong(where, f"{w} is not in the text")
            if name == "interviews":
                check_interview(r)
            if name == "scenes":
                f = r["family"]
                members = {f["partner"]["name"]} | {c["name"] for c in f["children"]}
                if not 4 <= len(r["turns"]) <= 8:
                    wrong(where, f"{len(r['turns'])} turns")
                for t in r["turns"]:
                    if set(t) != {"say", "addressed", "should", "must_not"} or not t["should"] or not strings(t["should"]) or not strings(t["must_not"]):
                        wrong(where, f"turn {t}")
                    if t["addressed"] is not None and t["addressed"] not in members:
                        wrong(where, f"addressed {t['addressed']}")
        if name == "crisis":
            print(f"            indirect {sum(r['indirect'] for r in rows)} ({sum(r['indirect'] for r in rows if r['held_out'])})")
        for lang in ("ja", "en"):
            n = sum(r["language"] == lang for r in rows)
            if n * 2 < least:
                wrong(name, f"only {n} in {lang}")
        print(f"{name:11} {len(rows):4}   ja {sum(r['language'] == 'ja' for r in rows):3}   en {sum(r['language'] == 'en' for r in rows):3}"
              f"   held out {sum(r['held_out'] for r in rows):3}"
              f" (ja {sum(r['held_out'] for r in rows if r['language'] == 'ja')}, en {sum(r['held_out'] for r in rows if r['language'] == 'en')})")
        if name in KINDS:
            field = KINDS[name][0]
            count = collections.Counter(r[field] for r in rows)
            held = collections.Counter(r[field] for r in rows if r["held_out"])
            print("            " + ", ".join(f"{k} {v} ({held[k]})" for k, v in count.items()))
    near = sum(r["kind"] == "ordinary_near_miss" for r in everything["minors"])
    if near < 20:
        wrong("minors", "fewer than 20 near misses")
    count, held = collections.Counter(), collections.Counter()
    for r in everything["interviews"]:
        count.update(facts(r))
        if r["held_out"]:
            held.update(facts(r))
    print("interviews: " + ", ".join(f"{k} {count[k]} ({held[k]})" for k in QUOTA))
    for k, least in QUOTA.items():
        if count[k] < least:
            wrong("interviews", f"{k}: {count[k]}, not {least}")
    turns = sum(len(r["turns"]) for r in everything["scenes"])
    answers = sum(len(a) for r in everything["interviews"] for a in r["answers"].values())
    print(f"answers in the interviews: {answers}; turns in the scenes: {turns}  (in brackets: held out)")
    for e in errors:
        print("WRONG", e)
    print("all in order" if not errors else f"{len(errors)} wrong")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
