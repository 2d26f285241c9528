"""What do the pages of an attempt show? Each as one value, from the attempt and what was pinned for it."""
