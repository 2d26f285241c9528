"""What do marks say about questions, quizzes and markers? Definitions of SCORING.md §6, in docs/statistics.md in words.

Marks are whole hundredths and so are all sums, so that zero variance is exactly zero and the same sums give the same
figures to the last digit, however they were come by. No figure here takes part in a grade.
"""
