"""What a service says when it can't do what was asked."""


class Refused(Exception):  # noqa: N818 reads as what happened: "except Refused"
    """Raised with a sentence for the person who asked, and the HTTP status that fits it."""

    def __init__(self, sentence: str, status: int = 422) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
