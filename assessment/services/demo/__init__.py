"""The demonstration: invented organizations that answer as a published survey says teams do."""
