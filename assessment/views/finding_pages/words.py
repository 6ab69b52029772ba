"""The findings of the study in a few words each, and the measures that this installation sets beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.services.findings_readings import BATCH, EXPLICIT, HALF, IMPLICIT, ONLINE, OPINION, STAGE

STUDY_URL = "https://arxiv.org/abs/2408.00463"


@dataclass(frozen=True)
class Measure:
    """One measure: its subjects, and what it is in one phrase."""

    subjects: tuple[str, ...]
    shows: Promise


@dataclass(frozen=True)
class Finding:
    """One finding: what the study says, what is measured here, and what that does not say."""

    key: str
    title: Promise
    said: Promise
    beside: Promise
    limits: Promise
    measures: tuple[Measure, ...]


def _opinion(key: str, shows: Promise) -> Measure:
    return Measure((f"{OPINION}{key}",), shows)


# Translators: the study asked three people; these sentences say what they said, not what is the case.
FINDINGS = (
    Finding(
        "adoption",
        _("Adoption differs widely"),
        _("How far guidelines for MLOps are followed differed from one organization to the next."),
        _("How many organizations stand at each stage, and in how many at least half of the practices are done."),
        _("The stages follow from cut points that editors chose: others would spread the same answers otherwise."),
        (
            Measure((STAGE,), _("Organizations by stage")),
            Measure(
                (HALF,),
                _("Organizations with a practice score of at least 50 of 100"),
            ),
        ),
    ),
    Finding(
        "implicit",
        _("Some do it without having decided to"),
        _("Some worked much as the guidelines say without meaning to, and without knowing the principles behind it."),
        _("In how many organizations more is done by habit (the implicit part) than on purpose (the explicit part)."),
        _("That nobody agreed on a practice does not mean that nobody knows the guideline behind it."),
        (
            Measure(
                (IMPLICIT,),
                _("Organizations in which more is done by habit than on purpose"),
            ),
        ),
    ),
    Finding(
        "offline",
        _("Some work offline"),
        _("Some relied on processes that run offline."),
        _(
            "In how many organizations at least half of the practices of release and serving are done, where models "
            "serve in batches and where they serve otherwise."
        ),
        _("Serving in batches is not immature: it may simply be what is needed."),
        (
            Measure(
                (BATCH, ONLINE),
                _("Organizations with at least 50 of 100 in release and serving, by how models serve"),
            ),
        ),
    ),
    Finding(
        "tool-cost",
        _("Tools cost much"),
        _("The price of tools was named as a burden."),
        _("How far respondents agree that price and upkeep of tools weigh on them."),
        _("It is an opinion. What organizations pay was not asked."),
        (_opinion("tool-cost", _("Agreement that tools are a burden")),),
    ),
    Finding(
        "learning",
        _("There is much to learn"),
        _("The learning curve was described as steep."),
        _("How far respondents agree that it takes long, that it is hard to begin, and that help is scarce."),
        _("It is an opinion of people who answer such questions. How long learning took was not measured."),
        (_opinion("learning", _("Agreement that learning is an effort")),),
    ),
    Finding(
        "generative",
        _("Generative AI promises something"),
        _("Generative AI was expected to help with code, with monitoring and with explanations."),
        _("How far respondents expect this, too."),
        _("It is an expectation. Whether it comes true is not in these numbers."),
        (_opinion("generative-promise", _("Agreement that generative AI will help")),),
    ),
    Finding(
        "explainable",
        _("Explainable AI promises something"),
        _("Explainable AI was expected to help in building, watching and explaining models."),
        _("How far respondents expect this, too."),
        _("It is an expectation. Whether it comes true is not in these numbers."),
        (_opinion("explainable-promise", _("Agreement that explainable AI will help")),),
    ),
    Finding(
        "needs",
        _("Guidelines, tools and training are wanted"),
        _("Better guidelines and tools were called for, and more training in organizations."),
        _(
            "How far respondents know guidelines and the reasons for them, and in how many organizations at least "
            "half of everything is done and agreed."
        ),
        _("Little awareness shows that there is room, not that people want it filled."),
        (
            _opinion("awareness", _("Agreement that guidelines are known")),
            Measure(
                (EXPLICIT,),
                _("Organizations with an explicit part of at least 50 of 100"),
            ),
        ),
    ),
)

# What a chart of shares finds, by subject.
SENTENCES: Mapping[str, Promise] = {
    HALF: _("In %(count)d of %(n)d organizations, at least half is done"),
    IMPLICIT: _("In %(count)d of %(n)d organizations, more is done by habit than on purpose"),
    EXPLICIT: _("In %(count)d of %(n)d organizations, at least half of everything is done and agreed"),
    BATCH: _("Where models serve in batches, %(count)d of %(n)d organizations do at least half of it"),
    ONLINE: _(
        "Where models serve online, on devices or mixed, %(count)d of %(n)d organizations do at least half of it"
    ),
}
SERVED: Mapping[str, Promise] = {
    BATCH: _("In batches, offline"),
    ONLINE: _("Online, on devices or mixed"),
}
