"""Tests of the adoption scale."""
