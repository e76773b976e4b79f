"""Reads a tlog-tiles tree (https://c2sp.org/tlog-tiles) and says whether its entries and its tiles give the root of its checkpoint.

Written from the specification, apart from the code that writes such trees: recursive by RFC 6962, one hash at a time.
"""
import base64
import hashlib
import os
import sys

ROOT = sys.argv[1]


def hash_leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_children(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(hashes):
    """MTH over hashes that stand for subtrees of equal size."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hash_children(tree_hash(hashes[:split]), tree_hash(hashes[split:]))


def tile_path(kind, number, width):
    """The path of tile `number`, with the suffix of a partial one where it holds fewer than 256."""
    parts = ["%03d" % (number % 1000)]
    number //= 1000
    while number > 0:
        parts.insert(0, "x%03d" % (number % 1000))
        number //= 1000
    name = os.path.join(ROOT, "tile", kind, *parts)
    return name if width == 256 else os.path.join(name + ".p", str(width))


def read(kind, number, width):
    with open(tile_path(kind, number, width), "rb") as file:
        return file.read()


def tiles_of(kind, count):
    """The files of a level with `count` hashes or entries, each with its width."""
    for number in range((count + 255) // 256):
        width = min(256, count - number * 256)
        yield read(kind, number, width), width


def entries(size):
    for bundle, width in tiles_of("entries", size):
        at = 0
        for _ in range(width):
            length = int.from_bytes(bundle[at : at + 2], "big")
            assert at + 2 + length <= len(bundle), "an entry is cut"
            yield bundle[at + 2 : at + 2 + length]
            at += 2 + length
        assert at == len(bundle), "bytes after the last entry"


def hashes_at(level, count):
    found = []
    for tile, width in tiles_of(str(level), count):
        assert len(tile) == 32 * width, "a tile of another length"
        found += [tile[at : at + 32] for at in range(0, len(tile), 32)]
    return found


def root_from_tiles(size):
    """Checks each level against the full tiles below, then joins the right edge."""
    levels = []
    count = size
    while count > 0:
        levels.append(hashes_at(len(levels), count))
        count //= 256
    for below, above in zip(levels, levels[1:]):
        for number, value in enumerate(above):
            if tree_hash(below[number * 256 : number * 256 + 256]) != value:
                return None
    # What no level above holds: the hashes of the partial tile of each level, the highest first.
    right = None
    for hashes in levels:
        rest = len(hashes) % 256
        part = hashes[len(hashes) - rest :]
        for value in reversed_subtrees(part):
            right = value if right is None else hash_children(value, right)
    return right


def reversed_subtrees(part):
    """Roots of the complete subtrees of a partial tile, from the right."""
    found = []
    at = 0
    size = len(part)
    for bit in range(7, -1, -1):
        if size >> bit & 1:
            found.append(tree_hash(part[at : at + (1 << bit)]))
            at += 1 << bit
    return list(reversed(found))


with open(os.path.join(ROOT, "checkpoint"), encoding="utf-8") as file:
    _, size_text, root_text = file.read().split("\n")[:3]
size, root = int(size_text), base64.b64decode(root_text)
leaves = [hash_leaf(entry) for entry in entries(size)]
from_entries = tree_hash(leaves) == root
from_tiles = root_from_tiles(size) == root and hashes_at(0, size) == leaves
print("%d from entries: %s, from tiles: %s" % (size, from_entries, from_tiles))
sys.exit(0 if from_entries and from_tiles else 1)
