"""How a result was made, as the last part of a report: the sum, the rules, the limits, and what it rests on."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.charts.rounding import digits_for
from assessment.reports.report import Passage, Table
from assessment.services.derivations import mean_of_dimensions
from assessment.services.stored_results import ResultView
from assessment.views.derivation_pages.numbers import mix_exact
from assessment.wording import (
    added,
    decimals,
    exact_decimals,
    exact_points,
    fraction_percent,
    points,
    stage_name,
    weight_text,
)


def sum_table(view: ResultView) -> Table | None:
    """Return the sum that gives the score as the page adds it up, None where there is no score."""
    mean = mean_of_dimensions(view.core, lambda dimension: dimension.score)
    if view.mix is None or mean is None:
        return None
    digits, weights = digits_for(mean.value), weight_text(mean.weight)
    products = added([addend.product for addend in mean.addends], digits)
    return Table(
        columns=(_("Dimension"), _("Rated"), _("Weight"), _("Score"), _("Weight × score")),
        rows=tuple(
            (
                addend.title,
                _rated(view, addend.key),
                weight_text(addend.weight),
                decimals(addend.value, digits),
                product,
            )
            for addend, product in zip(mean.addends, products, strict=True)
        ),
        total=(
            (_("Sum"), "", weights, "", decimals(mean.total, digits)),
            (_("Sum ÷ %(weights)s") % {"weights": weights}, "", "", "", exact_decimals(view.mix.practice)),
        ),
    )


def _rated(view: ResultView, key: str) -> str:
    dimension = next(dimension for dimension in view.core if dimension.section.key == key)
    return _("%(rated)d of %(all)d") % {"rated": dimension.rated, "all": dimension.applicable}


def method_of(view: ResultView) -> tuple[Passage, ...]:
    """Return how the result was made, in passages."""
    return (
        Passage(_("How a score is made"), tuple(_rules(view))),
        Passage(_("Stages"), points=tuple(_stages(view))),
        Passage(
            _("What it does not claim"),
            points=(
                _("It is no audit. It shows what people say happens, not what has been checked."),
                _(
                    "Weights, efforts, targets and which practices are essential are judgements of the editors. "
                    "Everybody with an account can read them in the questionnaire."
                ),
                _(
                    "A higher stage is not better for everybody. It says how far practices are done and agreed, not "
                    "whether the models are any good."
                ),
                _("With one or two people it is their view, with its blind spots."),
            ),
        ),
        Passage(_("What it rests on"), points=tuple(_origins(view))),
    )


def _rules(view: ResultView) -> Iterable[str]:
    limits = view.version.thresholds
    yield _(
        "Each practice is asked twice: what happens, and how that came about. The two answers place it in one of four "
        "parts that sum to 100: explicit (done, on purpose), implicit (done, by habit), declared (agreed, not done), "
        "absent (neither)."
    )
    yield _(
        "For each practice, the parts are averaged over those who answered both questions; a dimension is the "
        "weighted mean of its rated practices, and the whole the weighted mean of the dimensions with enough answers: "
        "a coverage of %(coverage)s and %(practices)s rated practices. The score is explicit and implicit together."
    ) % {"coverage": fraction_percent(limits.dimension_coverage), "practices": limits.dimension_practices}
    if view.mix is not None:
        explicit, implicit, *_rest = mix_exact(view.mix)
        yield _("%(explicit)s + %(implicit)s = %(score)s, shown as %(shown)s") % {
            "explicit": explicit,
            "implicit": implicit,
            "score": exact_decimals(view.mix.practice),
            "shown": points(view.mix.practice),
        }


def _stages(view: ResultView) -> Iterable[str]:
    limits = view.version.thresholds
    yield _(
        "%(stage)s: practice at least %(practice)s, explicit at least %(explicit)s, every essential practice at least "
        "%(essential)s"
    ) % {
        "stage": stage_name(4),
        "practice": exact_points(limits.institutional_practice),
        "explicit": exact_points(limits.institutional_explicit),
        "essential": exact_points(limits.institutional_essential),
    }
    yield _("%(stage)s: practice at least %(practice)s, explicit at least %(explicit)s, held back by nothing") % {
        "stage": stage_name(3),
        "practice": exact_points(limits.explicit_practice),
        "explicit": exact_points(limits.explicit_explicit),
    }
    yield _("%(stage)s: practice at least %(practice)s, held back by nothing") % {
        "stage": stage_name(2),
        "practice": exact_points(limits.implicit_practice),
    }
    yield _("%(stage)s: practice at least %(practice)s") % {
        "stage": stage_name(1),
        "practice": exact_points(limits.exploring_practice),
    }
    yield _("%(stage)s: otherwise") % {"stage": stage_name(0)}


def _origins(view: ResultView) -> Iterable[str]:
    result = view.result
    people = ngettext("%(count)d person", "%(count)d people", result.people) % {"count": result.people}
    responses = ngettext("%(count)d response", "%(count)d responses", result.respondents) % {
        "count": result.respondents
    }
    yield _("Answers of %(people)s in %(responses)s.") % {"people": people, "responses": responses}
    yield _("Questionnaire “%(title)s”, version %(number)s (%(key)s), content %(hash)s.") % {
        "title": view.version.title,
        "number": view.version.number,
        "key": view.version.questionnaire_key,
        "hash": view.version.content_hash[:12],
    }
    yield _("Version %(scale)s of the scale, inputs %(hash)s.") % {
        "scale": result.scale_version,
        "hash": result.inputs_hash[:12],
    }
    if view.assessment.imported_at is not None:
        yield _(
            "The round was imported: everything was computed anew from its counts, but the range of stages is as it "
            "came, since the single answers are not here."
        )
    yield _(
        "Moreschini, Hästbacka, Janes, Lenarduzzi, Taibi: “Initial Insights on MLOps: Perception and Adoption by "
        "Practitioners”, arXiv 2408.00463. It supplied what to ask; this result is not validated by it."
    )
