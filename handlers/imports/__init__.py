"""Reading the tables that people send: spreadsheets as they are, and what their columns mean."""
