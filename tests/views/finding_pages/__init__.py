"""Tests of what the pages of findings show."""
