"""The reference reader: an exported index, read back the plain way."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING, Any

from harvest.search.export.bits import LEVEL_BITS, OCTAVE, SEVERAL, shift
from harvest.search.export.manifest import primer
from harvest.search.language import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path


def unfolded(data: bytes, known: bytes) -> bytes:
    """Records, behind what the manifest says."""
    return zlib.decompressobj(-zlib.MAX_WBITS, zdict=known).decompress(data)


def inflate(data: bytes) -> bytes:
    return zlib.decompress(data, -zlib.MAX_WBITS)


def text(path: Path) -> str:
    """What a file of an English index says, whatever it is."""
    data = path.read_bytes()
    told = unfolded(data, primer(ENGLISH)) if path.name.startswith("p") else inflate(data)
    return told.decode("utf-8", "replace")


class Bits:
    def __init__(self, data: bytes) -> None:
        self.bits = "".join(f"{byte:08b}" for byte in data)
        self.at = 0

    def take(self, many: int) -> int:
        self.at += many
        return int(self.bits[self.at - many : self.at] or "0", 2)

    def rice(self, by: int) -> int:
        ones = self.bits.index("0", self.at) - self.at
        self.at += ones + 1
        return (ones << by) + self.take(by)

    def postings(self, many: int, pages: int, usual: bytes = b"", own: int = 0) -> list[tuple[int, int]]:
        found, page = [], -1
        for _ in range(many):
            page += 1 + self.rice(shift(many, pages))
            level = (usual[page] + own + self.apart()) % 64 if usual else self.take(LEVEL_BITS)
            found.append((page, level))
        return found

    def apart(self) -> int:
        if not self.take(1):
            return 0
        if not self.take(1):
            return OCTAVE
        return self.take(LEVEL_BITS) if self.take(1) else SEVERAL[self.take(3)]


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def varint(self) -> int:
        number = by = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 0x7F) << by
            by += 7
            if byte < 0x80:
                return number

    def varints(self, many: int) -> list[int]:
        return [self.varint() for _ in range(many)]

    def entries(self) -> list[tuple[str, int]]:
        """Keys and on how many pages each is; counted in UTF-16 units, as JavaScript does."""
        many = self.varint()
        same, new, pages_with = (self.varints(many) for _ in range(3))
        length = self.varint()
        text = self.data[self.at : self.at + length].decode().encode("utf-16-le")
        self.at += length
        key, at, keys = b"", 0, []
        for kept, fresh in zip(same, new, strict=True):
            key = key[: 2 * kept] + text[at : at + 2 * fresh]
            at += 2 * fresh
            keys.append(key.decode("utf-16-le"))
        return list(zip(keys, pages_with, strict=True))

    def words(self) -> list[tuple[str, int, str]]:
        """A part of the word list: keys, on how many pages each is, and how people write it."""
        entries = self.entries()
        length = self.varint()
        lines = self.data[self.at : self.at + length].decode().split("\n")
        return [(key, many, spelled(key, line)) for (key, many), line in zip(entries, lines, strict=True)]

    def lists(self, pages: int, usual: bytes) -> dict[str, list[tuple[int, int]]]:
        """A shard."""
        entries = self.entries()
        own = self.varints(len(entries))
        bits = Bits(self.data[self.at :])
        return {
            key: bits.postings(many, pages, b"" if set(key) & set("$%") else usual, distance)
            for (key, many), distance in zip(entries, own, strict=True)
        }


def spelled(key: str, line: str) -> str:
    if not line:
        return key
    text = key.encode("utf-16-le")
    return text[: len(text) - 2 * (ord(line[0]) - ord("A"))].decode("utf-16-le") + line[1:]


def keys(line: str) -> list[str]:
    """A line of the manifest."""
    key, found = "", []
    for part in re.findall("[A-Z][^A-Z]*", line):
        units = key.encode("utf-16-le")[: 2 * (ord(part[0]) - ord("A"))]
        key = units.decode("utf-16-le") + part[1:]
        found.append(key)
    return found


def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(inflate((folder / "manifest.bin").read_bytes()))
    return told


def postings(folder: Path) -> dict[str, list[tuple[int, int]]]:
    """Everything that the shards say, by key."""
    told = manifest(folder)
    usual = bytes(level for level, many in reversed(list(enumerate(told["usual"]))) for _ in range(many))
    found: dict[str, list[tuple[int, int]]] = {}
    for number in range(len(keys(told["words"]))):
        reader = Reader(inflate((folder / told["files"] / f"w{number}.bin").read_bytes()))
        found |= reader.lists(told["pages"], usual)
    return found
