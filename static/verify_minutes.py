#!/usr/bin/env python3
"""Check minutes of the OGP Steering Committee without trusting the portal that keeps them.

    python3 verify_minutes.py seals.json [FILE ...] [--tip SEAL]
    python3 verify_minutes.py --address https://portal.example [FILE ...] [--tip SEAL]

`seals.json` is what the portal gives at /verify/seals.json. Every seal is the SHA-256 of a statement that names an
edition, the SHA-256 of its JSON file, and the seal before it. This program follows that chain from its beginning and
compares the files with it. What it cannot know by itself is whether the whole chain was made anew: whoever owns the
database could do that. So note a seal now and then (it stands on every approved PDF and in the mail that tells of
an approval) and give it with --tip: it must still be in the chain.

A JSON file is proved by the seal itself. Of a PDF or Markdown file the portal says in seals.json which edition it is
of; compare what it prints with the JSON file where that matters.

Exits with 0 where all is well, 1 where something is not, 2 where it could not be checked. Needs Python 3.9, no more.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

FIRST = "0" * 64
FORMATS = ("ogp-seals/1", "ogp-seal/1")
LIMIT = 200 * 1024 * 1024  # bytes of an answer


class Unusable(Exception):
    """The seals cannot be checked at all; the message says why."""


def check_chain(data: object) -> tuple[list[dict], list[str]]:
    """Give the statements of all seals, and what is wrong with the chain."""
    if not isinstance(data, dict) or data.get("format") != FORMATS[0] or not isinstance(data.get("seals"), list):
        raise Unusable("This is no list of seals. Take it from /verify/seals.json of the portal.")
    problems, found, previous = [], [], FIRST
    for place, entry in enumerate(data["seals"], 1):
        where = f"Seal {place}"
        if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("seal", "statement")):
            problems.append(f"{where}: it has no statement.")
            break
        statement = read_statement(entry["statement"])
        if entry.get("position") != place:
            problems.append(f"{where}: seal {place} is missing.")
            break
        if sha256(entry["statement"].encode("utf-8", "surrogatepass")) != entry["seal"]:
            problems.append(f"{where}: its statement is not what was sealed; the hash differs.")
        if statement.get("format") != FORMATS[1]:
            problems.append(f"{where}: its statement is of no known format.")
        if statement.get("previous") != previous:
            problems.append(f"{where}: it does not follow the seal before it.")
        previous = entry["seal"]
        found.append({**statement, "seal": entry["seal"], "files": entry.get("files")})
    if not problems and data.get("newest") != previous:
        problems.append("The list ends before the newest seal that it names.")
    return found, problems


def read_statement(text: str) -> dict:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def name(statement: dict) -> str:
    return f"edition {statement.get('edition')} of {statement.get('meeting')} ({statement.get('reference')})"


def check_file(path: str, statements: list[dict]) -> tuple[bool, str]:
    """Say which edition a file is of. Whether it belongs to one, and a sentence."""
    try:
        digest = sha256(Path(path).read_bytes())
    except OSError as error:
        return False, f"{path}: cannot be read ({error.strerror})."
    proved = [each for each in statements if each.get("record") == digest]
    listed = [each for each in statements if digest in listed_digests(each)]
    chosen = (proved or listed)[-1:]
    if not chosen:
        return False, f"{path}: is no file of a sealed edition (SHA-256 {digest})."
    statement = chosen[0]
    later = [each for each in statements if each.get("meeting") == statement.get("meeting")]
    is_current = later[-1].get("edition") == statement.get("edition")
    state = "the newest edition of its meeting" if is_current else f"superseded by edition {later[-1].get('edition')}"
    how = "proved by the seal" if proved else "as the portal's list of files says"
    return True, f"{path}: {name(statement)}, {state}, {how} {statement['seal']}."


def listed_digests(statement: dict) -> list:
    files = statement.get("files")
    entries = files if isinstance(files, list) else []
    return [entry.get("sha256") for entry in entries if isinstance(entry, dict)]


def fetch(address: str) -> bytes:
    if not re.match(r"https?://", address):
        raise Unusable("The address begins with https://.")
    try:
        with urlopen(address.rstrip("/") + "/verify/seals.json", timeout=60) as answer:  # noqa: S310 (checked above)
            data = answer.read(LIMIT + 1)
    except (URLError, OSError, ValueError) as error:
        raise Unusable(f"{address} did not give its seals: {error}") from error
    if len(data) > LIMIT:
        raise Unusable(f"{address} gave more than {LIMIT} bytes.")
    return data


def load(arguments: argparse.Namespace) -> tuple[object, list[str]]:
    """Give the list of seals, and the files to check."""
    files = list(arguments.files)
    if arguments.address:
        data = fetch(arguments.address)
    elif files:
        source = files.pop(0)
        try:
            data = Path(source).read_bytes()
        except OSError as error:
            raise Unusable(f"{source} cannot be read ({error.strerror}).") from error
    else:
        raise Unusable("Give the file seals.json, or --address.")
    try:
        return json.loads(data.decode("utf-8-sig")), files
    except (ValueError, RecursionError) as error:
        raise Unusable(f"The list of seals is no JSON: {error}") from error


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="seals.json (without --address), then files to check")
    parser.add_argument("--address", help="of the portal, to ask it for its seals")
    parser.add_argument("--tip", action="append", default=[], help="a seal that you noted; may be given several times")
    arguments = parser.parse_args(words)
    try:
        data, files = load(arguments)
        statements, problems = check_chain(data)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    seals = [each["seal"] for each in statements]
    for tip in arguments.tip:
        noted = "".join(tip.split()).lower()
        if len(noted) < 8 or not any(seal.startswith(noted) for seal in seals):
            problems.append(f"Seal {tip} is not in the chain: it was made anew, or this is another portal's.")
    for path in files:
        is_known, said = check_file(path, statements)
        print(said) if is_known else problems.append(said)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(f"All is well: {len(seals)} seals. Newest: {seals[-1] if seals else FIRST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
