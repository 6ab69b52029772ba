"""What editors and administrators see in the Django admin. Never answers, never results."""

from assessment.admin import contents, organizations, versions

__all__ = ["contents", "organizations", "versions"]
