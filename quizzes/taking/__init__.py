"""What a student does: takes a quiz, asks for help, has her time."""
