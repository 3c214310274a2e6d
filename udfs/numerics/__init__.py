"""Numbers as cells hold them, and arithmetic that is right to the last digit."""
