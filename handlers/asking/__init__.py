"""Questions in words about figures: understood as a measure, a period, whose, and by what."""
