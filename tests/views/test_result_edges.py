"""Every page and file of a result at the edges of what can be answered: no error, and a sentence of how it is."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.models import Assessment, Version
from tests.bundles import Data, bundle_of, make_round, spoiled
from tests.edges import ROUNDS
from tests.exports import lead_of, pdf_words, words_of
from tests.factories import make_organization
from tests.views.test_bundles import upload

pytestmark = pytest.mark.django_db

PAGES = (
    "", "what-if/", "what-if/?do=now", "what-if/?try=d0-p0:75,67", "plan/", "targets/", "crosswalks/", "opinions/",
    "agreement/", "why/", "why/d0/", "why/d0/d0-p0/",
)  # fmt: skip
TABLES = (
    "practices.csv", "dimensions.csv", "opinions/opinions.csv", "opinions/answers.csv", "what-if/practices.csv",
    "what-if/dimensions.csv",
)  # fmt: skip

NO_STAGE = "No stage yet Not enough answers for an overall result"
NO_ADVICE = "So there is no mix, no stage and no advice. What can be said is below."
SAME = "Nothing is tried yet, so both sides are the same"
NO_ROADMAP = "Nothing is planned yet This result has no roadmap, so it says nothing about what to start with."
ROADMAP = "Nothing is planned yet The roadmap says what to start with."
FEW_OPINIONS = "Nothing to show: an opinion has a mean where at least three responses give it"
FEW_WORDS = "Open answers are shown once there are three responses"
ALONE = "Nobody to compare with Agreement can be told where at least two people rated the same practice."
NO_LEVEL = "Some model No level can be told"
LEVEL_0 = "Some model About level 0 of 1: By hand"
TOO_FEW = "Dimension 0 – – too few answers"
NOTHING_TO_TRY = "What if some practices were done better? There is nothing to try"
STILL = "Too few answers for an overall result, even with what you try"
NO_SUCH = "This page does not exist This result has no such dimension."

# What each page says, beside the numbers that go with it; the status is 200 but where the sentence is NO_SUCH.
SAID: dict[str, dict[str, tuple[str, ...]]] = {
    "nobody submitted": {
        "": (
            "0 people answered",
            f"{NO_STAGE} Nobody has submitted answers, so there is nothing to score. {NO_ADVICE}",
            "Score between 0 and 100 , whatever the unknown answers are",
        ),
        "what-if/": (f"{NOTHING_TO_TRY} Nobody has submitted answers, so there is nothing to start from.",),
        "what-if/?do=now": (f"{NOTHING_TO_TRY} Nobody has submitted answers",),
        "what-if/?try=d0-p0:75,67": (f"{NOTHING_TO_TRY} Nobody has submitted answers",),
        "plan/": (NO_ROADMAP,),
        "targets/": (TOO_FEW,),
        "crosswalks/": (f"{NO_LEVEL} Nobody said anything about the practices that this model takes.",),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("0 responses were submitted.", "Does not hold: Part of the weight: 0.00 < 66⅔"),
        "why/d0/": ("Does not hold: Coverage, in per cent: 0.00 < 60",),
        "why/d0/d0-p0/": ("It is unknown, and so holds back.", "There is no overall result, so there is no advice."),
    },
    "one left everything blank": {
        "": ("1 person answered", f"{NO_STAGE} No dimension has enough answers. {NO_ADVICE}", "Coverage 0 %"),
        "what-if/": (SAME, "No stage yet Too few answers for an overall result."),
        "what-if/?do=now": (SAME,),
        "what-if/?try=d0-p0:75,67": (STILL, "Coverage 0 % +11 11 %", "Practice d0-p0 done 75, agreed 67"),
        "plan/": (NO_ROADMAP,),
        "targets/": (TOO_FEW,),
        "crosswalks/": (f"{NO_LEVEL} Nobody said anything about the practices that this model takes.",),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("1 response was submitted. One left blank counts too.",),
        "why/d0/": ("Does not hold: Rated practices: 0 < 2",),
        "why/d0/d0-p0/": ("1 person submitted. Who said what is counted from three people on.",),
    },
    "one respondent": {
        "": ("Stage 2 of 4 Implicit", "Score 75 of 100, from 1 person", "Every dimension reaches its target"),
        "what-if/": (SAME, "Today Implicit"),
        "what-if/?do=now": ("Still Implicit, with the same score of 75",),
        "what-if/?try=d0-p0:75,67": ("Still Implicit, with the same score of 75", "Done on purpose 25 +3 28"),
        "plan/": (ROADMAP,),
        "targets/": ("Dimension 0 75 +25 good enough for us",),
        "crosswalks/": (LEVEL_0, "Not met: Practice d2-p1 : needs 80, yours is 75"),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("Sum ÷ 3 75.00",),
        "why/d0/": ("Holds: Coverage, in per cent: 100.00 ≥ 60",),
        "why/d0/d0-p0/": ("One person rated this practice.", "Holds you back no", "Advice Formalise"),
    },
    "two respondents": {
        "": ("Contested, between Manual and Implicit.", "Score 38 of 100, from 2 people"),
        "what-if/": (SAME, "Today: Contested, between Manual and Implicit."),
        "what-if/?do=now": ("Implicit instead of Exploring, with a score of 51 instead of 38",),
        "what-if/?try=d0-p0:75,67": ("Still Exploring, with a score of 42 instead of 38",),
        "plan/": (ROADMAP,),
        "targets/": ("Dimension 0 38 −12 not yet",),
        "crosswalks/": (f"{LEVEL_0} 2 practices are missing for level 1.",),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (
            "Practice d0-p0 at least half the scale apart – – – 2",
            "Here there are too few, or nobody said",
        ),
        "why/": ("Contested yes",),
        "why/d0/": ("Sum ÷ 3 37.50",),
        "why/d0/d0-p0/": ("since two would tell one what the other said",),
    },
    "nothing applies": {
        "": (
            "No stage yet Nothing that was asked applies here Every practice was said not to apply, so there is "
            "nothing to score. So there is no mix, no stage and no advice.",
        ),
        "what-if/": (f"{NOTHING_TO_TRY} Every practice was said not to apply here.",),
        "what-if/?do=now": (f"{NOTHING_TO_TRY} Every practice",),
        "what-if/?try=d0-p0:75,67": (f"{NOTHING_TO_TRY} Every practice",),
        "plan/": (NO_ROADMAP,),
        "targets/": ("Dimension 0 – – does not apply",),
        "crosswalks/": (f"{NO_LEVEL} None of the practices that this model takes applies here.",),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("Held back by nothing", "1 response was submitted."),
        "why/d0/": (NO_SUCH,),
        "why/d0/d0-p0/": (NO_SUCH,),
    },
    "below the limit": {
        "": (
            f"{NO_STAGE} 2 of 3 dimensions have too few answers, and the others carry too little weight. {NO_ADVICE}",
            "Dimension 1 : 0 of 3 practices known, coverage 0 %",
            "The one dimension with enough answers reaches its target",
            "Score between 17 and 94 , whatever the unknown answers are",
        ),
        "what-if/": (SAME, "Held back by Practice d1-p0, Practice d2-p0 Limiting dimension Dimension 0"),
        "what-if/?do=now": (SAME,),
        "what-if/?try=d0-p0:75,67": (STILL, "Coverage 22 % 22 %"),
        "plan/": (NO_ROADMAP,),
        "targets/": ("Dimension 0 75 +25 good enough for us Dimension 1 – – too few answers",),
        "crosswalks/": (LEVEL_0, "Not met: Practice d2-p1 : needs 80, and nobody knows"),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("Coverage 22 % rounded from 22.22 %", "Does not hold: Part of the weight: 33.33 < 66⅔"),
        "why/d0/": ("Unknown, so left out of the score: Practice d0-p2",),
        "why/d0/d0-p0/": ("There is no overall result, so there is no advice.",),
    },
    "a retired version": {
        "": ("questionnaire version 1, not used for new rounds", "Score 75 of 100, from 1 person"),
        "what-if/": (SAME,),
        "what-if/?do=now": ("Still Implicit, with the same score of 75",),
        "what-if/?try=d0-p0:75,67": ("Still Implicit, with the same score of 75",),
        "plan/": (ROADMAP,),
        "targets/": ("Dimension 0 75 +25 good enough for us",),
        "crosswalks/": (LEVEL_0,),
        "opinions/": (FEW_OPINIONS, FEW_WORDS),
        "agreement/": (ALONE,),
        "why/": ("Sum ÷ 3 75.00",),
        "why/d0/": ("Holds: Coverage, in per cent: 100.00 ≥ 60",),
        "why/d0/d0-p0/": ("One person rated this practice.",),
    },
    "imported": {
        "": ("questionnaire version 1, not used for new rounds · imported", "Score 50 of 100, from 3 people"),
        "what-if/": (SAME,),
        "what-if/?do=now": (SAME,),
        "what-if/?try=d0-p0:75,67": ("Still Implicit, with a score of 53 instead of 50",),
        "plan/": (ROADMAP,),
        "targets/": ("Dimension 0 50 0 good enough for us",),
        "crosswalks/": (f"{LEVEL_0} One practice is missing for level 1.",),
        "opinions/": (FEW_OPINIONS, "This round was imported. What people wrote stayed where they answered."),
        "agreement/": (
            "Practice d0-p0 0 75 75 3",
            "This round was imported. Who answered what stayed where people answered, so roles cannot be compared.",
        ),
        "why/": ("Sum ÷ 3 50.00",),
        "why/d0/": ("Sum ÷ 3 50.00",),
        "why/d0/d0-p0/": ("Done 50 Agreed 22 Mix 17", "d0-p0 We could not. The old version is gone. 1 0 0"),
    },
}

# Of the files: the rows of each table, the values of the first practice (state, raters, done, advice), what the
# report says, what the sheet says in "Stage" and "Score", and how many are counted in the bundle.
ROWS = (9, 3, 0, 0, 9, 3)
NO_ROWS = (0,) * 6
Held = tuple[tuple[int, ...], tuple[str, ...], str, tuple[object, object], tuple[int, int]]
HELD: dict[str, Held] = {
    "nobody submitted": (
        ROWS, ("Unknown", "0", "", ""), "Nobody has submitted answers, so there is nothing to score.", (None, None),
        (0, 0),
    ),
    "one left everything blank": (
        ROWS, ("Unknown", "0", "", ""), "No dimension has enough answers.", (None, None), (1, 1),
    ),
    "one respondent": (ROWS, ("Rated", "1", "0.75", "Formalise"), "Stage 2 of 4 Implicit", ("Implicit", 75), (1, 1)),
    "two respondents": (ROWS, ("Rated", "2", "0.375", "Adopt"), "Stage 1 of 4 Exploring", ("Exploring", 37.5), (2, 2)),
    "nothing applies": (
        NO_ROWS, (), "Every practice was said not to apply, so there is nothing to score.", (None, None), (1, 1),
    ),
    "below the limit": (
        ROWS, ("Rated", "1", "0.75", ""), "2 of 3 dimensions have too few answers", (None, None), (1, 1),
    ),
    "a retired version": (
        ROWS, ("Rated", "1", "0.75", "Formalise"), "Stage 2 of 4 Implicit", ("Implicit", 75), (1, 1),
    ),
    "imported": (ROWS, ("Rated", "3", "0.5", "Discuss"), "Imported", ("Implicit", 50), (3, 3)),
}  # fmt: skip


@pytest.mark.parametrize("kind", ROUNDS)
def test_every_page_says_how_it_is(client: Client, kind: str) -> None:
    assessment = ROUNDS[kind]()
    client.force_login(lead_of(assessment))
    expected = {page: (404 if NO_SUCH in told else 200, told) for page, told in SAID[kind].items()}
    assert tuple(expected) == PAGES
    assert {page: seen(client, assessment, page, told) for page, told in SAID[kind].items()} == expected


def seen(client: Client, assessment: Assessment, page: str, told: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    """The status of a page, and those of the sentences that stand on it; in place of one that does not, the page."""
    response = client.get(f"/results/{assessment.uid}/{page}")
    words = words_of(response.content.decode())
    return response.status_code, tuple(sentence if sentence in words else words for sentence in told)


@pytest.mark.parametrize("kind", ROUNDS)
def test_every_file_holds_what_there_is(client: Client, kind: str) -> None:
    assessment = ROUNDS[kind]()
    client.force_login(lead_of(assessment))
    rows, practice, sentence, figures, counted = HELD[kind]
    tables = {name: table(client, assessment, name) for name in TABLES}
    assert tuple(map(len, tables.values())) == rows
    first = tables["practices.csv"][:1]
    assert tuple(row[name] for row in first for name in ("State", "Raters", "Done", "Advice")) == practice
    assert sentence in pdf_words(content(client, assessment, "report.pdf"))
    sheet = load_workbook(BytesIO(content(client, assessment, "tables.xlsx")))["Overview"]
    overview = {name.value: value.value for name, value in sheet.iter_rows(max_col=2)}
    assert (overview.get("Stage"), overview.get("Score")) == figures
    inputs = json.loads(content(client, assessment, "round.json"))["inputs"]
    assert (inputs["respondents"], inputs["people"]) == counted


def content(client: Client, assessment: Assessment, name: str) -> bytes:
    response = client.get(f"/results/{assessment.uid}/{name}")
    assert response.status_code == 200, name
    return response.content


def table(client: Client, assessment: Assessment, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content(client, assessment, name).decode())))


@pytest.mark.parametrize("page", [*PAGES[1:], *TABLES, "report.pdf", "tables.xlsx", "round.json"])
def test_while_a_round_is_open_there_is_none_of_it(client: Client, page: str) -> None:
    assessment = make_round()
    Assessment.objects.filter(pk=assessment.pk).update(state="open", closed_at=None)
    client.force_login(lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/{page}")
    if page == "targets/":
        assert (response.status_code, "Score" in words_of(response.content.decode()).split()) == (200, False)
    else:
        assert response.status_code == 404
        assert "The result is there once the assessment has been closed." in words_of(response.content.decode())


# --- Bundles that can't be imported -----------------------------------------------------------------


def newer(document: Data) -> None:
    document["format"] = 2


def tampered(document: Data) -> None:
    document["inputs"]["tallies"]["d0-p0"]["pairs"][0][2] += 1


def better(document: Data) -> None:
    document["scores"]["overall"]["stage"] = 4


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (newer, "The bundle has format 2, and this installation reads formats up to 1. It comes from a newer version"),
        (tampered, "Nobody can have given the counts in the bundle"),
        (better, "scores.overall.stage: the bundle says 4, and its counts give 2."),
    ],
)
def test_a_bundle_that_can_t_be_right_is_refused_in_words(client: Client, spoil: object, sentence: str) -> None:
    text = bundle_of(make_round())
    home = make_organization()
    client.force_login(home.memberships.get().user)
    response = upload(client, home, spoiled(text, spoil))  # type: ignore[arg-type]  # one of the three above
    assert response.status_code == 422
    assert sentence in words_of(response.content.decode())
    assert (home.assessments.count(), Version.objects.count()) == (0, 1)
