"""Invented names of organizations and people; any likeness is chance."""

from random import Random

from assessment.models.facts import Sector

BEGINNINGS = [
    "Alder", "Bram", "Corv", "Dorv", "Elver", "Farl", "Garl", "Hasel", "Ivar", "Jorm", "Kest", "Lisk",
    "Marv", "Norv", "Orv", "Pelk", "Quent", "Rav", "Sorv", "Tarn", "Ulv", "Vesk", "Wyr", "Yarv",
]  # fmt: skip
ENDINGS = ["moor", "wick", "holt", "mere", "stad", "brook", "gate", "haven", "lund", "ness"]
TRADES: dict[str, tuple[str, ...]] = {
    Sector.EDUCATION: ("Institute", "College", "Learning"),
    Sector.ENERGY: ("Energy", "Grid", "Water"),
    Sector.FINANCE: ("Bank", "Insurance", "Credit"),
    Sector.HEALTH: ("Clinics", "Diagnostics", "Care"),
    Sector.MANUFACTURING: ("Works", "Machines", "Materials"),
    Sector.MEDIA: ("Media", "Telecom", "Press"),
    Sector.PUBLIC: ("City Services", "Land Registry", "Statistics Office"),
    Sector.RETAIL: ("Stores", "Foods", "Home"),
    Sector.SOFTWARE: ("Software", "Systems", "Data"),
    Sector.TRANSPORT: ("Logistics", "Rail", "Shipping"),
    Sector.OTHER: ("Group", "Partners", "Farms"),
}
FIRST_NAMES = [
    "Aino", "Anders", "Bianca", "Carlos", "Daria", "Emil", "Fatima", "Georg", "Hanna", "Ismail", "Jana", "Kofi",
    "Lea", "Mikael", "Nadia", "Oskar", "Petra", "Rosa", "Stefan", "Tuuli", "Valeria", "Wim", "Yusuf", "Zofia",
]  # fmt: skip
LAST_NAMES = [
    "Aalto", "Berg", "Costa", "Dekker", "Ek", "Ferrari", "Gruber", "Haas", "Ilves", "Jansen", "Kovac", "Laine",
    "Moretti", "Nowak", "Olsen", "Petrov", "Rossi", "Sato", "Tamm", "Ude", "Virtanen", "Weiss", "Yilmaz", "Zeller",
]  # fmt: skip


def place_names(rng: Random, count: int) -> list[str]:
    """Return that many different first words for names of organizations (at most 240)."""
    return rng.sample([beginning + ending for beginning in BEGINNINGS for ending in ENDINGS], count)


def organization_name(rng: Random, place: str, sector: str) -> str:
    """Return a name that says what the organization does."""
    return f"{place} {rng.choice(TRADES[sector])}"


def person_name(rng: Random) -> str:
    """Return a first and a last name."""
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
