#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks what README.md says about this data set. Needs Python 3 only.

    python3 check.py

Prints a summary and ends with 0 when every claim holds, with 1 otherwise.
"""
import collections
import itertools
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent

QUEUES = [
    "lost card", "wrong money", "secret code", "send money", "borrow money",
    "piggy bank", "new house", "baby", "wedding", "long trip", "car", "school",
    "garbage", "dog", "loud noise", "broken road", "street lamp", "books",
    "water", "tree",
]
TRAIN_VALID, TEST_ROWS, PER_QUEUE_TRAIN, PER_QUEUE_TEST = 1240, 200, 62, 10
WITH_SUBJECT, SUBJECTS = 414, 305
BROKEN = {  # kind: line of train.jsonl
    "not JSON": 51,
    "completion null": 194,
    "only unknown keys": 206,
    "completion missing": 218,
    "prompt a number": 600,
    "completion empty": 730,
    "prompt blank": 825,
    "array, not an object": 1041,
    "prompt empty": 1078,
    "truncated JSON": 1107,
}
PERSONAL = {
    "e-mail": 19, "phone": 18, "IBAN": 10, "card": 7, "Aadhaar": 6, "PAN": 6,
    "full name": 23,
}
PERSONAL_ROWS = 80
NEAR_DUPLICATE = 0.5

problems = []


def expect(ok, what):
    if not ok:
        problems.append(what)


# ---- checksums -------------------------------------------------------------

def luhn_ok(digits):
    total = 0
    for i, c in enumerate(reversed(digits)):
        d = int(c)
        if i % 2:
            d = d * 2 - 9 if d > 4 else d * 2
        total += d
    return total % 10 == 0


def verhoeff_ok(digits):
    def times(a, b):  # the dihedral group of order ten
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    check = 0
    for i, c in enumerate(reversed(digits)):
        d = int(c)
        for _ in range(i % 8):
            d = step[d]
        check = times(check, d)
    return check == 0


def iban_ok(text):
    length = {"DE": 22, "GB": 22, "AT": 20}.get(text[:2])
    moved = text[4:] + text[:4]
    return len(text) == length and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def aadhaar_ok(digits):
    return (len(digits) == 12 and digits[0] >= "2" and digits != digits[::-1]
            and verhoeff_ok(digits))


# Number blocks kept free for films and plays, and one well known placeholder.
PHONES = re.compile(
    r"\+49(?:3023125\d{3}|4066969\d{3}|6990009\d{3}|8999998\d{3}|2214710\d{3}|17139200\d\d)"
    r"|\+44(?:2079460\d{3}|1614960\d{3})|\+919876543210")

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+\d[\d ]*\d")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4})+(?: ?\d{1,3})?\b")
PAN = re.compile(r"\b[A-Z]{5}\d{4}[A-Z]\b")
PAN_OK = re.compile(r"[A-Z]{3}[ABCFGHJKLPT][A-Z]\d{4}[A-Z]")
LONG_DIGITS = re.compile(r"\d(?:[ -]?\d){8,}")


def personal_data(message, names):
    """(kind, value, valid) for every piece of personal data in a message."""
    found = []
    rest = message
    for kind, pattern in (("e-mail", EMAIL), ("IBAN", IBAN), ("PAN", PAN), ("phone", PHONE),
                          ("digits", LONG_DIGITS)):
        for m in pattern.finditer(rest):
            value = m.group()
            bare = re.sub(r"[ -]", "", value)
            if kind == "e-mail":
                found.append((kind, value, value.rsplit("@")[1] in ("example.com", "example.org")))
            elif kind == "IBAN":
                found.append((kind, value, iban_ok(bare)))
            elif kind == "PAN":
                found.append((kind, value, bool(PAN_OK.fullmatch(value)) and value[5:9] != "0000"))
            elif kind == "phone":
                found.append((kind, value, bool(PHONES.fullmatch(bare))))
            elif len(bare) == 12:
                found.append(("Aadhaar", value, aadhaar_ok(bare)))
            else:
                found.append(("card", value, len(bare) in (15, 16) and luhn_ok(bare)))
        rest = pattern.sub(" ", rest)
    for name in names:
        if name in message:
            found.append(("full name", name, True))
    return found


# ---- reading ---------------------------------------------------------------

def no_repeats(pairs):
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a key stands twice")
    return row


def fault(line):
    """None for a good row, else the kind of its fault."""
    try:
        row = json.loads(line, object_pairs_hook=no_repeats)
    except ValueError:
        return "truncated JSON" if line.lstrip().startswith("{") else "not JSON"
    if not isinstance(row, dict):
        return "array, not an object" if isinstance(row, list) else "not an object"
    if not set(row) & {"prompt", "completion", "subject"}:
        return "only unknown keys"
    if "prompt" not in row:
        return "prompt missing"
    if not isinstance(row["prompt"], str):
        return "prompt a number" if isinstance(row["prompt"], (int, float)) else "prompt not text"
    if not row["prompt"]:
        return "prompt empty"
    if not row["prompt"].strip():
        return "prompt blank"
    if "completion" not in row:
        return "completion missing"
    if row["completion"] is None:
        return "completion null"
    if not isinstance(row["completion"], str):
        return "completion not text"
    if not row["completion"].strip():
        return "completion empty"
    return None


def read(name):
    text = (HERE / name).read_bytes().decode("utf-8")
    expect(text.endswith("\n") and "\r" not in text, f"{name}: lines must end with LF")
    good, bad = [], []
    for number, line in enumerate(text[:-1].split("\n"), 1):
        kind = fault(line)
        if kind:
            bad.append((kind, number))
            continue
        row = json.loads(line)
        where = f"{name}:{number}"
        expect(set(row) <= {"prompt", "completion", "subject"}, f"{where}: unknown key")
        expect(row["prompt"].endswith("\nQueue:"), f"{where}: prompt must end with the queue question")
        expect(row["completion"][:1] == " " and row["completion"][1:] in QUEUES,
               f"{where}: unknown queue {row['completion']!r}")
        message = row["prompt"][:-len("\nQueue:")]
        expect("\n" not in message and message == message.strip(), f"{where}: odd white space")
        expect(8 <= len(message.split()) <= 35, f"{where}: {len(message.split())} words")
        if "subject" in row:
            expect(re.fullmatch(r"customer-\d{4}", row["subject"]), f"{where}: odd subject")
        good.append((where, message, row["completion"][1:], row.get("subject")))
    return good, bad


def words(text):
    return re.findall(r"\w+", text.lower())


def main():
    names = (HERE / "names.txt").read_text(encoding="utf-8").splitlines()
    expect(len(names) == 60 and len(set(names)) == 60, "names.txt: 60 different names expected")
    expect(all(len(n.split()) == 2 for n in names), "names.txt: a first and a last name a line")

    train, train_bad = read("train.jsonl")
    test, test_bad = read("test.jsonl")

    # counts
    expect(len(QUEUES) == 20 and len(set(QUEUES)) == 20, "20 queues expected")
    expect(all(1 <= len(q.split()) <= 2 for q in QUEUES), "a queue has one or two words")
    expect(len({q.split()[0] for q in QUEUES}) == 20, "each queue has its own first word")
    expect(len(train) == TRAIN_VALID, f"train: {len(train)} valid rows")
    expect(len(test) == TEST_ROWS, f"test: {len(test)} rows")
    per_train = collections.Counter(r[2] for r in train)
    per_test = collections.Counter(r[2] for r in test)
    for q in QUEUES:
        expect(per_train[q] == PER_QUEUE_TRAIN, f"train: {per_train[q]} rows of {q}")
        expect(per_test[q] == PER_QUEUE_TEST, f"test: {per_test[q]} rows of {q}")
    expect(train_bad == sorted(BROKEN.items(), key=lambda b: b[1]), f"train: broken rows {train_bad}")
    expect(not test_bad, f"test: broken rows {test_bad}")

    # subjects
    subjects = collections.Counter(r[3] for r in train if r[3])
    expect(sum(subjects.values()) == WITH_SUBJECT, f"train: {sum(subjects.values())} rows with a subject")
    expect(len(subjects) == SUBJECTS, f"train: {len(subjects)} subjects")
    expect(max(subjects.values()) <= 4, "a subject has more than four rows")
    expect(not any(r[3] for r in test), "test: a row has a subject")

    # personal data
    kinds, rows_with, queues_with, values = collections.Counter(), 0, set(), collections.Counter()
    for where, message, queue, _ in train:
        found = personal_data(message, names)
        for kind, value, valid in found:
            kinds[kind] += 1
            values[value] += 1
            expect(valid, f"{where}: {kind} {value!r} is not valid")
        if found:
            rows_with += 1
            queues_with.add(queue)
    expect(dict(kinds) == PERSONAL, f"train: personal data {dict(kinds)}")
    expect(rows_with == PERSONAL_ROWS, f"train: {rows_with} rows with personal data")
    expect(len(queues_with) == 20, f"personal data in {len(queues_with)} queues only")
    expect(max(values.values()) == 1, "a value of personal data stands twice")
    for where, message, _, _ in test:
        expect(not personal_data(message, names), f"{where}: personal data in the held-out rows")

    # duplicates, over both files: so the held-out rows are disjoint, too
    rows = train + test
    seen = {}
    for where, message, _, _ in rows:
        key = " ".join(words(message))
        expect(key not in seen, f"{where}: the same words as {seen.get(key)}")
        seen[key] = where
    holders = collections.defaultdict(list)
    grams = []
    for i, (_, message, _, _) in enumerate(rows):
        w = words(message)
        grams.append({tuple(w[k:k + 3]) for k in range(len(w) - 2)})
        for g in grams[-1]:
            holders[g].append(i)
    shared = collections.Counter()
    for held in holders.values():
        shared.update(itertools.combinations(held, 2))
    closest = 0.0
    for (i, j), n in shared.items():
        likeness = n / (len(grams[i]) + len(grams[j]) - n)
        closest = max(closest, likeness)
        expect(likeness < NEAR_DUPLICATE, f"{rows[i][0]} and {rows[j][0]}: likeness {likeness:.2f}")

    lengths = [len(r[1].split()) for r in rows]
    print(f"queues            {len(QUEUES)}")
    print(f"train, valid      {len(train)} ({min(per_train.values())} to {max(per_train.values())} a queue)")
    print(f"train, broken     {len(train_bad)}: "
          + ", ".join(f"{kind} (line {line})" for kind, line in train_bad))
    print(f"test, held out    {len(test)} ({min(per_test.values())} to {max(per_test.values())} a queue)")
    print(f"words a message   {min(lengths)} to {max(lengths)}, mean {sum(lengths) / len(lengths):.1f}")
    print(f"subjects          {len(subjects)} on {sum(subjects.values())} rows, "
          f"{sum(1 for n in subjects.values() if n > 1)} of them on 2 to 4 rows")
    print(f"personal data     {rows_with} rows in {len(queues_with)} queues: "
          + ", ".join(f"{k} {n}" for k, n in sorted(kinds.items())))
    print(f"closest two rows  {closest:.2f} (word-trigram Jaccard, limit {NEAR_DUPLICATE})")
    for p in problems:
        print("PROBLEM", p)
    print("all claims hold" if not problems else f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
