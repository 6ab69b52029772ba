"""What the pages of findings show, put together from what is published."""
