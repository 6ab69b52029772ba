"""Tests of the views of the comparison."""
