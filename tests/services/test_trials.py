"""Beginning a quick check, keeping it, and when it is gone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from assessment.models import Person, Trial, hash_of, new_token
from assessment.services import trials
from assessment.services.errors import Refused
from tests.factories import make_person, make_trial, make_user, make_version

pytestmark = pytest.mark.django_db
VISITOR = Person(address="192.0.2.0")


def refusal(token: str) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        trials.trial_by(token)
    return refused.value.status, refused.value.sentence


def test_the_newest_published_quick_check_is_taken() -> None:
    version = make_version(key="quick-check")
    make_version()
    trial = trials.start(VISITOR, "secret")
    assert (trial.version, trial.answers, trial.claimed_by, trial.created_by) == (version, {}, None, None)
    assert trial.token_hash == hash_of("secret")
    assert trial.expires_at is not None
    assert abs(trial.expires_at - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_without_one_it_is_not_offered() -> None:
    make_version(key="quick-check", publish=False)
    with pytest.raises(Refused) as refused:
        trials.start(VISITOR, "secret")
    assert refused.value.status == 404


def test_the_same_secret_begins_once() -> None:
    make_version(key="quick-check")
    assert trials.start(VISITOR, "secret") == trials.start(VISITOR, "secret")
    assert Trial.objects.count() == 1


def test_so_many_an_hour_from_one_network() -> None:
    make_version(key="quick-check")
    for number in range(20):
        trials.start(VISITOR, f"secret {number}")
    with pytest.raises(Refused) as refused:
        trials.start(VISITOR, "one too many")
    assert refused.value.status == 429
    assert trials.start(VISITOR, "secret 3").token_hash == hash_of("secret 3")
    trials.start(Person(address="198.51.100.0"), "from elsewhere")
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        trials.start(VISITOR, "an hour later")
    assert Trial.objects.count() == 22


def test_a_secret_has_at_least_128_random_bits() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {32}


def test_deleted_expired_and_never_there_look_the_same() -> None:
    trials.delete(make_trial("deleted"))
    make_trial("expired", version=make_version(key="quick-check-2"), expires_at=timezone.now())
    answers = {refusal(token) for token in ("deleted", "expired", "never", "nul\x00", "")}
    assert {status for status, _sentence in answers} == {410}
    assert len(answers) == 1


def test_keeping_ends_the_link_and_the_thirty_days() -> None:
    trial, person = make_trial("secret"), make_person(make_user())
    kept = trials.keep(person, hash_of("secret"))
    assert (kept, kept.claimed_by, kept.expires_at) == (trial, person.user, None)
    assert refusal("secret") == (410, "An account has kept this quick check. Sign in with it to see it.")
    assert trials.keep(person, hash_of("secret")) == kept


def test_only_one_account_keeps_it_and_only_while_it_is_there() -> None:
    make_trial("secret")
    trials.keep(make_person(make_user()), hash_of("secret"))
    make_trial("expired", version=Trial.objects.get().version, expires_at=timezone.now())
    for token in ("secret", "expired", "never"):
        with pytest.raises(Refused) as refused:
            trials.keep(make_person(make_user()), hash_of(token))
        assert refused.value.status == 410
    with pytest.raises(Refused) as refused:
        trials.keep(VISITOR, hash_of("secret"))
    assert refused.value.status == 403


def test_waiting_is_what_can_still_be_kept() -> None:
    trial = make_trial("open")
    make_trial("kept", make_user(), version=trial.version)
    make_trial("expired", version=trial.version, expires_at=timezone.now())
    found = [trials.waiting(hash_of(token)) for token in ("open", "kept", "expired", "never")]
    assert found == [trial, None, None, None]


def test_what_has_expired_is_removed_and_nothing_else() -> None:
    stays = make_trial("stays")
    kept = make_trial("kept", make_user(), version=stays.version)
    make_trial("gone", version=stays.version, expires_at=timezone.now() - timedelta(seconds=1))
    assert (trials.remove_expired(), trials.remove_expired()) == (1, 0)
    assert set(Trial.objects.all()) == {stays, kept}
