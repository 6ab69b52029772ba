"""A quick check as one page asks it, and where its answers go afterwards."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import QueryDict

from assessment.forms.sections import Card, SectionForm
from assessment.models import Section
from assessment.services.versions import FrozenSection

Numbered = tuple[int, Card]


@dataclass(frozen=True)
class TrialForm(SectionForm):
    """All questions on one page: its section is the whole questionnaire, shown in the groups it came from."""

    @property
    def groups(self) -> list[tuple[FrozenSection, list[Numbered]]]:
        """The sections before the table of how practices came about, with their cards, numbered through."""
        return [group for group in self._groups() if group[0].kind != Section.Kind.PERCEPTION]

    @property
    def views(self) -> list[tuple[FrozenSection, list[Numbered]]]:
        """The sections after it: opinions, which no score counts."""
        return [group for group in self._groups() if group[0].kind == Section.Kind.PERCEPTION]

    def _groups(self) -> list[tuple[FrozenSection, list[Numbered]]]:
        keys = [section.key for section in self.version.sections]
        ordered = sorted(self.cards, key=lambda card: keys.index(card.question.section_key))
        numbered = list(enumerate(ordered, start=1))
        groups = [
            (section, [(place, card) for place, card in numbered if card.question.section_key == section.key])
            for section in self.version.sections
        ]
        return [group for group in groups if group[1]]


class ReceiverForm(forms.Form):
    """The round that answers are carried over into."""

    assessment = forms.UUIDField()

    @classmethod
    def uid_in(cls, data: QueryDict) -> UUID | None:
        """The round's uid; None where what was sent is none."""
        form = cls(data)
        return form.cleaned_data["assessment"] if form.is_valid() else None
