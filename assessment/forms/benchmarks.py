"""Which benchmark, and which part of it, as the address asks for it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.measurement.benchmark import SECTOR, SIZE, Segment
from assessment.models import Consent, Snapshot
from assessment.models.facts import Sector, Size
from assessment.services.benchmarks import EVERYBODY

NAMES: dict[str, Mapping[str, str | Promise]] = {SECTOR: dict(Sector.choices), SIZE: dict(Size.choices)}
FAMILIES: dict[str, Promise] = {SECTOR: _("By sector"), SIZE: _("By size")}
Choices = list[tuple[str, object]]


def segment_name(segment: Segment) -> str:
    """Return what a segment is called on a page."""
    return str(NAMES[segment.family][segment.key] if segment.family in NAMES else _("All organizations"))


def address_of(segment: Segment) -> str:
    """Return a segment as it stands in an address: empty for all, else "sector.health"."""
    return "" if segment == EVERYBODY else f"{segment.family}.{segment.key}"


def segment_of(text: str) -> Segment | None:
    """Return the segment that an address asks for, None where there is no such sector or size."""
    family, _dot, key = text.partition(".")
    if not text:
        return EVERYBODY
    return Segment(family, key) if key in NAMES.get(family, {}) else None


class BenchmarkForm(forms.Form):
    """One of several questionnaires, and one of the segments that are offered."""

    questionnaire = forms.ChoiceField(label=_("Questionnaire"), required=False)
    segment = forms.ChoiceField(label=_("Organizations"), required=False)

    def __init__(
        self, chosen: Snapshot, segment: Segment, snapshots: Sequence[Snapshot], offered: Iterable[Segment]
    ) -> None:
        """`offered`: the segments with numbers; the chosen one is among the choices in any case."""
        values = {"questionnaire": chosen.questionnaire.key, "segment": address_of(segment)}
        super().__init__(values, auto_id="benchmark-%s")
        keys = [(each.questionnaire.key, each.version.title) for each in snapshots]
        cast(forms.ChoiceField, self.fields["questionnaire"]).choices = keys
        cast(forms.ChoiceField, self.fields["segment"]).choices = _grouped([*offered, segment])
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"
        if len(snapshots) == 1:
            del self.fields["questionnaire"]


def _grouped(segments: Iterable[Segment]) -> Choices:
    """All, then the sectors and the sizes under their headings, each once."""
    known = list(dict.fromkeys(segments))
    choices: Choices = [("", segment_name(EVERYBODY))]
    for family, heading in FAMILIES.items():
        within = [(address_of(each), segment_name(each)) for each in known if each.family == family]
        choices += [(str(heading), within)] if within else []
    return choices


class ConsentForm(forms.Form):
    """What a lead consents to, or withdraws, and whether the numbers go at once."""

    purpose = forms.ChoiceField(choices=Consent.Purpose.choices)
    at_once = forms.BooleanField(required=False)
