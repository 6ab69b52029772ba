"""What is logged, without the secrets in addresses: whoever reads a log must not be able to follow them."""

import logging
import re

# SECURITY: every path that is followed by a secret, also inside a query string such as `?next=%2Ftry%2F…`.
SECRET = re.compile(
    r"((?:/|%2F)(?:try|join|return|shared|offers|unsubscribe|confirm-email|reset/key|reset%2Fkey)(?:/|%2F))(?!kept\b)[^/?&#%\s\"']+",
    re.IGNORECASE,
)


def without_secrets(text: object) -> object:
    """The text with the secret of every link in it replaced by dots; anything else as it is."""
    return SECRET.sub(r"\1…", text) if isinstance(text, str) else text


class WithoutSecrets(logging.Filter):
    """Takes the secrets out of a record before a handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_secrets(value) for value in record.args)
        return True
