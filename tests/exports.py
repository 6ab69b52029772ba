"""The files of a result as somebody gets them, and the words in them."""

import re
from html import unescape
from io import BytesIO

from django.test import Client
from pypdf import PdfReader

from assessment.models import Assessment, User


def lead_of(assessment: Assessment) -> User:
    return assessment.organization.memberships.get(role="lead").user


def took(client: Client, assessment: Assessment, name: str, user: User | None = None) -> bytes:
    """The file of this name, as the lead (or somebody else) gets it."""
    client.force_login(user or lead_of(assessment))
    response = client.get(f"/results/{assessment.uid}/{name}")
    assert response.status_code == 200, name
    return response.content


def words_of(html: str) -> str:
    shown = re.sub(r'<script.*?</script>|<span class="term-tip".*?</span>', " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\xa0", " ").split())


def pdf_words(content: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join("\n".join(pages).replace("\xa0", " ").split())
