"""An uploaded bundle: read as plain JSON that is not too large, then checked against its schema."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from jsonschema import Draft202012Validator

from assessment.measurement.scores import SCALE_VERSION
from assessment.services.bundle_documents import FORMAT, KIND, Data
from assessment.services.errors import Refused
from assessment.services.plain_json import read_plain
from assessment.services.questionnaire_checks import document_problems
from assessment.services.questionnaire_export import content_hash
from assessment.services.questionnaire_problems import Problem, spelled
from assessment.services.questionnaire_schema import problems

SCHEMA_FILE = FilePath(__file__).resolve().parent.parent / "library" / "bundle.schema.json"
# That of the whole questionnaire, with hundreds of respondents, has a tenth of it.
LARGEST = 3_000_000
MOST_SENTENCES = 12


class BundleRefused(Refused):
    """A bundle can't be imported; `sentences` say why, the most telling first."""

    def __init__(self, sentences: Iterable[str], status: int = 422) -> None:
        told = list(sentences)
        more = len(told) - MOST_SENTENCES
        self.sentences = told[:MOST_SENTENCES]
        if more > 0:
            self.sentences.append(
                ngettext("There is %d more difference.", "There are %d more differences.", more) % more
            )
        super().__init__("\n".join(self.sentences), status)


@cache
def validator() -> Draft202012Validator:
    """What checks a document against the schema of bundles."""
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def read_bundle(content: bytes) -> Data:
    """Return the document of a bundle, in the form its schema asks for, with a questionnaire that can be used.

    Whether its scores are those of its tallies is for `bundles.import_bundle` to say. Raises
    BundleRefused where it is too large, no JSON, no bundle, of a newer format, of another scale,
    against the schema, or where its questionnaire was changed.
    """
    data: Data = _plain(content)
    _check_kind(data)
    _refuse(problems(validator(), data))
    questionnaire = data["questionnaire"]
    _refuse(_within(("questionnaire", "document"), document_problems(questionnaire["document"])))
    if content_hash(questionnaire["document"]) != questionnaire["content_hash"]:
        raise BundleRefused(
            [_("The questionnaire in the bundle was changed after the export: its content hash differs.")]
        )
    if questionnaire["document"]["questionnaire"] != questionnaire["key"]:
        raise BundleRefused([_("The bundle gives its questionnaire two different keys.")])
    return data


def _refuse(found: Iterable[Problem]) -> None:
    sentences = [f"{spelled(problem.path)}: {problem.reason}" if problem.path else problem.reason for problem in found]
    if sentences:
        raise BundleRefused(sentences)


def _within(path: tuple[str, ...], found: Iterable[Problem]) -> Iterator[Problem]:
    return (Problem((*path, *problem.path), problem.reason) for problem in found)


def _check_kind(data: object) -> None:
    """Say of what is no bundle of ours what it is, before the schema finds fault with each entry."""
    if not isinstance(data, dict) or data.get("bundle") != KIND:
        raise BundleRefused([_("This is JSON, but no bundle of an assessment.")])
    form = data.get("format")
    if isinstance(form, int) and form > FORMAT:
        said = {"format": form, "known": FORMAT}
        raise BundleRefused(
            [
                _("The bundle has format %(format)d, and this installation reads formats up to %(known)d.") % said,
                _("It comes from a newer version of Tacit. Bring this installation up to date first."),
            ]
        )
    scale = data.get("scale")
    if isinstance(scale, str) and scale != SCALE_VERSION:
        versions = {"scale": scale[:16], "known": SCALE_VERSION}
        raise BundleRefused(
            [
                _(
                    "The bundle was scored with version %(scale)s of the scale, and this installation computes version "
                    "%(known)s. Its scores would not be the same."
                )
                % versions
            ]
        )


def _plain(content: bytes) -> Any:  # noqa: ANN401 whatever JSON holds
    try:
        return read_plain(content, largest=LARGEST)
    except Refused as refused:
        raise BundleRefused([refused.sentence]) from refused
