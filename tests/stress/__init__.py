"""Many people at once, before a real server."""
