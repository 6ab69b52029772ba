"""Where the derivations of one result are: each number's address is built here alone."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True)
class Addresses:
    """The pages of one result: those for whoever may see it (`uid` of its assessment), or those below a share's link.

    All addresses are empty where there is neither, as for a quick check.
    """

    uid: UUID | None = None
    token: str = ""

    @property
    def overall(self) -> str:
        return self._of("overall")

    def dimension(self, key: str) -> str:
        return self._of("dimension", key)

    def practice(self, dimension: str, key: str) -> str:
        return self._of("practice", dimension, key)

    def _of(self, level: str, *keys: str) -> str:
        if self.token:
            return reverse(f"shared-{level}", args=[self.token, *keys])
        return reverse(f"derivation-{level}", args=[self.uid, *keys]) if self.uid else ""
