"""Where the derivations of one result are: each number's address is built here alone."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True)
class Addresses:
    """The pages of one result; all addresses are empty where it has no such pages, as that of a quick check."""

    uid: UUID | None = None

    @property
    def overall(self) -> str:
        return reverse("derivation-overall", args=[self.uid]) if self.uid else ""

    def dimension(self, key: str) -> str:
        return reverse("derivation-dimension", args=[self.uid, key]) if self.uid else ""

    def practice(self, dimension: str, key: str) -> str:
        return reverse("derivation-practice", args=[self.uid, dimension, key]) if self.uid else ""
