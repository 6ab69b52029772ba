"""What an editor is told of a version: errors that keep it from being published, and warnings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version
from assessment.services.questionnaire_checks import RECOGNITION, document_problems
from assessment.services.questionnaire_export import Data, export_version, options_of
from assessment.services.questionnaire_parts import ADDED_TO_A_PRACTICE, practices, sections
from assessment.services.questionnaire_problems import Path, spelled
from assessment.services.questionnaire_rows import practice_options

TOOL = re.compile(
    r"\b(airflow|ansible|argocd|aws|azure|bitbucket|chatgpt|databricks|docker|dvc|elasticsearch|gcp|git|github|gitlab|"
    r"grafana|jenkins|jira|jupyter|kafka|keras|kibana|kubeflow|kubernetes|langchain|mlflow|onnx|openai|pandas|podman|"
    r"postgresql|prometheus|pytest|pytorch|sagemaker|scikit-learn|snowflake|sonarqube|tensorboard|tensorflow|terraform|"
    r"wandb|xgboost)\b",
    re.IGNORECASE,
)
TERM = re.compile(r"\bml-?ops\b", re.IGNORECASE)
LONGEST_ADVICE = 60


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to think about; `thing` is the row to open, the version itself where there is none."""

    level: Level
    place: str
    sentence: str
    thing: models.Model

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


def check_version(version: Version) -> list[Finding]:
    """Everything that is wrong with a version (errors first), and what is worth a second look (warnings).

    A version without errors can be published, and its export can be loaded. A fixed number of queries.
    """
    document = export_version(version)
    rows = _Rows(version)
    found = [_located(rows, Level.ERROR, problem.path, problem.reason) for problem in document_problems(document)]
    found += list(row_errors(version))
    found += [_located(rows, Level.WARNING, path, sentence) for path, sentence in warnings(document)]
    return found


# --- Where a path leads --------------------------------------------------------------------------


class _Rows:
    """The rows of a version in the order in which they are exported."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.sets = {row.key: row for row in OptionSet.objects.filter(version=version)}
        self.rules = list(Rule.objects.filter(version=version).order_by("position", "pk"))
        self.sections = list(
            Section.objects.filter(version=version)
            .order_by("position", "pk")
            .prefetch_related(
                Prefetch("practices", Practice.objects.order_by("position", "pk")),
                Prefetch("questions", Question.objects.filter(practice=None).order_by("position", "pk")),
            )
        )

    def trail(self, path: Path) -> list[models.Model]:
        """The rows that a path leads through, after the version."""
        match path:
            case ("sections", int(place), ("practices" | "questions") as name, int(inner), *_):
                section = self.sections[place]
                return [section, list(getattr(section, name).all())[inner]]
            case ("sections", int(place), *_):
                return [self.sections[place]]
            case ("option_sets", str(key), *_) if key in self.sets:
                return [self.sets[key]]
            case (("consistency" | "crosswalks") as name, int(place), *_):
                kind = Rule.Kind.CONSISTENCY if name == "consistency" else Rule.Kind.CROSSWALK
                return [[row for row in self.rules if row.kind == kind][place]]
        return []


def _located(rows: _Rows, level: Level, path: Path, sentence: str) -> Finding:
    trail = rows.trail(path)
    # A row takes two steps of the path: the list and the place in it.
    rest = spelled(path[2 * len(trail) :])
    place = " › ".join([*map(str, trail), *([rest] if rest else [])])
    return Finding(level, place, sentence, trail[-1] if trail else rows.version)


# --- What the format can't say -------------------------------------------------------------------


def row_errors(version: Version) -> Iterator[Finding]:
    """Rows that an export would lose: questions and options of practices that are not as loading makes them."""
    asked = Question.objects.select_related("option_set").prefetch_related(
        Prefetch("option_set__options", Option.objects.order_by("position", "pk"))
    )
    for practice in Practice.objects.filter(version=version).prefetch_related(Prefetch("questions", asked)):
        for question in practice.questions.all():
            yield from _facet_errors(version, practice, question)
    foreign = Prerequisite.objects.filter(practice__version=version).exclude(needs__version=version)
    for row in foreign.select_related("practice", "needs"):
        yield Finding(Level.ERROR, str(row.practice), _("“%s” belongs to another version.") % row.needs, row.practice)
    misplaced = Question.objects.filter(version=version).filter(
        ~Q(section__version=version) | Q(option_set__isnull=False) & ~Q(option_set__version=version)
    )
    for question in misplaced:
        yield Finding(Level.ERROR, str(question), _("Its options or its section belong to another version."), question)


def _facet_errors(version: Version, practice: Practice, question: Question) -> Iterator[Finding]:
    recognition = question.facet == Question.Facet.RECOGNITION
    if question.key != practice.key + (ADDED_TO_A_PRACTICE if recognition else ""):
        yield Finding(
            Level.ERROR, str(practice), _("Its questions do not have its key. Save the practice again."), practice
        )
    if question.option_set and question.option_set.key != (RECOGNITION if recognition else practice.key):
        yield Finding(
            Level.ERROR, str(practice), _("Its questions do not use its options. Save the practice again."), practice
        )
    if not recognition and not _as_loaded(version, practice, question):
        sentence = _(
            "Five options worth 0, 0.25, 0.5, 0.75 and 1 are needed, then “I don't know”. Save the practice again."
        )
        yield Finding(Level.ERROR, str(practice), sentence, practice)


def _as_loaded(version: Version, practice: Practice, question: Question) -> bool:
    """Whether a practice's options, their five texts aside, are those that loading would make."""
    options = list(options_of(question))
    texts = [option.text for option in options[:5]]
    if len(texts) < 5:
        return False
    wanted = practice_options(texts, may_not_apply=practice.may_not_apply, language=version.language)
    return [_meaning(option) for option in options] == [_meaning(option) for option in wanted]


def _meaning(option: Option) -> tuple[object, ...]:
    return (option.key, option.text, option.absent_text, option.points, option.value, option.code)


# --- Warnings ------------------------------------------------------------------------------------

Warning_ = tuple[Path, str]


def warnings(document: Data) -> Iterator[Warning_]:
    """What is allowed and yet seldom meant, by path."""
    for path, section in sections(document):
        counts = section.get("kind") == Section.Kind.DIMENSION and not section.get("overlay")
        if counts and not any(practice.get("essential") for practice in section.get("practices", ())):
            yield path, _("No practice of this dimension is essential.")
    for path, practice in practices(document):
        yield from _wording(path, practice)
        yield from _long_advice(path, practice)


WORDING = (
    (TERM, gettext_lazy("“%s” is named. People who never heard of it must be able to answer.")),
    (TOOL, gettext_lazy("“%s” is named. A practice is described without tools.")),
)


def _wording(path: Path, practice: Data) -> Iterator[Warning_]:
    for name in ("name", "question", "recognition", "why", "options", "advice"):
        for inner, text in _texts(practice.get(name)):
            for pattern, sentence in WORDING:
                if match := pattern.search(text):
                    yield (*path, name, *inner), str(sentence) % match[0]


def _texts(value: Any) -> Iterator[tuple[Path, str]]:  # noqa: ANN401 a text, a list or a mapping of texts
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, list):
        yield from (((place,), text) for place, text in enumerate(value) if isinstance(text, str))
    elif isinstance(value, dict):
        yield from (((name,), text) for name, text in value.items() if isinstance(text, str))


def _long_advice(path: Path, practice: Data) -> Iterator[Warning_]:
    for inner, text in _texts(practice.get("advice")):
        words = len(text.split())
        if words >= LONGEST_ADVICE:
            said = {"words": words, "limit": LONGEST_ADVICE}
            yield (*path, "advice", *inner), _("%(words)d words; fewer than %(limit)d are read.") % said
