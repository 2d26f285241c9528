"""What may be asked: questions with their keys, the texts they stand on, and the quizzes they are put into."""
