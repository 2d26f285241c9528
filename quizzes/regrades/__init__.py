"""What an instructor changes afterwards: marks of a class, one mark, a disputed key."""
