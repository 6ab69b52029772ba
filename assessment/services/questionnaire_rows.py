"""Writes a checked document as the rows of a draft."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.models import Option, OptionSet, Practice, Prerequisite, Question, Rule, Section, Version
from assessment.services.questionnaire_checks import RECOGNITION, as_points
from assessment.services.questionnaire_export import ADVICE, STEPS, Data
from assessment.services.questionnaire_parts import ADDED_TO_A_PRACTICE

# Recognition is asked in one table after the practices of a section.
AFTER_THE_PRACTICES = 1000


def version_fields(document: Data) -> Data:
    """The columns of a version that a document fills."""
    names = ("title", "description", "language", "notes", "sources", "constructs")
    return {**{name: document[name] for name in names}, "minutes": int(document["minutes"]), **document["thresholds"]}


def practice_options(texts: list[str], *, may_not_apply: bool, language: str) -> list[Option]:
    """The options of a practice, not yet saved: five steps, "I don't know" and, where it may not apply, that."""
    steps = zip(STEPS.items(), texts, strict=True)
    options = [Option(key=key, text=text, points=points) for (key, points), text in steps]
    with override(language):
        options.append(Option(key="unknown", text=_("I don't know"), code=Option.Code.UNKNOWN))
        if may_not_apply:
            options.append(Option(key="not-applicable", text=_("Does not apply"), code=Option.Code.NOT_APPLICABLE))
    for position, option in enumerate(options):
        option.position = position
    return options


def write_document(version: Version, document: Data) -> None:
    """Fill an empty draft with a document that `document_problems` found right, in a fixed number of queries."""
    _Writer(version, document).write()


class _Writer:
    """Makes the rows kind by kind, so that each kind is saved at once."""

    def __init__(self, version: Version, document: Data) -> None:
        self.version = version
        self.document = document
        self.sets: dict[str, OptionSet] = {}
        self.practices: dict[str, Practice] = {}

    def write(self) -> None:
        sections = Section.objects.bulk_create(self.section(row, place) for place, row in enumerate(self.sections()))
        self.write_options()
        for section, row in zip(sections, self.sections(), strict=True):
            made = [self.practice(section, practice, place) for place, practice in enumerate(row.get("practices", ()))]
            self.practices |= {practice.key: practice for practice in made}
        Practice.objects.bulk_create(self.practices.values())
        Prerequisite.objects.bulk_create(self.prerequisites())
        Question.objects.bulk_create(self.questions(sections))
        Rule.objects.bulk_create(self.rules())

    def sections(self) -> list[Data]:
        found: list[Data] = self.document["sections"]
        return found

    def section(self, row: Data, place: int) -> Section:
        names = ("key", "kind", "title", "summary", "introduction", "weight", "overlay", "condition")
        return Section(version=self.version, position=place, **{name: row[name] for name in names if name in row})

    def write_options(self) -> None:
        wanted = dict(self.option_lists())
        self.sets = {key: OptionSet(version=self.version, key=key) for key in wanted}
        OptionSet.objects.bulk_create(self.sets.values())
        for key, options in wanted.items():
            for option in options:
                option.option_set = self.sets[key]
        Option.objects.bulk_create(option for options in wanted.values() for option in options)

    def option_lists(self) -> Iterator[tuple[str, list[Option]]]:
        for key, rows in self.document["option_sets"].items():
            yield key, [_option(row, place) for place, row in enumerate(rows)]
        for section in self.sections():
            for practice in section.get("practices", ()):
                yield practice["key"], self.options_of(practice)
            for question in section.get("questions", ()):
                if "options" in question:
                    yield question["key"], [_option(row, place) for place, row in enumerate(question["options"])]

    def options_of(self, practice: Data) -> list[Option]:
        return practice_options(
            practice["options"], may_not_apply=practice["may_not_apply"], language=self.version.language
        )

    def practice(self, section: Section, row: Data, place: int) -> Practice:
        names = ("key", "name", "weight", "essential", "may_not_apply", "why", "sources", "roles")
        return Practice(
            version=self.version,
            section=section,
            position=place,
            effort=int(row["effort"]),
            **{name: row[name] for name in names},
            **{f"advice_{action}": row["advice"][action] for action in ADVICE},
        )

    def prerequisites(self) -> Iterator[Prerequisite]:
        for section in self.sections():
            for row in section.get("practices", ()):
                for key in row["needs"]:
                    yield Prerequisite(practice=self.practices[row["key"]], needs=self.practices[key])

    def questions(self, sections: list[Section]) -> Iterator[Question]:
        for section, row in zip(sections, self.sections(), strict=True):
            for place, practice in enumerate(row.get("practices", ())):
                yield from self.facets(section, practice, place)
            for place, question in enumerate(row.get("questions", ())):
                yield self.question(section, question, place)

    def facets(self, section: Section, row: Data, place: int) -> Iterator[Question]:
        own: dict[str, Any] = {"version": self.version, "section": section, "practice": self.practices[row["key"]]}
        yield Question(
            **own,
            facet="practice",
            key=row["key"],
            text=row["question"],
            position=place,
            option_set=self.sets[row["key"]],
        )
        yield Question(
            **own,
            facet="recognition",
            key=row["key"] + ADDED_TO_A_PRACTICE,
            text=row["recognition"],
            position=AFTER_THE_PRACTICES + place,
            option_set=self.sets[RECOGNITION],
        )

    def question(self, section: Section, row: Data, place: int) -> Question:
        names = ("key", "text", "multiple", "construct", "reversed", "research_question")
        key = row["key"] if "options" in row else row.get("option_set", "")
        return Question(
            version=self.version,
            section=section,
            position=place,
            option_set=self.sets.get(key),
            **{name: row[name] for name in names if name in row},
        )

    def rules(self) -> Iterator[Rule]:
        for name, kind in (("consistency", Rule.Kind.CONSISTENCY), ("crosswalks", Rule.Kind.CROSSWALK)):
            for place, row in enumerate(self.document[name]):
                data = {key: value for key, value in row.items() if key != "key"}
                yield Rule(version=self.version, kind=kind, key=row["key"], position=place, data=data)


def _option(row: Data, place: int) -> Option:
    plain = {name: row[name] for name in ("key", "text", "absent_text", "value", "code") if name in row}
    return Option(position=place, points=as_points(row.get("points")), **plain)
