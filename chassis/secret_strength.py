"""Estimates how many bits of chance a secret holds.

A secret is described by the shortest of several codes: repetitions, sequences, keyboard rows and
English words cost a few bits each, and whatever nothing describes costs what a random character
costs. Of random keys only one in 2**n can be described with n bits less than it has, so a key with
32 random bytes is never refused.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import defaultdict
from collections.abc import Iterator

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()_+",
    "31415926535897932384626433832795028841971693993751",
)
LEET = str.maketrans("013457@$!", "oleastasi")
# How English letters follow one another: four of five pairs in texts are among these.
PAIRS = frozenset(
    first + second
    for first, seconds in (
        line.split(":")
        for line in (
            "a:bcdilmnrst b:ely c:aehilot d:eio e:acdeflmnprstx f:ior g:e h:aeio i:bcefglmnostv"
            " k:e l:aeiloy m:aeop n:acdegost o:bcdfmnprstu p:aelort r:aeimnorsty s:eiopstu"
            " t:aehiorsuy u:elmnrst v:ae w:hi x:t"
        ).split()
    )
    for second in seconds
)
# Logarithms of how much likelier they are in English than among random letters.
KNOWN_PAIR_BITS = math.log2(0.83 / (len(PAIRS) / 26**2))
UNKNOWN_PAIR_BITS = math.log2(0.17 / (1 - len(PAIRS) / 26**2))
MIN_EVIDENCE_BITS = 24.0
MIN_EVIDENCE_BITS_PER_PAIR = 0.9
# What people write where a secret is asked for.
WORDS = tuple(
    "servicepro production secret private public key password passphrase pass phrase word token"
    " change changeme placeholder example default test demo dev develop prod staging admin root"
    " user guest postgres rabbitmq database server welcome letmein qwerty iloveyou dragon monkey"
    " login access master super random insecure unsafe secure safe please never none null value"
    " my your our the this that here not use for and with from very long enough fill replace insert"
    " quick brown fox jumps over lazy dog correct horse battery staple lorem ipsum dolor".split()
)
# Shannon, "Prediction and Entropy of Printed English" (1951): 0.6 to 1.3 bits a letter.
BITS_PER_LETTER = 1.3
SEPARATOR_BITS = 1.0
REPEATED_SEPARATOR_BITS = 3.0
MIN_REPEAT = 3
MIN_ROW = 4
CLASSES = ((re.compile(r"[a-z]"), 26), (re.compile(r"[A-Z]"), 26), (re.compile(r"[0-9]"), 10))
OTHER_CHARACTERS = 33
HEXADECIMAL = re.compile(r"[0-9a-f-]+|[0-9A-F-]+")


def estimated_bits(secret: str) -> float:
    """At most what a random secret of this length and alphabet has."""
    # Two sequences in turns, as in `a1b2c3`.
    untwined = _bits(secret[::2] + secret[1::2], may_be_english=False)
    return min(untwined, *(_bits(text) for text in (secret, *_decoded(secret))))


def estimated_bits_of_bytes(content: bytes) -> float:
    """The same of a key that is no text."""
    text = content.decode("latin-1")
    return min(_bits(text), _bits(text[::2] + text[1::2], may_be_english=False))


def _bits(text: str, *, may_be_english: bool = True) -> float:
    plain = text.lower()
    english = _english(plain) if may_be_english else [None] * len(text)
    random_bits, words = math.log2(_alphabet(text)), _words_by_end(plain)
    costs = [0.0] * (len(text) + 1)
    for end in range(1, len(text) + 1):
        last = english[end - 1] or _bits_of_separator(text, end - 1) or random_bits
        costs[end] = costs[end - 1] + last
        for start, bits in (*_described(plain, end), *words.get(end, ())):
            costs[end] = min(costs[end], costs[start] + bits)
    return costs[-1]


def _alphabet(text: str) -> int:
    if HEXADECIMAL.fullmatch(text):
        return 10 if text.isdecimal() else 16
    size = sum(count for characters, count in CLASSES if characters.search(text))
    if any(not (character.isascii() and character.isalnum()) for character in text):
        size += OTHER_CHARACTERS
    return max(size, 2)


def _described(text: str, end: int) -> list[tuple[int, float]]:
    """Where a part that ends here could begin, and the bits that name it."""
    found = []
    for start in range(end - MIN_REPEAT, -1, -1):
        part, before = text[start:end], text[: end - 1]
        # Its place, its length and whether it runs backwards.
        bits = math.log2(len(text)) + math.log2(len(part)) + 1
        if before.find(part) >= 0 or part[::-1] in text[:start]:
            found.append((start, bits))
        elif _is_sequence(part) or (len(part) >= MIN_ROW and _is_in_a_row(part)):
            found.append((start, bits + math.log2(len(ROWS))))
        elif len(part) >= MIN_ROW:
            # A longer part is nothing known either, once a shorter one is nothing.
            break
    return found


def _words_by_end(text: str) -> dict[int, list[tuple[int, float]]]:
    letters, found = text.translate(LEET), defaultdict(list)
    for word in WORDS:
        for each in re.finditer(f"(?=({word}))", letters):
            found[each.end(1)].append((each.start(1), math.log2(len(WORDS)) + 1))
    return found


def _bits_of_separator(text: str, place: int) -> float | None:
    character = text[place]
    is_separator = not character.isalnum() and character in text[:place]
    return REPEATED_SEPARATOR_BITS if is_separator else None


def _is_sequence(part: str) -> bool:
    """Equal steps, as in `aaaa`, `1357` and `zyxw`."""
    steps = {ord(second) - ord(first) for first, second in zip(part, part[1:], strict=False)}
    return len(steps) == 1 and abs(steps.pop()) <= 2


def _is_in_a_row(part: str) -> bool:
    return any(part in row or part[::-1] in row for row in ROWS)


def _english(text: str) -> list[float | None]:
    """For each character its bits as part of an English text; None where it is in none."""
    bits: list[float | None] = [None] * len(text)
    if HEXADECIMAL.fullmatch(text):
        return bits
    letters = text.translate(LEET)
    for start, end in _english_parts(letters):
        for place in range(start, end):
            is_letter = "a" <= letters[place] <= "z"
            bits[place] = BITS_PER_LETTER if is_letter else SEPARATOR_BITS
    return bits


def _english_parts(text: str) -> Iterator[tuple[int, int]]:
    """Where pairs of letters are so much likelier in English than by chance that it is English."""
    start, best, score, peak = 0, 0, 0.0, 0.0
    for place in range(1, len(text) + 1):
        if score <= 0 or place == len(text):
            pairs = sum(_evidence(text[i : i + 2]) != 0.0 for i in range(start, best))
            needed = MIN_EVIDENCE_BITS_PER_PAIR * pairs
            if peak >= max(MIN_EVIDENCE_BITS, needed):
                yield start, best + 1
            start, best, score, peak = place - 1, place - 1, 0.0, 0.0
        if place == len(text):
            return
        score += _evidence(text[place - 1 : place + 1])
        if score > peak:
            best, peak = place, score


def _evidence(pair: str) -> float:
    if not (pair.isascii() and pair.isalpha()):
        return 0.0
    return KNOWN_PAIR_BITS if pair in PAIRS else UNKNOWN_PAIR_BITS


def _decoded(secret: str) -> list[str]:
    """Text that was only written in another alphabet, as `Y2hhbmdlLW1l` is "change-me"."""
    found = []
    padded = secret.replace("-", "+").replace("_", "/").rstrip("=")
    for decode in (bytes.fromhex, lambda text: base64.b64decode(text + "=" * (-len(text) % 4))):
        try:
            text = decode(padded).decode("ascii")
        except (ValueError, binascii.Error):
            continue
        if text.isprintable() and text:
            found.append(text)
    return found
