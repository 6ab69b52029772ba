"""Problems read well, in the order of the file."""

from assessment.services.questionnaire_problems import Complaint, FileRefused, spelled


def test_a_path_is_spelled_as_people_write_it() -> None:
    assert spelled(("sections", 2, "practices", 0, "weight")) == "sections[2].practices[0].weight"
    assert spelled(()) == ""


def test_a_refusal_tells_every_reason_in_the_order_of_the_lines() -> None:
    refused = FileRefused([Complaint(9, "b", "Late."), Complaint(2, "", "Early.")])
    assert refused.sentence == "There are 2 problems.\nline 2: Early.\nline 9: b: Late."
    assert refused.status == 422
