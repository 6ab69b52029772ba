"""Every number of a result is what the formula shown for it gives with the numbers shown in it."""

import re
from fractions import Fraction

import pytest
from django.test import Client
from django.test.html import Element

from tests import derived
from tests.derived import (
    Formula,
    attributes,
    cells,
    classed,
    columns_of,
    entry,
    exact,
    having,
    number,
    rounded,
    shown,
    tagged,
    text,
    value,
)
from tests.uneven import Site, make_uneven

pytestmark = pytest.mark.django_db
PARTS = ("explicit", "implicit", "declared", "absent")
PAGES = 1 + 4 + 12  # the whole, its dimensions, their practices


@pytest.mark.parametrize("people", [1, 2, 3, 5])
def test_every_number_is_what_its_derivation_gives(client: Client, people: int) -> None:
    site = Site(client, make_uneven(people, seed=1))
    check_result(site)
    pages = site.derivations()
    assert len(pages) == PAGES
    for path, page in pages.items():
        for section in classed(page, "derivation"):
            try:
                check_section(section)
            except AssertionError as error:
                error.add_note(f"{path}#{attributes(section)['id']}")
                raise
    check_levels(site)
    for page in (page for path, page in pages.items() if path.count("/") == 6):
        check_practice(page)
    check_whole(pages[site.why])


def test_without_a_score_and_with_nobody_the_rest_adds_up(client: Client) -> None:
    site = Site(client, make_uneven(0))
    check_result(site)
    page = site.page(site.why)
    assert (having(page, "id", "score"), shown(entry(page, "enough"), "enough")) == ([], "no")
    for section in classed(page, "derivation"):
        check_section(section)


# --- The page of the result -----------------------------------------------------------------------


def check_result(site: Site) -> None:
    """Each number is a link to a derivation that shows the same, and none is loose."""
    page = site.page(site.result)
    for each in having(page, "data-number"):
        own = attributes(each)
        if each.name == "a":
            section = entry(site.page(own["href"]), own["href"].partition("#")[2])
            assert shown(section, own["data-number"]) == text(each), own["href"]
    places = [*classed(page, "fact-value"), *classed(page, "step-gain"), *classed(page, "mix-legend")]
    for place in [*places, *(cell for cell in classed(page, "n") if cell.name == "td")]:
        linked = " ".join(text(link) for link in having(place, "data-number") if link.name == "a")
        assert digits(text(place)) - digits(linked) == set(), text(place)


def digits(words: str) -> set[str]:
    return set(re.findall(r"[−+]?\d[\d.]*", words))


# --- What has to hold of every derivation ---------------------------------------------------------


def check_section(section: Element) -> None:
    """Tables add up, equations and comparisons are true, and figures are what these give."""
    for table in classed(section, "sum"):
        check_table(table)
        for column in columns_of(table):
            if (means := cells(table, "mean", column)) and having(section, "data-number", column):
                assert value(means[0]) == value(exact(section, column)), (column, means)
    for each in having(section, "data-equation"):
        result, right = derived.equation(text(each))
        assert result.meets(number(right)), text(each)
        if key := attributes(each)["data-equation"]:
            assert value(right) == value(exact(section, key)), text(each)
    for each in having(section, "data-comparison"):
        assert derived.is_true(text(each)), text(each)
    check_rounding(section)


def check_table(table: Element) -> None:
    """Rows are weight times value, columns add up to the last digit, and the mean is the sum over the weights."""
    for row in tagged(tagged(table, "tbody")[0], "tr"):
        weight, factor, products = cells(row, "weight"), cells(row, "value"), cells(row, "product")
        if weight and factor and products:
            assert (number(weight[0]) * number(factor[0])).meets(number(products[0])), text(row)
        for formula in cells(row, "expression"):
            assert Formula(formula).result().meets(number(products[0])), text(row)
    for weights in cells(table, "weights"):
        assert abs(sum(map(value, cells(table, "weight"))) - value(weights)) < Fraction(1, 100_000)
    for column in columns_of(table):
        added = cells(table, "product", column) or cells(table, "product")
        (total,) = cells(table, "total", column)
        assert sum(map(value, added)) == value(total), (column, added, total)
        for mean in cells(table, "mean", column):
            assert (number(total) / number(cells(table, "weights")[0])).meets(number(mean)), (column, total, mean)


def check_rounding(section: Element) -> None:
    """What is shown is rounded from the decimals beside it; the parts of a mix by up to one point, to sum to 100."""
    for each in having(section, "data-exact"):
        key = attributes(each)["data-exact"]
        whole = shown(section, key)
        if key in PARTS:
            assert abs(value(text(each)) - value(whole)) < 1
        else:
            assert rounded(text(each), derived.decimals_of(whole)) == value(whole), key


# --- Level by level -------------------------------------------------------------------------------


def check_levels(site: Site) -> None:
    """What a level adds up is what the pages of the level below give."""
    whole = site.page(site.why)
    check_values(site, entry(whole, "score"), "score")
    check_values(site, entry(whole, "coverage"), "coverage")
    check_products(site, entry(whole, "mix"))
    check_products(site, entry(whole, "range"))
    for link in tagged(tagged(entry(whole, "score"), "tbody")[0], "a"):
        dimension = site.page(attributes(link)["href"])
        check_values(site, entry(dimension, "score"), "done")
        check_products(site, entry(dimension, "mix"))


def below(site: Site, row: Element, key: str) -> Element:
    (link,) = tagged(row, "a")
    return entry(site.page(attributes(link)["href"]), key)


def check_values(site: Site, section: Element, key: str) -> None:
    for row in tagged(tagged(section, "tbody")[0], "tr"):
        assert value(cells(row, "value")[0]) == value(exact(below(site, row, key), key)), text(row)


def check_products(site: Site, section: Element) -> None:
    for row in tagged(tagged(section, "tbody")[0], "tr"):
        own = below(site, row, attributes(section)["id"])
        for cell in having(row, "data-column"):
            single = number(exact(own, attributes(cell)["data-column"]))
            assert (number(cells(row, "weight")[0]) * single).meets(number(text(cell))), text(row)


# --- Practices ------------------------------------------------------------------------------------


def check_practice(page: Element) -> None:
    """Gap and advice follow from what is shown; from three raters the rest does from the answers, below nothing is."""
    raters = int(shown(entry(page, "state"), "raters"))
    if raters < 3:
        check_hidden(page)
    if not having(page, "id", "done"):
        return
    done, target = (int(shown(entry(page, key), key)) for key in ("done", "target"))
    assert value(shown(entry(page, "gap"), "gap")) == done - target
    advice = entry(page, "action")
    met = [attributes(each)["data-comparison"] == "met" for each in having(advice, "data-comparison")]
    apart = raters > 1 and shown(entry(page, "agreement"), "discuss") == "yes"
    if met:
        assert shown(advice, "action") == action(*met, apart=apart)
    if raters >= 3:
        check_answers(page)


def action(below: bool, agreed: bool, *, apart: bool) -> str:
    if below:
        return "Execute" if agreed else "Adopt"
    return "Discuss" if apart else "Sustain" if agreed else "Formalise"


def check_answers(page: Element) -> None:
    """Done, agreed and mix are means of the counted options, and the spread is that of the options."""
    given = (("done", "done"), ("agreed", "agreed"), *(("mix", part) for part in PARTS))
    for key, figure in given:
        assert [table for table in classed(entry(page, key), "sum") if cells(table, "mean", figure)], figure
    rows = tagged(tagged(entry(page, "done"), "tbody")[0], "tr")
    answers = sorted(value(cells(row, "value")[0]) for row in rows for _ in range(int(cells(row, "weight")[0])))
    middle = (answers[(len(answers) - 1) // 2] + answers[len(answers) // 2]) / 2
    spread = entry(page, "agreement")
    told = [value(exact(spread, key)) for key in ("lowest", "median", "highest")]
    assert told == [answers[0], middle, answers[-1]]


def check_hidden(page: Element) -> None:
    """SECURITY: below three raters neither how many chose an option, nor pairs, nor a spread."""
    for section in classed(page, "derivation"):
        assert cells(section, "weight") == [], attributes(section)["id"]
    assert having(page, "data-number", "lowest") == having(page, "data-number", "median") == []


# --- The whole ------------------------------------------------------------------------------------


def check_whole(page: Element) -> None:
    """Stages, what is said beside them, and the limiting dimension follow from their conditions."""
    for key in ("stage", "possible-stage", "stage-without-gates"):
        section = entry(page, key)
        first = next(rung for rung in having(section, "data-conditions") if not classed(rung, "is-unmet"))
        assert text(tagged(first, "b")[0]).split()[1] == shown(section, key)
        assert "is-here" in attributes(first)["class"]
    declared, contested, limiting = (entry(page, key) for key in ("declared", "contested", "limiting"))
    assert shown(declared, "declared") == ("no" if classed(declared, "is-unmet") else "yes")
    assert shown(contested, "contested") == ("yes" if classed(contested, "is-met") else "no")
    scores = list(map(value, cells(limiting, "value")))
    assert scores == sorted(scores)
    assert text(tagged(tagged(limiting, "tbody")[0], "a")[0]) == shown(limiting, "limiting")
