"""Measure the search, and the pages that list meetings, on a corpus: what `make bench` calls.

In a database of its own, of the kind that DATABASE_URL names: first with 20 meetings, then with 2,000. With `--here`,
on what DATABASE_URL holds, as `make_corpus` made it. A bare view answers in between: read the ratios, machines differ.
"""

from __future__ import annotations

import random
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import setup_databases, teardown_databases

from meetings.models import Passage
from ogpminutes import guards
from ogpminutes.corpus import MEETINGS, Corpus
from ogpminutes.management.commands.bench import Answer, bare, portal
from ogpminutes.management.demands import demand_database, number

FEW = 20  # meetings that the pages are compared with
PAGES = {"home": "/", "meetings": "/meetings/", "decisions": "/decisions/", "browse": "/browse/"}
APART = 7  # passages from one whose words are looked for to the next
TARGETS = "at 80,000 passages p50 25 ms, p95 150 ms; at 800,000 p50 60 ms"


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--here", action="store_true", help="On the database of DATABASE_URL, as it is.")
        parser.add_argument("--meetings", type=number(FEW, 100_000), default=MEETINGS)
        parser.add_argument("--searches", type=number(1, 50), default=12, help="Of each sort.")
        parser.add_argument("--rounds", type=number(1, 1_000), default=7, help="Of each page.")

    def handle(self, *arguments: Any, **options: Any) -> None:
        if options["here"]:
            demand_database()
            demand_passages(options["searches"] * APART)
        call_command("collectstatic", interactive=False, verbosity=0)
        if options["here"]:
            self.time_pages(options["rounds"])
            self.time_searches(options["searches"])
            return
        old = setup_databases(verbosity=0, interactive=False)
        try:
            self.compare(options)
        finally:
            guards.lift()
            teardown_databases(old, verbosity=0)

    def compare(self, options: dict[str, Any]) -> None:
        call_command("loaddata", "vocabulary", verbosity=0)
        guards.lift()
        self.fill(FEW)
        few = self.time_pages(options["rounds"])
        self.fill(options["meetings"], FEW)
        many = self.time_pages(options["rounds"])
        for name in PAGES:
            ratio = many[name] / few[name]
            self.stdout.write(f"{name:28}{ratio:8.2f} times as long as with {FEW} meetings (bare view: 1)")
        self.time_searches(options["searches"])

    def fill(self, number: int, start: int = 0) -> None:
        started = time.monotonic()
        for _ in Corpus(number).make(start):
            pass
        self.stdout.write(f"\n{number:,} meetings, made in {time.monotonic() - started:.0f} s")

    def time_pages(self, rounds: int) -> dict[str, float]:
        """Give and tell how long each page takes, as a multiple of a bare view in the same rounds."""
        answers: dict[str, Answer] = {name: portal(address) for name, address in PAGES.items()}
        answers["bare view"] = bare(answers["meetings"]().content)
        spent: dict[str, list[tuple[float, float]]] = {name: [] for name in answers}
        for _ in range(rounds):
            for name, answer in answers.items():
                spent[name].append(cost(answer))
        floor = statistics.median(cpu for _, cpu in spent["bare view"])
        self.stdout.write(f"{'page':28}{'ms':>10}{'CPU ms':>10}{'x bare':>10}")
        found = {}
        for name, each in spent.items():
            wall, cpu = (statistics.median(column) for column in zip(*each, strict=True))
            self.stdout.write(f"{name:28}{wall:10.1f}{cpu:10.1f}{cpu / floor:10.0f}")
            found[name] = wall
        return found

    def time_searches(self, number: int) -> None:
        self.stdout.write(f"\n{Passage.objects.count():,} passages. Targets: {TARGETS}")
        self.stdout.write(
            f"{'search':28}{'p50 ms':>10}{'p95 ms':>10}{'CPU p50':>10}{'x bare p50':>12}{'x bare p95':>12}"
        )
        floor = bare(portal("/browse/?q=word")().content)
        everything = []
        for name, searches in mixture(number):
            answers = [portal(f"/browse/?{urlencode(search)}") for search in searches]
            spent = [beside(answer, floor) for answer in answers]
            everything += spent
            self.tell(name, spent)
        self.tell("all together", everything)

    def tell(self, name: str, spent: list[tuple[float, float, float]]) -> None:
        """Tell median and 95th percentile of wall time and of the multiple of a bare view, and the median of CPU."""
        walls, cpu, multiples = (sorted(column) for column in zip(*spent, strict=True))
        middle, last = statistics.median, min(len(spent) - 1, int(len(spent) * 0.95))
        self.stdout.write(
            f"{name:28}{middle(walls):10.1f}{walls[last]:10.1f}{middle(cpu):10.1f}"
            f"{middle(multiples):12.0f}{multiples[last]:12.0f}"
        )


def beside(answer: Answer, floor: Answer) -> tuple[float, float, float]:
    """Give wall and CPU milliseconds of one request, and how often a bare view answers meanwhile.

    The bare view is asked just before and just after, thrice each, and its quickest answer counts: a shared machine
    that slows down for a second slows both.
    """
    before = [cost(floor)[0] for _ in range(3)]
    wall, cpu = cost(answer)
    return wall, cpu, wall / min(before + [cost(floor)[0] for _ in range(3)])


def cost(answer: Answer) -> tuple[float, float]:
    """Give wall and CPU milliseconds of one request. The CPU of a database server is in the wall alone."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def demand_passages(least: int) -> None:
    if Passage.objects.count() < least:
        raise CommandError(f"This record has less than {least} passages: too few to measure on. Run make_corpus first.")


def mixture(number: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Give sorts of searches: words by how common they are, two by frequency, phrases, one in a region."""
    chance = random.Random(7)  # noqa: S311 (no secret)
    corpus = Corpus(0)
    common, mid, rare = corpus.words[3:60], corpus.words[300:900], corpus.words[5_000:25_000]
    yield "common word", [{"q": word} for word in chance.sample(common, number)]
    yield "mid word", [{"q": word} for word in chance.sample(mid, number)]
    yield "rare word", [{"q": word} for word in chance.sample(rare, number)]
    pairs = [chance.choices(corpus.words, cum_weights=corpus.weights, k=2) for _ in range(number)]
    yield "two words", [{"q": " ".join(pair)} for pair in pairs]
    texts = Passage.objects.order_by("pk").values_list("text", flat=True)
    yield "phrase", [{"q": f'"{" ".join(texts[place * APART].split()[3:5])}"'} for place in range(number)]
    regions = [region.slug for region in corpus.regions]
    words = chance.sample(mid, number)
    yield "word and region", [{"q": word, "region": chance.choice(regions)} for word in words]
