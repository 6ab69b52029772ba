"""Random instruments, responses and targets for the properties of the scale."""

from hypothesis import settings
from hypothesis import strategies as st

from assessment.measurement.answers import NOT_APPLICABLE, UNKNOWN, Answer, Rating
from assessment.measurement.instrument import Dimension, Instrument, Practice

# Random assessments are large: fewer of them say as much (see tests/conftest.py for the rest of the profile).
steady = settings(max_examples=80)

X_POINTS = (0.0, 0.25, 0.5, 0.75, 1.0)
E_POINTS = (0.0, 1 / 3, 2 / 3, 1.0)
WEIGHTS = st.sampled_from((0.1, 0.5, 1.0, 2.0, 7.3))

ratings = st.builds(Rating, st.sampled_from(X_POINTS), st.sampled_from(E_POINTS))
answers = st.one_of(ratings, ratings, ratings, st.sampled_from((UNKNOWN, NOT_APPLICABLE)))
shares = st.floats(0, 1)


@st.composite
def practices(draw: st.DrawFn, key: str, earlier: list[str]) -> Practice:
    """Draw a practice that needs at most three of the `earlier` ones, so that there is no cycle."""
    needed = st.lists(st.sampled_from(earlier), max_size=3, unique=True) if earlier else st.just([])
    return Practice(
        key, draw(WEIGHTS), draw(st.booleans()), draw(st.sampled_from((1, 2, 3))), tuple(draw(needed))
    )  # fmt: skip


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Draw an instrument of up to five dimensions of up to four practices, keys in any order."""
    sizes = draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    keys = draw(st.permutations([f"p{number:02}" for number in range(sum(sizes))]))
    drawn: list[Dimension] = []
    for number, size in enumerate(sizes):
        start = sum(sizes[:number])
        own = tuple(draw(practices(keys[place], keys[:place])) for place in range(start, start + size))
        drawn.append(Dimension(f"d{number}", draw(WEIGHTS), draw(st.integers(0, 3)) == 0, own))
    return Instrument(tuple(draw(st.permutations(drawn))))


def responses(instrument: Instrument) -> st.SearchStrategy[dict[str, Answer]]:
    """Draw one response, with practices left out."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(instrument.practice_keys), answers))


def full_responses(instrument: Instrument) -> st.SearchStrategy[dict[str, Answer]]:
    """Draw one response that answers every practice."""
    return st.fixed_dictionaries(dict.fromkeys(sorted(instrument.practice_keys), answers))


@st.composite
def assessments(
    draw: st.DrawFn, fewest: int = 1, most: int = 6
) -> tuple[Instrument, list[dict[str, Answer]], dict[str, float]]:
    """Draw an instrument with practices, responses to it and targets for its dimensions."""
    instrument = draw(instruments().filter(lambda drawn: drawn.practices))
    one = st.one_of(full_responses(instrument), full_responses(instrument), responses(instrument))
    given = draw(st.lists(one, min_size=fewest, max_size=most))
    targets = {dimension.key: draw(st.sampled_from(X_POINTS)) for dimension in instrument.dimensions}
    return instrument, given, targets
