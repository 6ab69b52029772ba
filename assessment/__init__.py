"""Tacit: how far an organization does MLOps, and how far it does it knowingly."""
