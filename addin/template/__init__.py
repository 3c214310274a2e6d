"""Template workbooks: their language, the blocks drawn in them, and the plan by which they are filled."""
