"""What is behind a number: its patients, and the rows of the extracts that gave their values."""
