"""What somebody else changed meanwhile is noticed."""

import pytest

from assessment.services.errors import Refused
from assessment.services.seen import digest_of, refuse_changed


def test_what_was_not_seen_is_refused() -> None:
    refuse_changed(3, 3, "Changed.")
    with pytest.raises(Refused) as refusal:
        refuse_changed("", digest_of("a"), "Changed.")
    assert (refusal.value.sentence, refusal.value.status) == ("Changed.", 409)


def test_a_digest_tells_states_apart() -> None:
    states = ["", "a", ("a", ""), ("a", None), 0.5, "0.5", [("a", 1)], [("a", 1), None]]
    assert len({digest_of(state) for state in states} | {digest_of("a", "b"), digest_of("b", "a")}) == len(states) + 2
    assert digest_of("a", [0.5, None]) == digest_of("a", [0.5, None])
