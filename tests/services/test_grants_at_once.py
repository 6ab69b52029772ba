"""Two leads who offer somebody a place at the same instant."""

from threading import Thread

import pytest
from django.db import connection, transaction

from assessment.models import Offer, Organization
from assessment.services.errors import Refused
from assessment.services.grants import offer_place
from tests.factories import make_organization, make_person


@pytest.mark.django_db(transaction=True)
def test_one_link_to_an_address_is_valid_however_two_leads_meet() -> None:
    """SECURITY: the offer that comes second ends the first, even where it began before that was there."""
    organization = make_organization()
    made: list[str] = []

    def offer(place: str) -> None:
        offer_place(make_person(), organization, email="ana@example.org", place=place)
        made.append(place)

    def second() -> None:
        try:
            offer(Offer.Place.LEAD)
        finally:
            connection.close()

    thread = Thread(target=second)
    with transaction.atomic():
        offer(Offer.Place.PRACTITIONER)
        thread.start()
        thread.join(timeout=0.5)
        waited = thread.is_alive()
    thread.join()
    assert (waited, made) == (True, ["practitioner", "lead"])
    assert list(Offer.objects.filter(revoked_at=None).values_list("place", flat=True)) == ["lead"]


@pytest.mark.django_db
def test_nobody_is_offered_a_place_in_an_organization_that_is_gone() -> None:
    organization = make_organization()
    organization.memberships.all().delete()
    Organization.objects.filter(pk=organization.pk).delete()
    with pytest.raises(Refused, match="This organization has been deleted") as refusal:
        offer_place(make_person(), organization, email="ana@example.org", place=Offer.Place.LEAD)
    assert (refusal.value.status, Offer.objects.count()) == (404, 0)
