#!/usr/bin/env python3
"""Verifies an evidence log without the program that wrote it: Python 3.8 and openssl 3 are enough, and no network.
In a checkout of the log:   verify.py --key KEY     (or --policy FILE: trust.policy, or keys.json where there is one)
  --checkpoint FILE: one that you kept, the log must continue it;  --tsa ca.pem: check the time stamps in the log, too
One record alone:           verify.py --key KEY --proof 7.tlog-proof --record 7.json
Exit status: 0 intact and signed by a key that was given, 2 usage, 3 not known, 4 not intact."""
import argparse, base64, calendar, functools, hashlib, json, re, subprocess, sys, tempfile, time; from pathlib import Path
NOTE = re.compile("(([!-*,-~]{1,200})\n(0|[1-9][0-9]{0,15})\n([^\n]{44})\n)(?:\n((?:\u2014 \\S+ \\S+\n){1,16}))?")
PROOF = re.compile("c2sp.org/tlog-proof@v1\n(?:extra \\S+\n)?index (0|[1-9][0-9]{0,15})\n((?:[^\n]{44}\n){0,53})\n(.+)", re.S)
def sha256(*parts): return hashlib.sha256(b"".join(parts)).digest()
def check(good, why, status=4): return good or sys.exit(print({3: "NOT KNOWN: ", 4: "NOT INTACT: "}[status] + why) or status)
def decode(text): return base64.b64decode(check(base64.b64encode(base64.b64decode(text)).decode() == text and text, "bad base64"))
def openssl(words, **files):  # a word that names a file becomes its path; gives what openssl says
    with tempfile.TemporaryDirectory() as folder:
        for name in files: Path(folder, name).write_bytes(files[name])
        command = ["openssl"] + [str(Path(folder, word)) if word in files else word for word in words.split()]
        return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode("latin-1")
def key_of(row):  # {"vkey": NAME+ID+base64(0x01, Ed25519 public key)}, https://c2sp.org/signed-note; in keys.json more
    name, number, data = row["vkey"].split("+", 2)
    if sha256(name.encode(), b"\n", decode(data))[:4].hex() != number or decode(data)[:1] != b"\1": raise ValueError(name)
    return (name, number), (decode(data)[1:], row.get("validFrom", 0), row.get("validTo", 2**53))
def read_note(data, keys, what):  # origin, size, root and who signed: https://c2sp.org/tlog-checkpoint
    text, origin, size, root, lines = check(NOTE.fullmatch(data.decode()), what + " is no checkpoint").groups("")
    signers = []
    for name, line in re.findall("\u2014 (\\S+) (\\S+)\n", lines):
        public, first, last = keys.get((name, decode(line)[:4].hex()), (b"", 0, 0))
        if not public or name != origin: continue  # by somebody who is not known here: C2SP lets it pass
        said = openssl("pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature",
                       key=bytes.fromhex("302a300506032b6570032100") + public, text=text.encode(), signature=decode(line)[4:])
        check("Success" in said, "signature of %s on %s: openssl says %s" % (name, what, said), 4 if "Failure" in said else 3)
        if first <= int(size) <= last: signers.append("%s+%s" % (name, decode(line)[:4].hex()))
    check(signers or not keys, what + " is not signed by a key that was given and may sign it")
    return origin, int(size), decode(root), " and ".join(signers)
def climb(index, size, leaf, hashes):  # the root that a proof leads to: RFC 6962 section 2.1.1
    if size < 2: return check(index < size and not hashes and leaf, "the proof does not fit the place of the record")
    (*lower, top), half = check(hashes, "the proof is too short"), 1 << (size - 1).bit_length() - 1
    if index >= half: return sha256(b"\1", top, climb(index - half, size - half, leaf, lower))
    return sha256(b"\1", climb(index, half, leaf, lower), top)
def verify_proof(keys, given):
    index, hashes, note = check(PROOF.fullmatch(Path(given.proof[0]).read_bytes().decode()), "this is no proof").groups()
    origin, size, root, signers = read_note(note.encode(), keys, "the checkpoint of the proof")
    leaf = sha256(b"\0", re.sub(b"\n\\Z", b"", Path(given.record[0]).read_bytes()))
    check(climb(int(index), size, leaf, [*map(decode, hashes.split())]) == root, "the proof is not of this record")
    return "record %s of %d in %s" % (index, size, origin), signers
def subtrees(levels, size):  # hashes of the complete ones at the right edge by level, the smallest first
    return {level: hashes[(size >> level) - 1] for level, hashes in enumerate(levels) if size >> level & 1}
def root_of(levels, size):  # of the first records: RFC 6962 section 2.1
    return functools.reduce(lambda root, left: sha256(b"\1", left, root), [*subtrees(levels, size).values()] or [sha256()])
def verify_log(keys, given):
    files = {path.as_posix() for path in Path().rglob("*") if path.is_file() and not path.is_symlink()}
    def read(path):
        data = Path(check(path in files and path, path + " is missing", 4 if files & {"checkpoint", "edge"} else 3)).read_bytes()
        return data if path[:12] == "attachments/" or check(b"\r\n" not in data, "line endings were changed; clone again", 3) else b""
    def attachment(digest): return read("attachments/sha256/%s/%s" % (digest[:2], digest))
    origin, size, root, signers = read_note(read("checkpoint"), keys, "checkpoint")
    levels, sizes, stamps = [[]], {}, []
    for number in range((size + 255) // 256):
        name = "x%03d/x%03d/%03d.jsonl" % (number // 10**6, number // 1000 % 1000, number % 1000)
        *lines, rest = read("entries/" + re.sub("^(x000/)+", "", name)).split(b"\n")
        check(not rest and len(lines) == min(256, size - 256 * number), name + " does not hold the records that it should")
        for line in lines:
            levels[0].append(sha256(b"\0", line))
            statement = json.loads(line)
            record = statement["predicate"] if statement["predicateType"] == "urn:countersign:evidence:v1" else {}
            names = {each["name"]: each["sha256"] for each in record.get("attachments", [])}
            sizes.update({each["sha256"]: each["size"] for each in record.get("attachments", [])})
            if record.get("kind") == "anchor.recorded" and "timestamp.tsr" in names: stamps.append(names)
    while len(levels[-1]) > 1: levels.append([sha256(b"\1", *pair) for pair in zip(levels[-1][::2], levels[-1][1::2])])
    check(root_of(levels, size) == root, "the records are not those of the checkpoint")
    check(sum(path[:8] == "entries/" for path in files) == (size + 255) // 256, "there is more in entries than the records")
    edge = ["%d %s\n" % (level, hash.hex()) for level, hash in subtrees(levels, size).items()]
    check(read("edge").decode() == "".join(edge[::-1]), "edge was changed")
    check(read(".gitattributes") == b"* -text -filter -ident -working-tree-encoding\n", ".gitattributes was changed")
    for digest in sizes.keys() | {path[-64:] for path in files if path[:12] == "attachments/"}:
        check(sha256(data := attachment(digest)).hex() == digest and len(data) == sizes.get(digest), digest + " was changed, or is of no record")
    for note in [Path(path).read_bytes() for path in given.checkpoint] + [attachment(names["checkpoint"]) for names in stamps]:
        of, old, old_root, _ = read_note(note, {}, "an older checkpoint")  # whose key may be another; the head vouches for it
        check(of == origin and old <= size and root_of(levels, old) == old_root, "the log does not continue its older checkpoint")
    for names in stamps if given.tsa else []:
        parts = {"reply": attachment(names["timestamp.tsr"]), "data": attachment(names["checkpoint"])}
        told = re.findall(r"(?m)^Time stamp: (.*?)(?:\.\d+)? (\d+) GMT", openssl("ts -reply -text -in reply", **parts))[-1]
        moment = calendar.timegm(time.strptime(" ".join(told), "%b %d %X %Y"))
        said = openssl("ts -verify -in reply -data data -CAfile ca -attime %d" % moment, ca=Path(given.tsa[0]).read_bytes(), **parts)
        check("Verification: OK" in said, "a time stamp does not verify: " + said, 4 if "imprint" in said else 3)
    return "%d records of %s, root %s, %d time stamps" % (size, origin, root.hex(), given.tsa and len(stamps) or 0), signers
parser = argparse.ArgumentParser(usage=__doc__)
for name in "key", "policy", "checkpoint", "tsa", "proof", "record": parser.add_argument("--" + name, action="append", default=[])
given = parser.parse_args()
try:
    policy = "".join(Path(path).read_text() for path in given.policy)
    named = [{"vkey": text} for text in given.key + re.findall(r"^log[ \t]+(\S+)", policy, re.M)]
    keys = dict(map(key_of, named + (json.loads(policy)["keys"] if policy[:1] == "{" else [])))
except Exception as error: parser.error("this is no key: %r" % error)
try:
    told, signers = (verify_proof if given.proof else verify_log)(keys, given)
    asks = not keys or re.search(r"^quorum[ \t]+(?!none\s)", policy, re.M)  # for a key, or for witnesses, not looked at here
    check(not asks, told + ", consistent, but who vouches for it? Give --key, or ask the witnesses too", 3)
    print("INTACT: %s, signed by %s" % (told, signers))
except Exception as error: check(False, type(error).__name__ + ": " + str(error), 3 if isinstance(error, OSError) else 4)
