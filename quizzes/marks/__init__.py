"""What is an answer worth, who said so, and does it come out again?"""
