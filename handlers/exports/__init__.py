"""Exports: lists as CSV or XLSX files, with the rights and masks of whoever asks."""
