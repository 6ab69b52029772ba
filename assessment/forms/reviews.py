"""What a reviewer says of one dimension: a comment, and of each practice what was verified."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.forms.lines import LinesField
from assessment.services.frozen import FrozenPractice, FrozenSection
from assessment.services.review_choices import Choice, chosen, practice_choices, recognition_choices
from assessment.services.reviews import Given, Review, Verified

LONGEST_COMMENT, LONGEST_NOTE = 3000, 500


@dataclass(frozen=True)
class PracticeFields:
    """The fields of one practice, with what is stored of it; `again` is there for what is older than the result."""

    practice: FrozenPractice
    stored: Verified | None
    x: forms.BoundField
    e: forms.BoundField
    note: forms.BoundField
    again: forms.BoundField | None

    @property
    def fields(self) -> tuple[forms.BoundField, ...]:
        return (self.x, self.e, self.note)

    @property
    def differs(self) -> bool:
        """Whether what was typed is not what is stored."""
        return any(_text(field.value()) != _text(field.initial) for field in self.fields)

    @property
    def stored_words(self) -> tuple[str, ...]:
        """What is stored, as it is chosen and typed."""
        if self.stored is None:
            return (_("not verified"),)
        recognition = chosen(recognition_choices(self.practice, absent=self.stored.x == 0), self.stored.e)
        practice = chosen(practice_choices(self.practice), self.stored.x)
        said = (practice.text if practice else "", recognition.text if recognition else "", self.stored.note)
        return tuple(text for text in said if text)


class ReviewForm(forms.Form):
    """A comment on a dimension, and where `verifies` the ratings of its practices."""

    comment = LinesField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control", "maxlength": LONGEST_COMMENT}),
        help_text=gettext_lazy(
            "At most 3000 characters; an empty line begins a paragraph. Everybody who may see the result reads it, and "
            "it is in the report."
        ),
    )
    seen = forms.CharField(required=False, max_length=64)

    def __init__(self, section: FrozenSection, review: Review, *args: Any, verifies: bool, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`review` is what is stored; what was typed goes on top."""
        super().__init__(*args, **kwargs)
        self.section, self.review, self.verifies = section, review, verifies
        comment = review.comments.get(section.key)
        self.fields["comment"].initial = comment.text if comment else ""
        for practice in section.practices if verifies else ():
            self.fields.update(_fields(practice, review.ratings.get(practice.key)))

    def rows(self) -> Iterator[PracticeFields]:
        """The fields of each practice, in order."""
        for practice in self.section.practices if self.verifies else ():
            stored = self.review.ratings.get(practice.key)
            x, e, note = (self[f"{part}-{practice.key}"] for part in ("x", "e", "note"))
            again = self[f"again-{practice.key}"] if stored and stored.is_older else None
            yield PracticeFields(practice, stored, x, e, note, again)

    @property
    def ratings(self) -> Mapping[str, Given | None] | None:
        """What was chosen, by practice; None where nothing is verified here."""
        if not self.verifies:
            return None
        return {practice.key: self._given(practice) for practice in self.section.practices}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for practice in self.section.practices if self.verifies else ():
            self._check(practice, given)
        return given

    def _check(self, practice: FrozenPractice, given: Mapping[str, Any]) -> None:
        """Say at its field what goes without a choice, and how it came about where that does not fit the choice."""
        x, e, note = (given.get(f"{part}-{practice.key}", "") for part in ("x", "e", "note"))
        if f"x-{practice.key}" in self.errors:
            return
        if not x and (e or note):
            self.add_error(f"x-{practice.key}", _("Choose what was verified, or empty what belongs to it."))
        elif e and (practice_points(practice, x) == 0) != e.startswith("absent-"):
            self.add_error(f"e-{practice.key}", _("Choose from the group that fits what you verified above."))

    def _given(self, practice: FrozenPractice) -> Given | None:
        said = {part: self.cleaned_data[f"{part}-{practice.key}"] for part in ("x", "e", "note", "again")}
        x = practice_points(practice, said["x"])
        if x is None:
            return None
        e = _points(recognition_choices(practice, absent=x == 0), said["e"])
        return Given(x, e, said["note"], again=said["again"])


def practice_points(practice: FrozenPractice, key: str) -> float | None:
    """What the choice with this key is worth, None for no choice."""
    return _points(practice_choices(practice), key)


def _points(choices: tuple[Choice, ...], key: str) -> float | None:
    return next((choice.points for choice in choices if choice.key == key), None)


def _text(value: object) -> str:
    return str(value or "").replace("\r\n", "\n").strip()


def _fields(practice: FrozenPractice, stored: Verified | None) -> dict[str, forms.Field]:
    done, choices = _recognition(practice), practice_choices(practice)
    x = chosen(choices, stored.x) if stored else None
    e = chosen(recognition_choices(practice, absent=stored.x == 0), stored.e) if stored else None
    made = {
        "x": forms.ChoiceField(
            label=practice.name,
            required=False,
            choices=[("", _("Not verified")), *((each.key, each.text) for each in choices)],
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            initial=x.key if x else "",
        ),
        "e": forms.ChoiceField(
            label=_("How it came about"),
            required=False,
            choices=done,
            widget=forms.Select(attrs={"class": "form-select"}),
            initial=e.key if e else "",
        ),
        "note": LinesField(
            label=_("What was seen"),
            required=False,
            max_length=LONGEST_NOTE,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "maxlength": LONGEST_NOTE}),
            initial=stored.note if stored else "",
        ),
        "again": forms.BooleanField(required=False, label=_("I looked again, and this is still what is there")),
    }
    return {f"{part}-{practice.key}": field for part, field in made.items()}


def _recognition(practice: FrozenPractice) -> list[tuple[str, Any]]:
    """How it came about, in the wording for what happens and for what does not."""
    done, absent = (
        [(each.key, each.text) for each in recognition_choices(practice, absent=absent)] for absent in (False, True)
    )
    return [("", _("Not verified")), (_("Where it happens"), done), (_("Where it does not happen"), absent)]
