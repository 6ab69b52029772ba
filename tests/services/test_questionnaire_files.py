"""A questionnaire file is read with its lines, and traps in it are refused."""

import pytest

from assessment.services.questionnaire_files import DEEPEST, LARGEST, read_document
from assessment.services.questionnaire_problems import Complaint, FileRefused, Problem


def refusal(content: bytes) -> list[str]:
    with pytest.raises(FileRefused) as caught:
        read_document(content)
    return [str(complaint) for complaint in caught.value.complaints]


def test_plain_entries_become_plain_data() -> None:
    document = read_document(b"\xef\xbb\xbfa: 1\nb: [x, 0.5, true, null]\nc:\n  d: '1'\n")
    assert document.data == {"a": 1, "b": ["x", 0.5, True, None], "c": {"d": "1"}}
    assert document.complaints == ()


def test_every_entry_knows_its_line() -> None:
    document = read_document(b"a:\n  - x\n  - y: 1\n    z: 2\n")
    assert document.lines == {(): 1, ("a",): 1, ("a", 0): 2, ("a", 1): 3, ("a", 1, "y"): 3, ("a", 1, "z"): 4}


def test_what_is_missing_is_told_at_what_is_around_it() -> None:
    document = read_document(b"a:\n  - x: 1\n  - y: 1\n")
    complaint = document.complaint(Problem(("a", 1, "weight"), "Missing."))
    assert complaint == Complaint(3, "a[1].weight", "Missing.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: The file is empty."),
        (b"a: \xff", "line 1: The file is not UTF-8 text."),
        (b"a: 1\nb: \xff", "line 2: The file is not UTF-8 text."),
        (b"a: &x [1]\nb: *x\n", "line 2: Aliases (*name) are not allowed. Write the entry out."),
        (b"[" * (DEEPEST + 1), "line 1: Entries are nested too deeply."),
        (b"a" * (LARGEST + 1), f"line 1: The file is larger than {LARGEST} bytes."),
    ],
)
def test_what_is_no_plain_yaml_is_refused(content: bytes, said: str) -> None:
    assert refusal(content) == [said]


@pytest.mark.parametrize(
    ("content", "line"), [(b"a: [1\n", 2), (b"a: 1\nb: c: d\n", 2), (b"a: 1\n---\nb: 2\n", 2), (b"a: \x07", 1)]
)
def test_what_is_not_yaml_is_told_with_its_line(content: bytes, line: int) -> None:
    (said,) = refusal(content)
    assert said.startswith(f"line {line}: This is not YAML: ")


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    bomb = "\n".join(["a0: &a0 [lol]", *levels]).encode()
    assert refusal(bomb) == ["line 2: Aliases (*name) are not allowed. Write the entry out."]


def test_entries_that_are_not_plain_are_all_told() -> None:
    content = b'a: 1\na: 2\nb: .inf\nc: 2026-01-01\n1: x\nd: "\\0"\ne: !!python/name:os.system x\nf: !!int x\n'
    document = read_document(content)
    assert [str(complaint) for complaint in document.complaints] == [
        "line 2: a: This key is given twice.",
        "line 3: b: This is not a finite number.",
        "line 4: c: This is a value of an unknown kind. Put it in quotes.",
        "line 5: “1” is not a key of text. Put it in quotes.",
        "line 6: d: The text holds a character that can't be kept.",
        "line 7: e: This is a value of an unknown kind. Put it in quotes.",
        "line 8: f: This value can't be read.",
    ]
