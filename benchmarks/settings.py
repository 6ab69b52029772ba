"""The settings of a test run, with the bare views beside the product's own."""

from tests.settings import *  # noqa: F403 everything else is as there

ROOT_URLCONF = "benchmarks.bare"
