#!/usr/bin/env python3
"""Verifies a period bundle without the program that made it: Python 3.8 and openssl 3 are enough, and no network.
In the folder of the bundle:   verify.py --key KEY     (or --policy FILE: trust.policy, or keys.json where there is one)
KEY is NAME+ID+KEY as trust.policy on the protected branch has it. The copy in the bundle proves nothing about who made it.
Exit status: 0 intact and signed by a key that was given, 2 usage, 3 not known, 4 not intact."""
import argparse, base64, hashlib, hmac, json, re, subprocess, sys, tempfile; from pathlib import Path
NOTE = re.compile("(([!-*,-~]{1,200})\n(0|[1-9][0-9]{0,15})\n([^\n]{44})\n)\n?((?:\u2014 \\S+ \\S+\n){0,64})")
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
def read_note(data, keys):  # origin, size, root and who signed: https://c2sp.org/tlog-checkpoint
    text, origin, size, root, lines = check(NOTE.fullmatch(data.decode()), "checkpoint is none").groups("")
    signers = []
    for name, line in re.findall("\u2014 (\\S+) (\\S+)\n", lines):
        public, first, last = keys.get((name, decode(line)[:4].hex()), (b"", 0, 0))
        if not public or name != origin: continue  # by somebody who is not known here: C2SP lets it pass
        said = openssl("pkeyutl -verify -pubin -keyform DER -inkey key -rawin -in text -sigfile signature",
                       key=bytes.fromhex("302a300506032b6570032100") + public, text=text.encode(), signature=decode(line)[4:])
        check("Success" in said, "signature of %s: openssl says %s" % (name, said), 4 if "Failure" in said else 3)
        if first <= int(size) <= last: signers.append("%s+%s" % (name, decode(line)[:4].hex()))
    check(signers or not keys, "the checkpoint is not signed by a key that was given and may sign it")
    return text, origin, int(size), decode(root), " and ".join(signers)
def climb(index, size, leaf, hashes):  # the root that a proof leads to: RFC 6962 section 2.1.1
    if size < 2: return check(index < size and not hashes and leaf, "the proof does not fit the place of the record")
    (*lower, top), half = check(hashes, "the proof is too short"), 1 << (size - 1).bit_length() - 1
    if index >= half: return sha256(b"\1", top, climb(index - half, size - half, leaf, lower))
    return sha256(b"\1", climb(index, half, leaf, lower), top)
def verify_files():  # every file is listed, and every listed file is there
    listed = dict(re.fullmatch("([0-9a-f]{64})  (.+)", line).groups()[::-1] for line in Path("SHA256SUMS").read_text().splitlines())
    there = {path.as_posix() for path in Path().rglob("*") if not path.is_dir() or path.is_symlink()} - {"SHA256SUMS"}
    check(there == set(listed), "missing or in no list: " + ", ".join(sorted(there ^ set(listed))[:3]))
    for path in there:
        check(not Path(path).is_symlink() and sha256(Path(path).read_bytes()).hex() == listed[path], path + " was changed")
    return listed
def verify_records(manifest, text, size, root):  # each is in the log of the checkpoint
    for number in manifest["records"]:
        proof = Path("records/%d.tlog-proof" % number).read_bytes().decode()
        index, hashes, note = check(PROOF.fullmatch(proof), "record %d has no proof" % number).groups()
        check(int(index) == number and note.startswith(text), "the proof of record %d is of another record or log" % number)
        leaf = sha256(b"\0", Path("records/%d.json" % number).read_bytes())
        check(climb(number, size, leaf, [*map(decode, hashes.split())]) == root, "the proof is not of record %d" % number)
def verify_sample(row, manifest, origin, size, root):  # drawn again: the smallest HMACs of the keys
    sample = json.loads(Path(row["file"]).read_text())
    keys, month, seed = [each["key"].encode() for each in sample["population"]["keys"]], {}, sample["seed"]
    check(sha256(*[key + b"\n" for key in sorted(keys)]).hex() == sample["population"]["digest"], row["file"] + ": digest of the population")
    check(len(keys) == len(set(keys)) == row["population"], row["file"] + ": size of the population")
    text = "soc2-sample/v1\n%s\n%d\n%s\n%s\n%s\n" % (origin, size, root.hex(), row["control"], manifest["nonce"])
    check((seed["nonce"] or "") == manifest["nonce"] and sha256(text.encode()).hex() == seed["sha256"], row["file"] + ": seed")
    scored = sorted((hmac.new(sha256(text.encode()), each["key"].encode(), "sha256").hexdigest(), each["key"].encode(), each["month"])
                    for each in sample["population"]["keys"])
    if sample["strata"] == "month":  # the first of every month, then the second of every month ...
        turns = []
        for place, each in enumerate(scored):
            month[each[2]] = month.get(each[2], 0) + 1
            turns.append((month[each[2]], place, each))
        scored = [each for _, _, each in sorted(turns)]
    drawn = [(score, key) for score, key, _ in scored[:sample["plan"]["size"]]]
    check(drawn == [(each["score"], each["key"].encode()) for each in sample["items"]], row["file"] + ": other items are drawn")
    check(len(drawn) == row["drawn"], row["file"] + ": size of the sample")
parser = argparse.ArgumentParser(usage=__doc__)
for name in "key", "policy": parser.add_argument("--" + name, action="append", default=[])
given = parser.parse_args()
try:
    policy = "".join(Path(path).read_text() for path in given.policy)
    named = [{"vkey": text} for text in given.key + re.findall(r"^log[ \t]+(\S+)", policy, re.M)]
    keys = dict(map(key_of, named + (json.loads(policy)["keys"] if policy[:1] == "{" else [])))
except Exception as error: parser.error("this is no key: %r" % error)
try:
    listed, manifest = verify_files(), json.loads(Path("bundle.json").read_text())
    text, origin, size, root, signers = read_note(Path("checkpoint").read_bytes(), keys)
    check(manifest["log"] == {"origin": origin, "size": size, "root": root.hex()}, "bundle.json names another log")
    verify_records(manifest, text, size, root)
    for row in manifest["samples"]: verify_sample(row, manifest, origin, size, root)
    told = "%d files, %d records of %d in %s, %d samples" % (len(listed), len(manifest["records"]), size, origin, len(manifest["samples"]))
    asks = not keys or re.search(r"^quorum[ \t]+(?!none\s)", policy, re.M)  # for a key, or for witnesses, not looked at here
    check(not asks, told + ", consistent, but who vouches for it? Give --key, or ask the witnesses too", 3)
    print("INTACT: %s, signed by %s\nSHA-256 of SHA256SUMS: %s" % (told, signers, sha256(Path("SHA256SUMS").read_bytes()).hex()))
except Exception as error: check(False, type(error).__name__ + ": " + str(error), 3 if isinstance(error, OSError) else 4)
