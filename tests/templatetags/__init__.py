"""Tests of the template filters."""
