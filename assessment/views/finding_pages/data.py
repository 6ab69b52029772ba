"""The anonymous data set as a file, and its codebook; in English everywhere, so that data sets can be joined."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from assessment.models import FindingsRow
from assessment.models.facts import Sector, Size
from assessment.reports.csv_files import Cell, csv_text
from assessment.services.findings_rows import DONE, EXPLICIT, OPINION, STAGE
from assessment.services.frozen import FrozenVersion

IDENTIFYING = ("batch", "sector", "size")
ANY = "any"
CODEBOOK_COLUMNS = ("column", "meaning", "unit", "values")
POINTS = "points of 100, rounded to 10"


def data_columns(rows: Iterable[FindingsRow], version: FrozenVersion | None) -> tuple[str, ...]:
    """Return the columns of the data set: the identifying ones, then what any row has, in the order of the version."""
    known = {column for row in rows for column in row.values}
    ordered = [column for column, _meaning in _meanings(version) if column in known]
    return (*IDENTIFYING, *ordered, *sorted(known.difference(ordered)))


def data_rows(rows: Sequence[FindingsRow], columns: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Return one row per organization; an empty cell is a value that is missing."""
    found = [
        (row.snapshot.batch, row.sector or ANY, row.size, *(row.values.get(column) for column in columns[3:]))
        for row in rows
    ]
    # SECURITY: in an order that follows from what the rows say alone; that of the database would tell who came first.
    return sorted(found, key=lambda cells: sha256(repr(cells).encode()).digest())


def _meanings(version: FrozenVersion | None) -> list[tuple[str, str]]:
    """The columns that this version leads to, with what they mean."""
    if version is None:
        return []
    scores = [
        pair
        for section in version.dimensions
        for pair in (
            (DONE.format(section.key), f"{section.title}: practice score, what is done"),
            (EXPLICIT.format(section.key), f"{section.title}: explicit part, what is done and agreed"),
        )
    ]
    opinions = [
        (OPINION.format(key), f"{about.get('title', key)}: mean over respondents, averaged per person first")
        for key, about in version.constructs.items()
    ]
    return [(STAGE, "stage of the organization, as its questionnaire computes it"), *scores, *opinions]


# --- The codebook ---------------------------------------------------------------------------------


def codebook_rows(rows: Iterable[FindingsRow], version: FrozenVersion | None, least: int) -> list[tuple[Cell, ...]]:
    """Return what each column means, with its unit and its values, and what the file as a whole promises."""
    meanings = dict(_meanings(version))
    described = [
        (column, meanings.get(column, "of an earlier version of the questionnaire"), *_unit(column))
        for column in data_columns(rows, version)[3:]
    ]
    return [*_identifying(least), *described, *_promises(least)]


def _identifying(least: int) -> list[tuple[Cell, ...]]:
    return [
        ("batch", "number of the batch in which the row was added; a row never changes afterwards", "count", "1, 2, …"),
        ("sector", f"sector; any where fewer than {least} of a batch share sector and size", "code",
         ", ".join((*Sector.values, ANY))),
        ("size", "people in the organization", "code", ", ".join(Size.values)),
    ]  # fmt: skip


def _unit(column: str) -> tuple[str, str]:
    if column == STAGE:
        return "code", "0 Manual, 1 Exploring, 2 Implicit, 3 Explicit, 4 Institutional"
    if column.startswith(OPINION.format("")):
        return "1 strongly disagree to 5 strongly agree, rounded to 0.5", "1 to 5; empty below 3 respondents"
    return POINTS, "0 to 100; empty where too little is known, or where it does not apply"


def _promises(least: int) -> list[tuple[Cell, ...]]:
    """What the file guarantees and what not, as rows without a column of their own."""
    return [
        ("(row)", "one organization whose lead consented to research, by its latest closed round when it was added. "
         "No name, no identifier, no country, no day, no answer of a person.", "", ""),
        ("(order)", "follows from a hash of the row itself and means nothing.", "", ""),
        ("(guaranteed)", f"k-anonymity with k = {least}: whoever knows the batch, the sector and the size of an "
         f"organization finds {least} rows or more that may be its own, or none. Rows come and go by whole "
         "combinations, so comparing an earlier file with a later one sets no smaller group apart.", "", ""),
        ("(not guaranteed)", "k-anonymity does not hide what all rows of a combination have in common: if they agree "
         "in a column, that value is known for each of them. Whoever has seen an organization's result can find "
         "its row by the scores. Rounding keeps scores from being exact, not from being recognized.", "", ""),
        ("(not representative)", "organizations took part because they wanted to. Nothing follows from this file "
         "about organizations that did not.", "", ""),
        ("(left out)", f"organizations of whom fewer than {least} share even the size within their batch; they wait "
         "for a later one. Whoever withdraws consent takes all rows of the combination along, for good.", "", ""),
    ]  # fmt: skip


def data_text(rows: Sequence[FindingsRow], version: FrozenVersion | None) -> str:
    """Return the whole file of the data set as text."""
    columns = data_columns(rows, version)
    return csv_text(columns, data_rows(rows, columns))
