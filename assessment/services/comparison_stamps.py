"""What a comparison depends on, as a short text that changes with it: it tells a page that is kept from an old one."""

from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.db.models import BigIntegerField, CharField, Count, F, Max, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from assessment.models import Assessment, AuditEvent, Grant, Membership, Person, Result, Tag, User
from assessment.services.compiled_queries import CompiledQuery, Later

ACCOUNT = "account"


def stamp_of(person: Person) -> str:
    """Return a text that is another one as soon as anything that the person may compare has changed; in one query.

    A grant or a membership that comes or ends, a round that is closed or reopened, a result that is stored, a tag,
    and any deed in the audit log, such as another name of an organization, make it another one.
    """
    if person.user is None:
        return ""
    day = timezone.localdate()
    found = _look(day).ask({ACCOUNT: person.user.pk})
    # An account's number can come again where a database is put back; the moment it was made in does not.
    return sha256(repr((day, person.user.pk, person.user.joined_at, found)).encode()).hexdigest()


@lru_cache(maxsize=1)
def _look(day: date) -> CompiledQuery:
    """The query for everybody, put together once a day, since grants end with one."""
    user = Later(ACCOUNT, BigIntegerField())
    # SECURITY: the grants and memberships are looked at themselves, so that nobody is shown what a revoked one showed.
    parts = [
        _all_of(Grant.objects.active(day).filter(user=user), F("organization")),
        _all_of(Membership.objects.filter(user=user), F("organization")),
        _all_of(Tag.objects.filter(user=user), F("organization")),
        # What happened in the whole installation: more than the person's own, and found without looking through it.
        Subquery(Result.objects.order_by("-pk").values("pk")[:1]),
        Subquery(AuditEvent.objects.order_by("-pk").values("pk")[:1]),
        Subquery(Assessment.objects.closed().order_by().values("state").annotate(number=Count("pk")).values("number")),
    ]
    return CompiledQuery(User.objects.filter(pk=user).order_by().values_list(*parts))


def _all_of(rows: QuerySet[Grant] | QuerySet[Membership] | QuerySet[Tag], other: Combinable) -> Subquery:
    """A text that tells these rows of one account from any others: numbers are given once, and rise."""
    number = F("pk")
    numbers = (Count("pk"), Sum(number), Sum(number * number), Sum(other), Max(number))
    parts = [part for each in numbers for part in (Cast(each, CharField()), Value(","))]
    return Subquery(rows.order_by().values("user").annotate(spelled=Concat(*parts)).values("spelled"))
