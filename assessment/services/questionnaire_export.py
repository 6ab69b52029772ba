"""A version as a document, as YAML, and as a hash of its content."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields
from fractions import Fraction
from typing import Any

import yaml
from django.db.models import Prefetch

from assessment.measurement.instrument import Thresholds
from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version
from assessment.services.questionnaire_checks import as_points

DEFAULTS = Thresholds()
ADVICE = ("adopt", "execute", "formalise", "sustain")
# The options of a practice, and what each is worth.
STEPS = {str(step + 1): step / 4 for step in range(5)}
Data = dict[str, Any]


def export_version(version: Version) -> Data:
    """The version as a document of the file format; loaded again, it is unchanged. A fixed number of queries.

    A draft is exported as it is: what is missing is left out, what the format does not know is put in, so that
    checking the document finds both.
    """
    sets = list(OptionSet.objects.filter(version=version).prefetch_related(_ordered_options("options")))
    sections = _sections(version)
    own = {practice.key for section in sections for practice in section.practices.all()}
    own |= {question.key for section in sections for question in section.questions.all()}
    return {
        "questionnaire": version.questionnaire.key,
        "title": version.title,
        "description": version.description,
        "language": version.language,
        "minutes": version.minutes,
        "notes": version.notes,
        "thresholds": changed_thresholds(version),
        "sources": version.sources,
        "constructs": version.constructs,
        "option_sets": {
            row.key: [_option(option) for option in row.options.all()] for row in sets if row.key not in own
        },
        "sections": [_section(section) for section in sections],
        **_rules(version),
    }


def as_yaml(document: Data) -> str:
    """A document as the text of a file, without aliases."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)


class _PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def content_hash(document: Data) -> str:
    """SHA-256, as 64 hexadecimal digits, of everything in a document but its notes.

    Documents that mean the same have the same hash: 1 and 1.0, "1/3" and its float, a default written out.
    """
    content = {key: value for key, value in document.items() if key != "notes"}
    content["thresholds"] = {
        name: value for name, value in content.get("thresholds", {}).items() if value != getattr(DEFAULTS, name)
    }
    text = json.dumps(_canonical(content), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object, name: str = "") -> object:
    if isinstance(value, dict):
        return {key: _canonical(held, key) for key, held in value.items() if (key, held) != ("multiple", False)}
    if isinstance(value, list):
        return [_canonical(held) for held in value]
    if name == "points":
        value = as_points(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def changed_thresholds(version: Version) -> Data:
    """The thresholds of the version that are not the defaults."""
    now = version.thresholds()
    names = [threshold.name for threshold in fields(Thresholds)]
    return {name: getattr(now, name) for name in names if getattr(now, name) != getattr(DEFAULTS, name)}


# --- Rows ----------------------------------------------------------------------------------------


def _ordered_options(path: str) -> Prefetch[Any]:
    return Prefetch(path, Option.objects.order_by("position", "pk"))


def _sections(version: Version) -> list[Section]:
    needs = Prerequisite.objects.select_related("needs").order_by("pk")
    asked = Question.objects.select_related("option_set").prefetch_related(_ordered_options("option_set__options"))
    practices = Practice.objects.order_by("position", "pk").prefetch_related(
        Prefetch("needs", needs), Prefetch("questions", asked)
    )
    free = asked.filter(practice=None).order_by("position", "pk")
    rows = Section.objects.filter(version=version).order_by("position", "pk")
    return list(rows.prefetch_related(Prefetch("practices", practices), Prefetch("questions", free)))


def _said(**values: object) -> Data:
    """Only what says something: no empty text, no "no"."""
    return {name: value for name, value in values.items() if value not in ("", None, False, [])}


def _section(row: Section) -> Data:
    counts = row.kind == Section.Kind.DIMENSION
    return {
        "key": row.key,
        "kind": row.kind,
        **_said(title=row.title, summary=row.summary, introduction=row.introduction),
        **({"weight": row.weight, "overlay": row.overlay} if counts else {}),
        **_said(condition=row.condition),
        **_said(
            practices=[_practice(practice) for practice in row.practices.all()],
            questions=[_question(question) for question in row.questions.all()],
        ),
    }


def _practice(row: Practice) -> Data:
    asked = {question.facet: question for question in row.questions.all()}
    question, recognition = asked.get(Question.Facet.PRACTICE), asked.get(Question.Facet.RECOGNITION)
    return {
        "key": row.key,
        **_said(name=row.name, question=question and question.text, recognition=recognition and recognition.text),
        "essential": row.essential,
        "effort": row.effort,
        "weight": row.weight,
        "may_not_apply": row.may_not_apply,
        **_said(why=row.why),
        "options": [option.text for option in options_of(question) if option.key in STEPS],
        "advice": _said(**{action: getattr(row, f"advice_{action}") for action in ADVICE}),
        "needs": [prerequisite.needs.key for prerequisite in row.needs.all()],
        "sources": row.sources,
        "roles": row.roles,
    }


def options_of(question: Question | None) -> Iterable[Option]:
    """The options of a question, in order; none for an open one."""
    return question.option_set.options.all() if question and question.option_set else ()


def _question(row: Question) -> Data:
    own = row.option_set and row.option_set.key == row.key
    return {
        "key": row.key,
        **_said(text=row.text, multiple=row.multiple),
        **_said(construct=row.construct),
        **({"reversed": row.reversed} if row.construct or row.reversed else {}),
        **_said(research_question=row.research_question, condition=row.condition),
        **({"options": [_option(option) for option in options_of(row)]} if own else {}),
        **({"option_set": row.option_set.key} if row.option_set and not own else {}),
    }


def _option(row: Option) -> Data:
    points = {} if row.points is None else {"points": _fraction(row.points)}
    value = {} if row.value is None else {"value": row.value}
    return {
        "key": row.key,
        **_said(text=row.text, absent_text=row.absent_text),
        **points,
        **value,
        **_said(code=row.code),
    }


def _fraction(points: float) -> float | str:
    """Points as people write them: thirds and the like as a fraction."""
    near = Fraction(points).limit_denominator(9)
    return str(near) if near.denominator not in (1, 2, 4, 8) and float(near) == points else points


def _rules(version: Version) -> Data:
    rows = list(Rule.objects.filter(version=version).order_by("position", "pk"))
    return {
        name: [{**row.data, "key": row.key} for row in rows if row.kind == kind]
        for name, kind in (("consistency", Rule.Kind.CONSISTENCY), ("crosswalks", Rule.Kind.CROSSWALK))
    }
