"""An operator's own estimator: opened only when pinned, and never what refuses a comment."""

import os
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from moderation.comment.values import Outcome
from moderation.errors import DamagedModel, InvalidInput, InvalidSettings, ModelFault, UnknownModel
from moderation.model_store.estimator import Estimator, load_estimator
from moderation.model_store.registry import active_folder
from moderation.services import articles, comments
from moderation.services.deployment import Deployment, SiteScreeners
from moderation.services.screener import Screener
from moderation.services.sites import add_site
from moderation.services.trusted import screener_loader
from moderation.settings import PinnedEstimator, Settings, shipped_models
from moderation.training.evaluate_estimator import pinned_by, threshold_of
from tests.factories import FOOTER, NOW, article, comment
from tests.integration.training.newsroom import decisions, write_reviews

GARDEN = "Die Tomaten und der Kompost, die Rosen brauchen Dünger, wie im letzten Jahr."
TOWN = "Der Plan der Stadt überzeugt mich, sagt auch die Verwaltung."
RULES = FOOTER
ROOT = Path(__file__).parents[3]


class Marking:
    """What leaves a trace when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.trace,)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    lines = list(decisions(300))
    fitted = make_pipeline(TfidfVectorizer(), LogisticRegression(C=30.0))
    return fitted.fit([line["comment"] for line in lines], [line["outcome"] for line in lines])


@pytest.fixture(scope="module")
def pinned(pipeline: Pipeline, tmp_path_factory: pytest.TempPathFactory) -> PinnedEstimator:
    return saved(pipeline, tmp_path_factory.mktemp("own") / "own.joblib")


def saved(model: object, file: Path) -> PinnedEstimator:
    joblib.dump(model, file)
    return PinnedEstimator(file, sha256(file.read_bytes()).hexdigest())


def screener_with(pinned: PinnedEstimator, hold: float = 1.01) -> Screener:
    settings = replace(Settings.from_environment({}), trusted_estimator=replace(pinned, hold=hold))
    return screener_loader(settings)(active_folder(shipped_models(), "screening"))


def test_file_of_another_digest_is_not_opened(tmp_path: Path) -> None:
    pin = saved(Marking(tmp_path / "trace"), tmp_path / "own.joblib")

    with pytest.raises(DamagedModel, match="not opened"):
        load_estimator(replace(pin, sha256="0" * 64))
    assert not (tmp_path / "trace").exists()
    with pytest.raises(DamagedModel, match="predict_proba"):
        load_estimator(pin)
    assert (tmp_path / "trace").exists()


def test_file_that_is_exchanged_after_pinning_is_not_opened(pinned: PinnedEstimator, tmp_path: Path) -> None:
    copy = replace(pinned, path=tmp_path / "own.joblib")
    copy.path.write_bytes(pinned.path.read_bytes() + b"\0")

    with pytest.raises(DamagedModel, match="not opened"):
        load_estimator(copy)


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05."])
def test_pinned_file_that_is_no_estimator_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "own.joblib").write_bytes(content)

    with pytest.raises(DamagedModel, match="cannot be opened"):
        load_estimator(PinnedEstimator(tmp_path / "own.joblib", sha256(content).hexdigest()))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="no such estimator"):
        load_estimator(PinnedEstimator(tmp_path / "own.joblib", "0" * 64))


def test_score_of_refusal_is_the_pipelines_own(pipeline: Pipeline, pinned: PinnedEstimator) -> None:
    decision = screener_with(pinned).screen(GARDEN, policy=RULES)

    assert decision.scores["refusal"] == pytest.approx(pipeline.predict_proba([GARDEN])[0, 1], abs=1e-12)
    assert decision.model == f"{Screener.load().label}+estimator:{pinned.sha256[:12]}"
    assert decision.outcome is Outcome.APPROVE


def test_other_scores_stay(pinned: PinnedEstimator) -> None:
    own, shared = (one.screen(GARDEN, policy=RULES).scores for one in (screener_with(pinned), Screener.load()))

    assert {name: score for name, score in own.items() if name != "refusal"} == shared


def test_it_holds_from_the_stated_score_and_never_refuses(pinned: PinnedEstimator) -> None:
    screener = screener_with(pinned, hold=0.5)
    held = screener.screen(GARDEN, policy=RULES)

    assert (held.outcome, held.violations) == (Outcome.HOLD, ())
    assert screener.screen(TOWN, policy=RULES).outcome is Outcome.APPROVE
    certain = replace(screener, likeness=lambda _text: 1.0)
    assert certain.screen(TOWN, policy=RULES).outcome is Outcome.HOLD


def test_it_releases_nothing_that_the_rules_refuse(pinned: PinnedEstimator) -> None:
    insult = "Sie sind ein widerlicher Vollidiot und ein hirnloser Trottel!"
    lenient = replace(screener_with(pinned), likeness=lambda _text: 0.0)

    assert Screener.load().screen(insult, policy=RULES).outcome is Outcome.REJECT
    assert lenient.screen(insult, policy=RULES).outcome is Outcome.REJECT


@pytest.mark.parametrize("answer", [[[0.5, float("nan")]], [[0.5, 7.0]], [], [[1.0]], None])
def test_answer_that_is_no_probability_is_a_fault(answer: object) -> None:
    class Broken:
        def predict_proba(self, _texts: list[str]) -> object:
            return answer

    with pytest.raises(ModelFault):
        Estimator("estimator:x", Broken(), 1).score("Guten Tag")


def test_comment_is_held_where_the_estimator_fails(deployment: Deployment) -> None:
    def fail(_text: str) -> float:
        raise ModelFault("estimator:x failed: ValueError")

    screeners = SiteScreeners(shipped_models(), deployment.screeners)
    broken = replace(deployment.screener, likeness=fail)
    screeners.get = lambda _site: broken  # type: ignore[method-assign]
    own = replace(deployment, site_screeners=screeners)
    add_site(own, "bote", now=NOW)
    articles.ingest(own, "bote", article(), NOW)
    decision = comments.screen(own, "bote", comment("c-1", TOWN), NOW).decision

    assert decision.outcome is Outcome.HOLD
    assert "estimator:x failed" in (decision.note or "")


SERVING = """
import sys
from pathlib import Path
from moderation.app import create_app
from moderation.services.deployment import open_deployment
from moderation.settings import Settings
print(open_deployment(Settings.from_environment()).screener.label, 'sklearn' in sys.modules)
"""


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_scikit_learn_is_imported_only_where_an_estimator_is_pinned(pinned: PinnedEstimator, tmp_path: Path) -> None:
    home = {"MODERATION_DATA_DIR": str(tmp_path)}
    pin = f"{pinned.path}@{pinned.sha256}"

    assert python("-c", SERVING, **home).stdout.split()[1] == "False"
    label, imported = python("-c", SERVING, **home, MODERATION_TRUSTED_ESTIMATOR=pin).stdout.split()
    assert (label.partition("+")[2], imported) == (f"estimator:{pinned.sha256[:12]}", "True")


def test_check_names_an_estimator_that_is_not_the_pinned_one(pinned: PinnedEstimator, tmp_path: Path) -> None:
    pin = f"{pinned.path}@{'0' * 64}"
    checked = python("-m", "moderation", "check", MODERATION_DATA_DIR=str(tmp_path), MODERATION_TRUSTED_ESTIMATOR=pin)

    assert checked.returncode == 1
    assert "it is not opened" in checked.stdout


def test_evaluation_shows_both_and_opens_no_unpinned_file(pinned: PinnedEstimator, tmp_path: Path) -> None:
    reviews = write_reviews(tmp_path / "reviews.jsonl", decisions(120, seed=8))
    evaluate = (str(ROOT / "scripts" / "evaluate.py"), "estimator", "--reviews", str(reviews), "--estimator")
    refused = python(*evaluate, str(pinned.path))
    shown = python(*evaluate, f"{pinned.path}@{pinned.sha256}")

    assert refused.returncode == 1
    assert f"@{pinned.sha256}" in refused.stderr
    assert shown.returncode == 0, shown.stderr
    assert f"estimator:{pinned.sha256[:12]}" in shown.stdout
    assert Screener.load().label in shown.stdout


def test_file_that_the_settings_pin_needs_no_second_digest(pinned: PinnedEstimator) -> None:
    settings = replace(Settings.from_environment({}), trusted_estimator=pinned)

    assert pinned_by(str(pinned.path), settings) == pinned
    with pytest.raises(InvalidInput, match="if you trust it"):
        pinned_by(str(pinned.path), Settings.from_environment({}))


def test_threshold_is_the_lowest_score_with_the_share() -> None:
    truth, scores = np.array([True, True, False, True, False]), np.array([0.9, 0.8, 0.7, 0.7, 0.1])

    assert threshold_of(truth, scores, 0.75) == 0.7
    assert threshold_of(truth, scores, 0.9) == 0.8
    assert threshold_of(~truth, scores, 0.9) is None


@pytest.mark.parametrize("stated", ["own.joblib", "@" + "0" * 64, "own.joblib@" + "g" * 64, "own.joblib@123"])
def test_pin_without_path_or_digest_is_refused(stated: str) -> None:
    with pytest.raises(InvalidSettings, match="PATH@SHA256"):
        Settings.from_environment({"MODERATION_TRUSTED_ESTIMATOR": stated})


@pytest.mark.parametrize("stated", ["nan", "0", "-1", "2", "high"])
def test_hold_that_is_no_score_is_refused(stated: str) -> None:
    with pytest.raises(InvalidSettings, match="must be a score"):
        Settings.from_environment({"MODERATION_TRUSTED_ESTIMATOR_HOLD": stated})
