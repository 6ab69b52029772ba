"""What the pages "why this number" say, prepared from the derivations for their templates."""
