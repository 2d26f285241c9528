"""A course as files: read with every mistake named, and put into the database."""
