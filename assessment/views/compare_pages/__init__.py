"""What each view of the comparison says, prepared from the stored results for its templates; one module per view."""
