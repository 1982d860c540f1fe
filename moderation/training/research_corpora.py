"""Public corpora whose licence leaves open, or forbids, that a shipped model learns from them: for research alone."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from moderation.policy.values import Category
from moderation.training.examples import Corpus, Example

csv.field_size_limit(10_000_000)

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TONE = frozenset((Category.INSULT, Category.DISCRIMINATION, Category.HATE, Category.PROFANITY, Category.AGGRESSION))
_HATEFUL = frozenset((Category.DISCRIMINATION, Category.AGGRESSION))
_HASOC = {
    "HATE": _HATEFUL,
    "OFFN": frozenset((Category.INSULT, Category.AGGRESSION)),
    "PRFN": frozenset((Category.PROFANITY, Category.AGGRESSION)),
    "NONE": frozenset[Category](),
}
# Of about ten raters, so many must see sexism before we do, and so few before we see none.
_SEXIST, _CLEAN = 0.5, 0.1


def _example(
    source: str, number: object, text: str, breaks: frozenset[Category], keeps: frozenset[Category]
) -> Example:
    name = f"{source}-{number}"
    return Example(name, text, breaks, frozenset() if breaks else keeps, source, name)


def _read_hasoc2019(path: Path) -> Iterator[Example]:
    """HASOC 2019: hate, offence and profanity on Twitter and Facebook."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield _example("hasoc2019_de", row["text_id"], row["text"], _HASOC[row["task_2"]], _TONE)


def _read_hasoc2020(path: Path) -> Iterator[Example]:
    rows = _sheet(path)
    head = {name: place for place, name in enumerate(next(rows))}
    for number, row in enumerate(rows):
        if len(row) > head["task2"] and row[head["task2"]] in _HASOC:
            yield _example("hasoc2020_de", number, row[head["text"]], _HASOC[row[head["task2"]]], _TONE)


def _sheet(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook; cells hold numbers of shared texts, or numbers."""
    with ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - a file with a known digest
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    texts = ["".join(part.text or "" for part in item.iter(f"{_SHEET}t")) for item in shared.iter(f"{_SHEET}si")]
    for row in sheet.iter(f"{_SHEET}row"):
        cells = [(cell.get("t"), cell.findtext(f"{_SHEET}v") or "") for cell in row.iter(f"{_SHEET}c")]
        yield [texts[int(value)] if kind == "s" and value else value for kind, value in cells]


def _read_cophi(path: Path) -> Iterator[Example]:
    """CoPhi: hate speech about refugees and women; label and text, parted by a tab."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t")):
            if len(row) == 2 and row[0] in ("hs", "n"):
                yield _example(path.stem, number, row[1], _HATEFUL if row[0] == "hs" else frozenset(), _TONE)


def _read_germs(path: Path) -> Iterator[Example]:
    """GermEval 2024 GerMS: sexism in a newspaper's comments, by ten raters."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            labels = [not item["label"].startswith("0") for item in row["annotations"]]
            share = sum(labels) / max(1, len(labels))
            if _CLEAN < share < _SEXIST:
                continue
            breaks = frozenset((Category.DISCRIMINATION,)) if share >= _SEXIST else frozenset[Category]()
            yield _example("germeval2024_germs", row["id"], row["text"], breaks, frozenset((Category.DISCRIMINATION,)))


def _read_violence(path: Path) -> Iterator[Example]:
    """GermEval 2025: calls for and approval of violence in tweets of a far-right network."""
    yield from _harmful(path, "VIO", frozenset(("TRUE",)), frozenset(("FALSE",)), Category.VIOLENCE)


def _read_attacks(path: Path) -> Iterator[Example]:
    """GermEval 2025: attacks on the constitutional order; criticism of it is none."""
    wanted, clean = frozenset(("agitation", "subversive")), frozenset(("nothing", "criticism"))
    yield from _harmful(path, "DBO", wanted, clean, Category.EXTREMISM)


def _harmful(
    path: Path, column: str, wanted: frozenset[str], clean: frozenset[str], category: Category
) -> Iterator[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            breaks = frozenset((category,)) if row[column] in wanted else frozenset[Category]()
            if breaks or row[column] in clean:
                yield _example(path.stem, row["id"], row["description"], breaks, frozenset((category,)))


RESEARCH_CORPORA = (
    Corpus("hasoc2019_de", "german_dataset.tsv", "none stated", False, _read_hasoc2019, measures=True),
    Corpus("hasoc2020_de", "hasoc_2020_de_train.xlsx", "none stated", False, _read_hasoc2020, measures=True),
    Corpus("bretschneider", "bretschneider.csv", "none stated", False, _read_cophi, "cophi_hatespeech", True),
    Corpus("hatr", "hatr.csv", "none stated", False, _read_cophi, "cophi_hatespeech", True),
    Corpus("polly", "polly_withhate_dez16-20.csv", "none stated", False, _read_cophi, "cophi_hatespeech", True),
    Corpus("germeval2024_germs", "germeval-competition-traindev.jsonl.gz", "CC BY-NC-SA 4.0", False, _read_germs),
    Corpus("vio_train", "vio_train.csv", "none stated", False, _read_violence, "germeval2025_harmful"),
    Corpus("dbo_train", "dbo_train.csv", "none stated", False, _read_attacks, "germeval2025_harmful"),
)
