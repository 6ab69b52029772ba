"""Tests of the static files."""
