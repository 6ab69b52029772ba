"""Tests of what the page of a result says."""
