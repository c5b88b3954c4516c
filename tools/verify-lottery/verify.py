#!/usr/bin/env python3
"""Verifies a lottery transcript as docs/lottery.md specifies it. Python 3.8 or later, standard library only."""

import argparse
import hashlib
import json
import re
import sys
from datetime import datetime

FORMAT = "huaijiaotong-lottery/1"
PARTS = ("form", "seal", "announcement", "roster", "commitments", "timing", "seed", "numbers", "seats", "chain")


class Malformed(Exception):
    """The file does not have the published form."""


# --- Hash functions


def rotl(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


def own_sm3(data):
    """SM3 (GB/T 32905-2016), for a Python whose OpenSSL lacks it."""
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + i : start + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)
            w.append(x ^ rotl(x, 15) ^ rotl(x, 23) ^ rotl(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            early = j < 16
            t = 0x79CC4519 if early else 0x7A879D8A
            ss1 = rotl((rotl(a, 12) + e + rotl(t, j)) & 0xFFFFFFFF, 7)
            ff = a ^ b ^ c if early else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if early else (e & f) | (~e & 0xFFFFFFFF & g)
            tt1 = (ff + d + (ss1 ^ rotl(a, 12)) + (w[j] ^ w[j + 4])) & 0xFFFFFFFF
            tt2 = (gg + h + ss1 + w[j]) & 0xFFFFFFFF
            a, b, c, d = tt1, a, rotl(b, 9), c
            e, f, g, h = tt2 ^ rotl(tt2, 9) ^ rotl(tt2, 17), e, rotl(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]
    return b"".join(x.to_bytes(4, "big") for x in v)


def hash_function(name):
    if name == "sha256":
        return lambda data: hashlib.sha256(data).digest()
    try:
        hashlib.new("sm3")
    except ValueError:
        return own_sm3
    return lambda data: hashlib.new("sm3", data).digest()


# --- Form


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def refuse_number(text):
    raise Malformed("the number %s is no integer" % text)


def read(data):
    """The value of a file that is canonical JSON and LF to the byte."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse_number, parse_constant=refuse_number)
        same = (canonical(value) + "\n").encode("utf-8") == data
    except (ValueError, RecursionError) as error:
        raise Malformed("not canonical JSON: %s" % error)
    if not same:
        raise Malformed("the bytes are not canonical JSON and a line break")
    return value


def hex32(value):
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def line(value):
    # No control characters (Unicode category Cc).
    return isinstance(value, str) and 0 < len(value) and not re.search("[\x00-\x1f\x7f-\x9f]", value)


def second(value):
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value, re.ASCII)):
        return False
    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


def natural(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def one_of(*values):
    return lambda value: isinstance(value, str) and value in values


def or_null(form):
    return lambda value: value is None or fits(form, value)


def fits(form, value):
    if isinstance(form, dict):
        return isinstance(value, dict) and set(value) == set(form) and all(fits(form[k], value[k]) for k in form)
    if isinstance(form, list):
        return isinstance(value, list) and all(fits(form[0], item) for item in value)
    return form(value)


ANNOUNCEMENT = {
    "format": one_of(FORMAT),
    "id": line,
    "hash": one_of("sha256", "sm3"),
    "announcedAt": second,
    "revealBy": second,
    "roster": {"size": natural, "lots": natural, "root": hex32},
    "method": {
        "algorithm": one_of("sort-by-keyed-hash/1"),
        "rules": {"version": line, "hash": hex32},
        "code": hex32,
        "lists": [{"id": line, "seats": or_null(natural), "setAsides": [{"reason": line, "seats": natural}]}],
        "lastSeat": one_of("skip", "over_quota", "split"),
    },
    "commitments": [{"party": line, "commitment": hex32}],
    "publicValue": {"source": line, "form": line, "at": second},
    "replaces": or_null({"transcript": hex32, "reason": line}),
}

TRANSCRIPT = {
    "format": one_of(FORMAT),
    "announcement": ANNOUNCEMENT,
    "roster": [lambda value: isinstance(value, str)],
    "reveals": [{"party": line, "nonce": hex32, "value": line, "at": second}],
    "publicValue": {"value": line, "at": second},
    "seed": hex32,
    "results": [{"list": line, "numbers": [natural], "seated": or_null([natural])}],
    "transcriptHash": hex32,
}


def check_form(transcript):
    if not fits(TRANSCRIPT, transcript):
        for member, form in TRANSCRIPT.items():
            if not isinstance(transcript, dict) or member not in transcript or not fits(form, transcript[member]):
                raise Malformed("the member %s is missing or has another form" % member)
        raise Malformed("there is a member that the form does not have")
    announcement = transcript["announcement"]
    parties = [commitment["party"] for commitment in announcement["commitments"]]
    lists = [entry["id"] for entry in announcement["method"]["lists"]]
    if len(parties) < 2 or len(set(parties)) != len(parties):
        raise Malformed("there must be two parties or more, each named once")
    if not lists or len(set(lists)) != len(lists):
        raise Malformed("there must be at least one list, each named once")
    if not announcement["announcedAt"] < announcement["revealBy"] < announcement["publicValue"]["at"]:
        raise Malformed("announcedAt, revealBy and publicValue.at must follow each other")


# --- Roster


class Roster:
    """Tickets in order, and for each the index of the ticket that draws for it."""

    def __init__(self, entries, H):
        self.tickets, self.drawn_by, leaves = [], [], []
        index_of, members = {}, {}
        for index, entry in enumerate(entries):
            parts = entry.split(" ")
            if len(parts) > 2 or not all(hex32(part) for part in parts):
                raise Malformed("entry %d is not well formed" % index)
            ticket = parts[0]
            if self.tickets and not self.tickets[-1] < ticket:
                raise Malformed("entry %d does not ascend" % index)
            index_of[ticket] = index
            self.tickets.append(ticket)
            first = index_of.get(parts[-1])
            if first is None:
                raise Malformed("entry %d is bound to a ticket that does not stand before it" % index)
            if len(parts) == 2:
                members.setdefault(first, []).append(index)
            self.drawn_by.append(first)
            leaves.append(H(b"\x00" + bytes.fromhex("".join(parts))))
        for first, group in members.items():
            if len(group) < 2 or group[0] != first:
                raise Malformed("the group of entry %d has one member, or its first does not name itself" % first)
        if not leaves:
            raise Malformed("the roster is empty")
        self.lots = [index for index, first in enumerate(self.drawn_by) if index == first]
        self.root = merkle_root(leaves, H).hex()


def merkle_root(level, H):
    while len(level) > 1:
        above = [H(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2 == 1:
            above.append(level[-1])
        level = above
    return level[0]


# --- Draw


def draw_numbers(roster, seed, list_id, H):
    list_key = H(("%s list\n%s\n%s" % (FORMAT, seed, list_id)).encode("utf-8"))

    def key(index):
        return H(b"\x02" + list_key + bytes.fromhex(roster.tickets[index])), index

    number_of_lot = {index: number for number, index in enumerate(sorted(roster.lots, key=key), 1)}
    return [number_of_lot[first] for first in roster.drawn_by]


def give_seats(numbers, seats, last_seat):
    lots = {}
    for index, number in enumerate(numbers):
        lots.setdefault(number, []).append(index)
    seated, left = [], seats
    for number in range(1, len(lots) + 1):
        if left <= 0:
            break
        lot = lots[number]
        if len(lot) > left and last_seat == "skip":
            continue
        if len(lot) > left and last_seat == "split":
            lot = lot[:left]
        seated += lot
        left -= len(lot)
    return sorted(seated)


# --- Checks


def verify(data, announced=None, public_value=None, previous=None):
    """A list of (part, state, words), in the order of the specification."""
    try:
        transcript = read(data)
        check_form(transcript)
    except Malformed as fault:
        return [("form", "broken", str(fault))]
    announcement = transcript["announcement"]
    H = hash_function(announcement["hash"])

    def text_hash(*lines):
        return H("\n".join(lines).encode("utf-8")).hex()

    found = {"form": ("holds", "canonical, with the members of the form")}

    content = {member: value for member, value in transcript.items() if member != "transcriptHash"}
    sealed = text_hash(FORMAT + " transcript", canonical(content)) == transcript["transcriptHash"]
    found["seal"] = state(sealed, "the transcript hash is right", "the content does not give the transcript hash")

    announcement_hash = text_hash(FORMAT + " announcement", canonical(announcement))
    value = transcript["publicValue"]["value"]
    if announced is not None and announced != announcement_hash:
        found["announcement"] = ("broken", "not the announcement published before: its hash is " + announcement_hash)
    elif public_value is not None and public_value != value:
        found["announcement"] = ("broken", "the public value differs from the one at its source")
    elif announced is None:
        found["announcement"] = ("not_checked", "compare with the hash published before: " + announcement_hash)
    else:
        found["announcement"] = ("holds", "the one published before the draw")

    roster = None
    try:
        roster = Roster(transcript["roster"], H)
        is_announced = {"size": len(roster.tickets), "lots": len(roster.lots), "root": roster.root}
        if is_announced != announcement["roster"]:
            raise Malformed("size, lots or root differ from the announced: root " + roster.root)
        found["roster"] = ("holds", "%d tickets, the announced root" % len(roster.tickets))
    except Malformed as fault:
        roster = None
        found["roster"] = ("broken", str(fault))

    reveals = transcript["reveals"]
    opened = [
        (r["party"], text_hash(FORMAT + " commitment", announcement["id"], r["party"], r["nonce"], r["value"]))
        for r in reveals
    ]
    revealed = opened == [(c["party"], c["commitment"]) for c in announcement["commitments"]]
    found["commitments"] = state(revealed, "all revealed as committed", "a reveal is missing or not as committed")

    in_time = all(announcement["announcedAt"] < r["at"] <= announcement["revealBy"] for r in reveals)
    last = transcript["publicValue"]["at"] >= announcement["publicValue"]["at"]
    found["timing"] = state(in_time and last, "the public value came last", "a reveal or the public value out of time")

    seed = transcript["seed"]
    if revealed:
        values = [text for r in reveals for text in (r["nonce"], r["value"])]
        seed = text_hash(FORMAT + " seed", announcement_hash, *values, value)
        follows = seed == transcript["seed"]
        found["seed"] = state(follows, "follows from the values", "does not follow from the values")
    else:
        found["seed"] = ("not_checked", "the reveals are broken")

    if roster is None:
        found["numbers"] = found["seats"] = ("not_checked", "the roster is broken")
    else:
        lists, results = announcement["method"]["lists"], transcript["results"]
        wrong_numbers = [] if len(results) == len(lists) else ["count of lists"]
        wrong_seats = []
        for index, entry in enumerate(lists):
            result = results[index] if index < len(results) else {"list": None, "numbers": None, "seated": "missing"}
            numbers = draw_numbers(roster, seed, entry["id"], H)
            seats = entry["seats"]
            seated = None if seats is None else give_seats(numbers, seats, announcement["method"]["lastSeat"])
            if result["list"] != entry["id"] or result["numbers"] != numbers:
                wrong_numbers.append(entry["id"])
            if result["seated"] != seated:
                wrong_seats.append(entry["id"])
        found["numbers"] = state(not wrong_numbers, "follow from the seed", "wrong: " + ", ".join(wrong_numbers))
        found["seats"] = state(not wrong_seats, "follow from the numbers", "wrong: " + ", ".join(wrong_seats))

    replaces = announcement["replaces"]
    replaced = replaces and replaces["transcript"]
    if previous is not None:
        found["chain"] = state(replaced == previous, "replaces the draw before", "does not replace the draw before")
    elif replaces is None:
        found["chain"] = ("holds", "a first draw")
    else:
        found["chain"] = ("not_checked", "replaces %s: %s" % (replaced, replaces["reason"]))
    return [(part,) + found[part] for part in PARTS]


def state(good, holds, broken):
    return ("holds", holds) if good else ("broken", broken)


def main():
    parser = argparse.ArgumentParser(description="Verifies a lottery transcript (docs/lottery.md).")
    parser.add_argument("transcript")
    parser.add_argument("--announced", metavar="HEX", help="announcement hash published before the draw")
    parser.add_argument("--public-value", metavar="TEXT", help="the public value as its source shows it")
    parser.add_argument("--previous", metavar="HEX", help="hash of the transcript that this draw replaces")
    words = parser.parse_args()
    try:
        with open(words.transcript, "rb") as file:
            data = file.read()
    except OSError as error:
        parser.error(str(error))
    checks = verify(data, words.announced, words.public_value, words.previous)
    for part, part_state, text in checks:
        sys.stdout.buffer.write(("%-12s %-12s %s\n" % (part, part_state, text)).encode("utf-8"))
    return 1 if any(part_state == "broken" for _, part_state, _ in checks) else 0


if __name__ == "__main__":
    sys.exit(main())
