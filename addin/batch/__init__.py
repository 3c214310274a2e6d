"""Batches: one workbook a territory or a job, filled by many processes, recorded, and resumed where they stopped."""
