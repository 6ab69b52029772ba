"""How the numbers of one practice came about, from its answers; counts of answers from three people alone."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.measurement.mix import Mix
from assessment.services.derivation_answers import (
    Chosen,
    chosen_practice,
    chosen_recognition,
    has_codes,
    text_of_points,
)
from assessment.services.result_views import Pairs
from assessment.services.stored_results import PracticeView
from assessment.views.derivation_pages.blocks import Block, Cell, Entry, Equation, Figure, Note, Row, SumTable
from assessment.views.derivation_pages.numbers import OVER, PLUS, TIMES, mix_exact, mix_figures, score_figure
from assessment.views.derivation_pages.overall import whole_mix_equation
from assessment.wording import PART_NAMES, exact_decimals, exact_points


def answer_entries(practice: PracticeView) -> Iterator[Entry]:
    """Yield how far it is done, how far it is agreed, and the mix of both; nothing unless it is rated."""
    if practice.x is None or practice.e is None or practice.mix is None:
        return
    yield _done(practice, score_figure("done", _("Done"), practice.x))
    yield _agreed(practice, score_figure("agreed", _("Agreed"), practice.e))
    yield _mix(practice, practice.mix)


def _done(practice: PracticeView, figure: Figure) -> Entry:
    return Entry(
        key="done",
        title=_("Done"),
        figures=(figure,),
        words=_("Asked was: “%(question)s” Done is the mean of the answers; each option is worth so many points.")
        % {"question": practice.practice.question.text},
        method="questions",
        blocks=tuple(_options(practice, chosen_practice(practice), figure)),
    )


def _agreed(practice: PracticeView, figure: Figure) -> Entry:
    return Entry(
        key="agreed",
        title=_("Agreed"),
        figures=(figure,),
        words=_(
            "Asked was how that came about. Agreed is the mean of the answers; each option is worth so many points."
        ),
        method="questions",
        blocks=(*_options(practice, chosen_recognition(practice), figure), *_codes(practice)),
    )


def _codes(practice: PracticeView) -> Iterator[Note]:
    if has_codes(practice):
        yield Note(
            _("Options that are worth the same are counted together: what is kept of the answers is their points.")
        )


def _options(practice: PracticeView, chosen: Sequence[Chosen], figure: Figure) -> Iterator[Block]:
    """The options with how many chose each and the mean of it; below three raters without counts."""
    if practice.pairs is None:
        rows = tuple(Row(_said(each), (Cell(exact_points(each.points), "value"),)) for each in chosen)
        caption = _("%(figure)s: the options") % {"figure": figure.label}
        yield SumTable(caption, (_("Option"), _("Points")), rows)
        yield too_few(practice.raters)
        return
    rows = tuple(Row(_said(each), _counted(each.people or 0, each.points)) for each in chosen)
    total = sum((each.people or 0) * each.points for each in chosen)
    people = str(practice.raters)
    yield SumTable(
        _("%(figure)s: the options, with how many people chose each") % {"figure": figure.label},
        (_("Option"), _("People"), _("Points"), _("People × points")),
        rows,
        (
            Row(_("Sum"), (Cell(people, "weights"), Cell(""), Cell(exact_points(total), "total", figure.key))),
            Row(
                _("Sum ÷ %(weights)s") % {"weights": people},
                (Cell(""), Cell(""), Cell(figure.exact, "mean", figure.key)),
            ),
        ),
    )


def _said(chosen: Chosen) -> str:
    return " · ".join(chosen.texts)


def _counted(people: int, points: float) -> tuple[Cell, ...]:
    return (
        Cell(str(people), "weight"),
        Cell(exact_points(points), "value"),
        Cell(exact_points(people * points), "product"),
    )


def too_few(raters: int) -> Note:
    """Return why nobody is told how many said what."""
    return Note(
        ngettext(
            "One person rated this practice. How many chose which option is shown from three people on.",
            "%(count)d people rated this practice. How many chose which option is shown from three people on, "
            "since two would tell one what the other said.",
            raters,
        )
        % {"count": raters}
    )


# --- The mix --------------------------------------------------------------------------------------


def _mix(practice: PracticeView, mix: Mix) -> Entry:
    return Entry(
        key="mix",
        title=_("Mix"),
        figures=mix_figures(mix),
        words=_(
            "What one person said makes four parts: done × agreed is explicit, the rest of what is done implicit, the "
            "rest of what is agreed declared, and what is left absent. The parts of all people are averaged."
        ),
        method="mix",
        blocks=(*_pairs(practice, mix), *_relations(practice, mix), whole_mix_equation(mix)),
    )


def _pairs(practice: PracticeView, mix: Mix) -> Iterator[Block]:
    if practice.raters == 1 and practice.x is not None and practice.e is not None:
        yield from _products(practice.x, practice.e, mix)
    if practice.pairs is None:
        yield too_few(practice.raters)
    else:
        yield _pair_table(practice, practice.pairs, mix)


def _products(x: float, e: float, mix: Mix) -> Iterator[Equation]:
    """The four parts of the one answer there is."""
    done, agreed, undone, unagreed = map(exact_points, (x, e, 1 - x, 1 - e))
    factors = ((done, agreed), (done, unagreed), (undone, agreed), (undone, unagreed))
    for (key, name), (first, second), exact in zip(PART_NAMES.items(), factors, mix_exact(mix), strict=True):
        yield Equation(str(name), f"{first}{TIMES}{second}{OVER}100", exact, gives=key)


def _pair_table(practice: PracticeView, pairs: Pairs, mix: Mix) -> SumTable:
    names = [str(name) for name in PART_NAMES.values()]
    columns = list(zip(PART_NAMES, mix_exact(mix), zip(*(_parts(*pair) for pair in pairs), strict=True), strict=True))
    people = str(practice.raters)
    totals = (Cell(exact_points(sum(parts)), "total", key) for key, _exact, parts in columns)
    return SumTable(
        _("What people said, and the parts it makes, times the people"),
        (_("Done, agreed"), _("People"), *names),
        tuple(_pair_row(practice, pair) for pair in pairs),
        (
            Row(_("Sum"), (Cell(people, "weights"), *totals)),
            Row(
                _("Sum ÷ %(weights)s") % {"weights": people},
                (Cell(""), *(Cell(exact, "mean", key) for key, exact, _parts in columns)),
            ),
        ),
    )


def _parts(x: float, e: float, people: int) -> tuple[float, ...]:
    return tuple(people * part for part in Mix.of(x, e).parts)


def _pair_row(practice: PracticeView, pair: tuple[float, float, int]) -> Row:
    x, e, people = pair
    products = zip(PART_NAMES, _parts(x, e, people), strict=True)
    return Row(
        f"{exact_points(x)}, {exact_points(e)}",
        (Cell(str(people), "weight"), *(Cell(exact_points(part), "product", key) for key, part in products)),
        about=text_of_points(practice, x),
    )


def _relations(practice: PracticeView, mix: Mix) -> Iterator[Equation]:
    """What the parts have to do with the two means."""
    explicit, implicit, declared, _absent = mix_exact(mix)
    if practice.x is not None and practice.e is not None:
        yield Equation(_("Done = explicit + implicit"), explicit + PLUS + implicit, exact_decimals(practice.x))
        yield Equation(_("Agreed = explicit + declared"), explicit + PLUS + declared, exact_decimals(practice.e))
