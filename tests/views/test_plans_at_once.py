"""Two leads who change one action of the plan at the same instant: one wins, the other sees both values."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from assessment.models import AuditEvent, Membership
from tests.factories import make_action, make_organization, make_user
from tests.views.test_results import words_of

OWNERS = ("Ana", "Bo")


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_at_once_one_wins_and_the_other_sees_both_values() -> None:
    organization = make_organization()
    item = make_action(organization)
    clients = {owner: Client() for owner in OWNERS}
    for client in clients.values():
        user = make_user()
        Membership.objects.create(organization=organization, user=user, role=Membership.Role.LEAD)
        client.force_login(user)
    together, answers = Barrier(len(OWNERS)), {}

    def change(owner: str) -> None:
        data = {"owner": owner, "due_on": "", "status": "doing", "note": f"{owner} says so.", "number": "1"}
        together.wait()
        try:
            response = clients[owner].post(f"/actions/{item.uid}/", data)
            answers[owner] = (response.status_code, " ".join(response.content.decode().split()))
        finally:
            connection.close()

    threads = [Thread(target=change, args=[owner]) for owner in OWNERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner, loser = sorted(OWNERS, key=lambda owner: answers[owner][0])
    assert [answers[owner][0] for owner in (winner, loser)] == [302, 409]
    seen = answers[loser][1]
    assert "Somebody has changed this action in the meantime. Nothing of yours is saved yet." in words_of(seen)
    assert f"Owner {winner} Due on – Status under way Note {winner} says so." in words_of(seen)
    assert f'value="{loser}"' in seen
    assert 'name="number" value="2"' in seen
    item.refresh_from_db()
    assert (item.owner, item.note, item.number) == (winner, f"{winner} says so.", 2)
    assert AuditEvent.objects.filter(verb="action changed").count() == 1
