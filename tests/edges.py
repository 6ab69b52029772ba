"""Closed rounds at the edges of what can be answered, each on one small questionnaire with everything in it."""

from collections.abc import Callable

from assessment.models import Assessment, Person, Version
from assessment.services.bundle_files import read_bundle
from assessment.services.bundles import import_bundle
from assessment.services.questionnaires import load_questionnaire, retire
from tests.bundles import KEYS, bundle_of, empty_the_database, everywhere, make_round, questionnaire
from tests.factories import make_organization
from tests.views.test_results import make_closed

CROSSWALK = {
    "key": "some-model",
    "title": "Some model",
    "url": "https://example.org/levels",
    "levels": [{"level": 0, "name": "By hand"}, {"level": 1, "name": "All", "requires": {"d0-p0": 0.5, "d2-p1": 0.8}}],
}
UNKNOWN, NOT_APPLICABLE = ("unknown", ""), ("not-applicable", "")
GOOD = everywhere("4", "habit")


def make_version() -> Version:
    """Three dimensions of three practices, each of which may not apply; opinions, an open question, a crosswalk."""
    document = questionnaire() | {"crosswalks": [CROSSWALK]}
    for section in document["sections"]:
        for practice in section.get("practices", ()):
            practice["may_not_apply"] = True
    return load_questionnaire(Person(), document).version


def retired() -> Assessment:
    assessment = make_round(GOOD, version=make_version())
    retire(Person(), assessment.version)
    assessment.refresh_from_db()
    return assessment


def imported() -> Assessment:
    """A round of three that a lead brought from elsewhere, with its questionnaire."""
    text = bundle_of(make_round(GOOD, GOOD, everywhere("1", "nobody"), version=make_version()))
    empty_the_database()
    home = make_organization("Elsewhere")
    lead = home.memberships.get().user
    return import_bundle(Person(lead), home, read_bundle(text.encode()))


ROUNDS: dict[str, Callable[[], Assessment]] = {
    "nobody submitted": lambda: make_closed(version=make_version()),
    "one left everything blank": lambda: make_round({}, version=make_version()),
    "one respondent": lambda: make_round(GOOD, version=make_version()),
    "two respondents": lambda: make_round(GOOD, everywhere("1", "nobody"), version=make_version()),
    "nothing applies": lambda: make_round(dict.fromkeys(KEYS, NOT_APPLICABLE), version=make_version()),
    "below the limit": lambda: make_round(
        dict.fromkeys(KEYS, UNKNOWN) | {"d0-p0": ("4", "habit"), "d0-p1": ("4", "habit")}, version=make_version()
    ),
    "a retired version": retired,
    "imported": imported,
}
