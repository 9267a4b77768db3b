#!/usr/bin/env python3
"""Checks an audit bundle of Inhouse: a second opinion, written apart from the Java verifier. Take this file from the source
repository or a release, never out of a bundle. Needs Python 3.9 or later and the package `cryptography`. Exit code 0 verified;
1 not verified (the first fault is named); 2 wrong usage, or not readable as a bundle; 3 consistent, but the key is not pinned"""
import argparse, base64, datetime, functools, hashlib, hmac, json, os, re, struct, sys, unicodedata, zipfile, zlib
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
try: from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
except ImportError: MLDSA44PublicKey = None  # an older release: a pinned ML-DSA-44 key cannot be checked, and we say so
UUID, HEX = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[0-9a-f]{64}"
LEAF = {"actor_kind": "user|app|service|system", "actor_p": HEX, "ct_sha256": HEX, "id": "evt-" + UUID, "pt_commit": HEX,
        "outcome": "success|denied|failed|interrupted", "stream": "[a-z][a-z0-9-]{0,62}-" + UUID,
        "ts": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "type": r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}"}
KINDS = (b"\1", 32), (b"\4", 32), (b"\6", 1312)  # c2sp.org/signed-note and tlog-cosignature: a log, a witness, either with ML-DSA-44
REQUIRED = {"checkpoint", "heads.jsonl", "leaves.jsonl", "batches.notes", "locators.jsonl", "LOGS.md", "schema/leaf-v1.schema.json"}
def unreadable(what): raise OSError(what)
def need(holds, what):
    if not holds: raise ValueError(what)
def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def full(pattern, text): return isinstance(text, str) and re.fullmatch(pattern, text, re.ASCII) is not None
def b64(text, size=None):
    good = base64.b64encode(raw := base64.b64decode(text, validate=True)).decode() == text and size in (None, len(raw))
    return raw if good else need(False, "Base64 of another size, or in another spelling")
def canonical(raw, **types):  # an object in RFC 8785's spelling; the named members have to be there and of that type
    once = lambda pairs: dict(pairs) if len(dict(pairs)) == len(pairs) else need(False, "a key appears twice")
    value = json.loads(raw.decode(), object_pairs_hook=once, parse_constant=lambda word: need(False, word))
    need(type(value) is dict and json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() == raw, "not a canonical object")
    for name, kind in types.items(): need(type(value.get(name)) is kind and (kind is not int or abs(value[name]) < 2**63), name + " is missing or wrong")
    return value
def good_name(name): return name and "+" not in name and not any(c.isspace() or unicodedata.category(c) in "ZsZlZpCc" for c in name)
class Key:
    def __init__(self, text):
        self.name, key_id, material = text.strip().split("+", 2)
        self.kind, self.raw, self.id = b64(material)[:1], b64(material)[1:], sha(self.name.encode(), b"\n", b64(material))[:4]
        need((self.kind, len(self.raw)) in KINDS and self.id.hex() == key_id and good_name(self.name), "no key, or mistyped")
    def check(self, text, signed):
        time, signature = (b"", signed) if self.kind == b"\1" else (signed[:8], signed[8:])
        need(signature and time < b"\x80", "a signature without a time")
        message = (b"cosignature/v1\ntime %d\n" % int.from_bytes(time, "big") if self.kind == b"\4" else b"") + text.encode()
        if self.kind == b"\6":
            (origin, size, root), mine = checkpoint(text), self.name.encode()
            message = b"subtree/v1\n\0%c%b%b%c%b" % (len(mine), mine, time, len(origin.encode()), origin.encode()) + struct.pack(">QQ", 0, size) + root
        try: return (MLDSA44PublicKey if self.kind == b"\6" else Ed25519PublicKey).from_public_bytes(self.raw).verify(signature, message) is None
        except InvalidSignature: raise ValueError(f"the signature of {self.name}+{self.id.hex()} does not fit")
def note(raw):  # c2sp.org/signed-note: the text, and (name, key id, signature) for each line under it
    text, signatures = raw.decode(), []
    split = text.rfind("\n\n")
    need(not re.search("[\0-\x09\x0b-\x1f\x7f]", text) and split >= 0 and text.endswith("\n"), "no signed note")
    for dash, name, blob in (line.split(" ", 2) for line in text[split + 2:-1].split("\n")):
        need(good_name(name) and dash == "\u2014" and len(b64(blob)) >= 5 and len(signatures) < 100, "no signature line, or too many")
        signatures.append((name, b64(blob)[:4], b64(blob)[4:]))
    return text[:split + 1], signatures
def signers(signed, keys):  # those of the keys that signed; a known key's wrong signature rejects the note
    return [key for n, i, signature in signed[1] for key in keys if (key.name, key.id) == (n, i) and key.check(signed[0], signature)]
def checkpoint(text):  # c2sp.org/tlog-checkpoint
    need(len(lines := text[:-1].split("\n")) >= 3 and lines[0].strip() and full("0|[1-9][0-9]{0,18}", lines[1]) and int(lines[1]) < 2**63 and all(lines[3:]), "no tree head")
    return lines[0], int(lines[1]), b64(lines[2], 32)
class Policy:  # c2sp.org/tlog-policy
    def __init__(self, text):
        self.logs, self.witnesses, self.groups, self.quorum, free = [], {}, {}, None, set()
        for what, *words in (line.split() for line in text.split("\n") if line.strip() and line.split()[0][0] != "#"):
            fresh = words and words[0] not in {"none", *self.witnesses, *self.groups}
            if what == "log" and len(words) in (1, 2): self.logs.append(Key(words[0]))
            elif what == "witness" and len(words) in (2, 3) and fresh: self.witnesses[words[0]] = Key(words[1])
            elif what == "group" and fresh and 0 < len(words) - 2 == len(set(words[2:])) and set(words[2:]) <= free:
                count = {"all": len(words) - 2, "any": 1}.get(words[1]) or int(words[1] if full("[1-9][0-9]{0,5}", words[1]) else 0)
                need(0 < count < len(words) - 1, "a group's number")
                self.groups[words[0]], free = (count, words[2:]), free - set(words[2:])
            else:
                need(what == "quorum" and len(words) == 1 and not self.quorum and (words[0] == "none" or not fresh), "a line of the policy")
                self.quorum = words[0]
            free |= {words[0]} if what in ("witness", "group") else set()
        need("\r" not in text and self.quorum and len({(k.name, k.raw) for k in (*self.logs, *self.witnesses.values())}) == len(self.logs)
             + len(self.witnesses) and {k.kind for k in self.logs} <= {b"\1", b"\6"} and b"\1" not in [k.kind for k in self.witnesses.values()],
             "no quorum, a key twice, or a key of the wrong kind")
    def met(self, name, found):
        count, members = self.groups.get(name, (0, ()))
        return self.witnesses[name] in found if name in self.witnesses else sum(self.met(member, found) for member in members) >= count
def push(tree, level, digest):  # RFC 6962, section 2.1: a tree is the roots of its perfect subtrees, the largest first
    while tree and tree[-1][0] == level: level, digest = level + 1, sha(b"\1", tree.pop()[1], digest)
    tree.append((level, digest))
def root_of(tree): return functools.reduce(lambda digest, left: sha(b"\1", left[1], digest), reversed(tree[:-1]), tree[-1][1] if tree else sha())
def leaf(raw):
    value = canonical(raw, v=int, seq=int, objects=list)
    need(len(raw) < 65_536 and value["v"] == 1 and value["seq"] >= 0 and set(value)
         <= {*LEAF, "v", "seq", "objects", "subject_p", "project", "purpose"}, "size, version, number or members")
    need(all(full(pattern, value.get(name)) for name, pattern in LEAF.items()) and full(HEX, value.get("subject_p", "0" * 64)), "a member")
    datetime.datetime(*map(int, re.split("[-T:.]", value["ts"][:-5])))
    for o in value["objects"]:
        need(type(o) is dict and set(o) <= {"kind", "id", "digest"} and full("[a-z][a-z0-9_-]{0,62}", o.get("kind"))
             and full("sha256:" + HEX, o.get("digest", "sha256:" + "0" * 64)), "objects")
    for text in [value[name] for name in ("project", "purpose") if name in value] + [o.get("id") for o in value["objects"]]:
        need(isinstance(text, str) and 0 < len(text.encode("utf-16-le")) <= 1000 and all(unicodedata.category(c) != "Cc" for c in text), "text")
    return value
class Bundle:
    def __init__(self, path):
        self.zip, self.opened = zipfile.ZipFile(path), 0
        self.files = {info.orig_filename: info for info in self.zip.infolist()}
        named = all(full(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*", name) for name in self.files)
        need(named and len(self.files) == len(self.zip.infolist()) <= 64, "a forbidden name, one name twice, or more than 64 files")
        self.m = m = canonical(self.read("manifest.json", 1 << 20), files=dict, format=str, origin=str, log_key=str, created=str,
                               tree_size=int, version=int, **{"from": int, "to": int})
        need((m["format"], m["version"]) == ("inhouse-audit-bundle", 1) and 0 <= m["from"] <= m["to"] <= m["tree_size"] and type(
            m.get("previous_bundle", "")) is str and full(r"\d{4}-\d\d-\d\dT[0-9:]{8}(\.\d{1,9})?Z", m["created"]), "another format or version")
        for file in m["files"].values(): need(full(HEX, file["sha256"]) and type(file["size"]) is int and 0 <= file["size"] < 2**63, "files")
    def chunks(self, name, size=1 << 16, method="read"):  # bounded: a bomb is not unpacked
        left = (1 << 20) + 200 * self.files[name].compress_size
        with self.zip.open(self.files[name]) as file:
            file._expected_crc = None  # the manifest's SHA-256 decides
            for chunk in iter(lambda: getattr(file, method)(size), b""): yield chunk if (left := left - len(chunk)) >= 0 else unreadable(name + " is too large")
    def read(self, name, limit=1 << 16): return b"".join(self.chunks(name)) if self.files[name].file_size <= limit else unreadable(name + " is too large")
    def lines(self, name, limit):
        for line in self.chunks(name, limit + 2, "readline") if name in self.files else ():
            yield line.removesuffix(b"\n") if len(line) <= limit + line.endswith(b"\n") else unreadable("a line of " + name + " is too long")
def verify(bundle, policy, remembered):  # raises ValueError at the first thing that is wrong
    m, (ed25519, quantum) = bundle.m, [[k for k in policy.logs if k.name == bundle.m["origin"] and k.kind == kind] for kind in (b"\1", b"\6")]
    for name in sorted(REQUIRED | set(m["files"]) | set(bundle.files) - {"manifest.json"}):
        need(name in bundle.files and name in m["files"], f"the file {name} is missing, or not in the manifest")
        size, digest = functools.reduce(lambda got, chunk: (got[0] + len(chunk), got[1].update(chunk) or got[1]), bundle.chunks(name), (0, hashlib.sha256()))
        need(m["files"][name] == {"sha256": digest.hexdigest(), "size": size}, f"the file {name} is not the one that the manifest lists")
    def signed_note(raw, what): return note(raw) if signers(note(raw), ed25519) else need(False, what + " is not signed by the key")
    def head(raw):  # a tree head of this log
        origin, size, root = checkpoint((signed := signed_note(raw, "a tree head"))[0])
        return need(origin == m["origin"], "a tree head is of another log") or (size, root, signed)
    size, root, signed = head(bundle.read("checkpoint"))
    need(size == m["tree_size"] and (not quantum or signers(signed, quantum)), "the tree head is of another size, or not signed with ML-DSA-44")
    need(policy.met(policy.quorum, signers(signed, policy.witnesses.values())), "too few witnesses cosigned the tree head")
    kept, whole = head(remembered)[:2] if remembered is not None else None, "range.json" not in bundle.files
    sides = {"left": [], "right": []} if whole else canonical(bundle.read("range.json"), left=list, right=list)
    left, right = ([b64(digest, 32) for digest in sides[side]] for side in ("left", "right"))
    tree, at = list(zip((level for level in range(62, -1, -1) if m["from"] >> level & 1), left)), m["from"]
    need(len(left) == len(tree) == bin(at).count("1"), "the subtrees beside the range do not fit it")
    def batches():  # the leaf hashes that the log signed
        here, to, text, locators = m["from"], 2**63 if whole else m["to"], "", bundle.lines("locators.jsonl", 1 << 16)
        for line in bundle.lines("batches.notes", 4096):
            text += line.decode() + "\n"
            if line or text.count("\n\n") < 2: continue
            signed, text, _ = signed_note(text[:-1].encode(), f"the list of the entries from {here} on"), "", next(locators, None)
            origin, first, count, *hashes = signed[0][:-1].split("\n")
            need(origin == m["origin"] + "/leaves" and full("0|[1-9][0-9]{0,17}", first) and count == str(len(hashes)), "no list of entries")
            need(len(hashes) <= 4096 and int(first) <= here < min(to, int(first) + len(hashes)), f"the signed list of entry {here} is missing")
            yield from (b64(hashed, 32) for hashed in hashes[here - int(first):to - int(first)])
            here = min(to, int(first) + len(hashes))
        need(not text, "the last list is cut short")
    heads = (head(canonical(line, note=str, published=str)["note"].encode()) for line in bundle.lines("heads.jsonl", 1 << 16))
    opened = (canonical(line, index=int, id=str, salt=str, payload=str, ct_sha256=str) for line in bundle.lines("openings.jsonl", 128 << 20))
    signed, seen, earlier, opening, streams = batches(), kept is None, next(heads, None), next(opened, None), {}
    def compare():  # the tree so far with what the log signed at this size
        nonlocal earlier, seen
        if kept and kept[0] == at: seen = need(kept[1] == root_of(tree), "the log's past is not that of the tree head you remember") or True
        while earlier and earlier[0] <= at:
            need(earlier[:2] == (at, root_of(tree)), f"the log signed another root at {earlier[0]} entries")
            earlier = next(heads, None)
            need(not earlier or earlier[0] > at, "the earlier tree heads are not in order")
    for index, raw in enumerate(bundle.lines("leaves.jsonl", 16 * 65_535), m["from"]):
        compare()
        need(next(signed, None) == sha(b"\0", raw), f"entry {index} is not the one that the log signed")
        entry = leaf(raw)
        expected = streams.get(entry["stream"], entry["seq"] if m["from"] else 0)
        need(entry["seq"] == expected and (entry["type"] == "stream.open") == (expected == 0), f"entry {index} is out of place in its stream")
        streams[entry["stream"]] = None if entry["type"] == "stream.close" else expected + 1
        if opening and opening["index"] <= index:
            salt = base64.b64decode(opening["salt"] + "=" * (-len(opening["salt"]) % 4), validate=True)
            need((opening["index"], opening["id"], opening["ct_sha256"]) == (index, entry["id"], entry["ct_sha256"]) and len(salt) == 32
                 and hmac.new(salt, opening["payload"].encode(), "sha256").hexdigest() == entry["pt_commit"], f"the opened content of entry {index}")
            opening, bundle.opened = next(opened, None), bundle.opened + 1
        at = push(tree, 0, sha(b"\0", raw)) or index + 1
    compare()
    need(next(signed, None) is None and at == m["to"], f"the entries from {at} on are missing, or there are more than the manifest says")
    while at < m["tree_size"] and right:  # the fewest perfect subtrees over what follows the range
        level = min((m["tree_size"] - at).bit_length(), (at & -at).bit_length() or 64) - 1
        at += push(tree, level, right.pop(0)) or 1 << level
    compare()
    need(at == m["tree_size"] and not (earlier or right or opening) and root == root_of(tree), "the entries do not give the root of the tree head")
    need(seen, "the tree head you remember cannot be compared: entries were cut off, or this bundle begins after it")
def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    parser.add_argument("bundle"), parser.add_argument("--head", help='newest tree head you remember: "checkpoint" of an earlier bundle, or a witness\'s')
    trust = parser.add_mutually_exclusive_group()
    trust.add_argument("--key", help="the log's public key (name+id+Base64), or a file with its keys, one per line"), trust.add_argument("--policy", help="file: the log's keys and the witnesses that have to agree (c2sp.org/tlog-policy)")
    a = parser.parse_args(arguments)
    try:
        text = open(a.policy or a.key).read() if a.policy or a.key and os.path.isfile(a.key) else a.key
        if a.key: text = "".join(f"log {line}\n" for line in text.split("\n") if line.strip()) + "quorum none"
        head, bundle = open(a.head, "rb").read() if a.head else None, Bundle(a.bundle)
        policy = Policy(text or f"log {bundle.m['log_key']}\nquorum none")
        need(any(k.kind == b"\1" for k in policy.logs), "an Ed25519 key of the log is needed")
        if not MLDSA44PublicKey and any(k.kind == b"\6" for k in policy.logs): unreadable("`cryptography` is too old for ML-DSA-44")
        try: problem = verify(bundle, policy, head)
        except (ValueError, LookupError, TypeError, RecursionError) as e: problem = e
    except (ValueError, LookupError, TypeError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as e:
        return print(f"NOT READABLE as an audit bundle; nothing was verified: {e}") or 2
    unproven = {"key: that this log signed it; whoever made the bundle could have made the key": text, "witnesses: that the log shows everybody the same history": policy.quorum != "none", "head: that nothing was cut off its end, and that it is no older state": head}
    unproven |= {f": why the contents of {closed} entries are not opened; erased and withheld look alike in a bundle": not closed
                 for closed in [bundle.m["to"] - bundle.m["from"] - bundle.opened] if "openings.jsonl" in bundle.files and not problem}
    print(*("  open   not proven" + f"{'' if what[0] == ':' else ' without a '}{what}\n" for what, given in unproven.items() if not given), sep="", end="")
    print(f"NOT VERIFIED: do not rely on this bundle: {problem}" if problem else
          "VERIFIED: this is what the log signed, whole and unchanged." if text else "CONSISTENT, BUT THE KEY IS NOT PINNED.")
    return 1 if problem else 0 if text else 3
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
