"""What the pages of a benchmark show: the published one, and an organization beside it."""
