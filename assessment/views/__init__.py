"""In what order things happen: one module per noun."""
