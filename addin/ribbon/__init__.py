"""The ribbon: its structure for Excel, and what its controls are called."""
