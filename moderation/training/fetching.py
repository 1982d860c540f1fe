"""Where the public corpora come from: repository, commit, path and checksum of each file."""

import csv
import io
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import urllib3

from moderation.errors import InvalidInput, TooLarge

_ADDRESS = "https://raw.githubusercontent.com/{repository}/{commit}/{path}"
_MAX_BYTES = 50_000_000
_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Source:
    """One file of one corpus.

    :ivar sha256: of the file as the mirror keeps it.
    :ivar training_rows_only: whether the rows of an official test set are left out.
    """

    corpus: str
    file: str
    repository: str
    commit: str
    path: str
    sha256: str
    clear: bool
    training_rows_only: bool = False


SOURCES = (
    Source(
        "germeval2018",
        "germeval2018.training.txt",
        "uds-lsv/GermEval-2018-Data",
        "9877472d39523effd54cd079b4c61157ed141508",
        "germeval2018.training.txt",
        "0f88c63a344e1ab69c5407aa539d1612cd82a96b51ebd6bd613dc70ff9fef03e",
        clear=True,
    ),
    Source(
        "gahd",
        "gahd_train_dev.csv",
        "jagol/gahd",
        "2a4e919d5208d99a885824c63583d898d02ca1a1",
        "gahd.csv",
        "d23df9fc921b0cb7ee6f03cd5e5f48bc4941e168a0813b72f69b155c822e35b8",
        clear=True,
        training_rows_only=True,
    ),
    Source(
        "iwg_refugees",
        "german hatespeech refugees.csv",
        "UCSM-DUE/IWG_hatespeech_public",
        "e14501bcada5f2d2c5dea7a6d4bca3a873ac4a81",
        "german hatespeech refugees.csv",
        "b0784b8c00f02d16cee8b1227b8e8968760885d3d87b68762ba51b4c3156714f",
        clear=True,
    ),
    Source(
        "germeval2019",
        "germeval2019.training_subtask1_2_korrigiert.txt",
        "ffreemt/data",
        "179b37fca6ee3f418f7f0773898596b5497703da",
        "germeval2019.training_subtask1_2_korrigiert.txt",
        "d3a79d5307e444a16972cbe708778873cb021324ff0b2b46164b95d26b92b9b3",
        clear=False,
    ),
    Source(
        "germeval2021",
        "GermEval21_TrainData.csv",
        "germeval2021toxic/SharedTask",
        "fa5dca397aed0556703dd9550ac7380b9e6c3297",
        "Data Sets/GermEval21_TrainData.csv",
        "4ffb1f9a499193d499192c8614add7ccef7ff02b835c256925bc319ba16358e3",
        clear=False,
    ),
    Source(
        "omp",
        "posts_labeled.csv.xz",
        "aseifert/million-post-corpus",
        "7161a975353c963d3ba697392e4963809e7b0e1b",
        "data/posts_labeled.csv.xz",
        "2d1cb6cd8fec07c5d378f9be889b355c1eb23b30e8fde2dcbb073cdad6f472ad",
        clear=False,
    ),
)


def fetch(source: Source, output: Path, mirror: Path | None) -> Path:
    """Bring a file into the mirror `output`, from another mirror or from the network, and return where it is.

    :raises InvalidInput: when it cannot be had or is not the file that is meant.
    """
    target = output / "comments" / source.corpus / source.file
    if target.is_file() and _digest(target.read_bytes()) == source.sha256:
        return target
    content = _copied(source, mirror) if mirror else _downloaded(source)
    if _digest(content) != source.sha256:
        raise InvalidInput(f"{source.corpus}: {source.file} is not the file of the stated checksum")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    draft.write_bytes(content)
    shutil.move(draft, target)
    return target


def training_rows(content: bytes) -> bytes:
    """Return a table without its test rows, in the same notation."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    column = rows[0].index("split")
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows(row for number, row in enumerate(rows) if number == 0 or row[column] != "test")
    return table.getvalue().encode("utf-8")


def _copied(source: Source, mirror: Path) -> bytes:
    path = mirror / "comments" / source.corpus / source.file
    if not path.is_file():
        raise InvalidInput(f"{source.corpus}: no {path}")
    return path.read_bytes()


def _downloaded(source: Source) -> bytes:
    address = _ADDRESS.format(repository=source.repository, commit=source.commit, path=quote(source.path))
    try:
        answer = urllib3.request("GET", address, timeout=_TIMEOUT_SECONDS, preload_content=False)
        content = answer.read(_MAX_BYTES + 1)
    except urllib3.exceptions.HTTPError as error:
        raise InvalidInput(f"{source.corpus}: {address} cannot be read: {error}") from error
    if answer.status != 200:
        raise InvalidInput(f"{source.corpus}: {address} answers {answer.status}")
    if len(content) > _MAX_BYTES:
        raise TooLarge(f"{source.corpus}: {address} is larger than {_MAX_BYTES} bytes")
    return training_rows(content) if source.training_rows_only else content


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
