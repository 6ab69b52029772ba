"""Tests of how the numbers of a result are derived on their pages."""
