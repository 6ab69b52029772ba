"""What the page of a result says, prepared from the stored result for its templates."""
