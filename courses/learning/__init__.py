"""How far is a student, and what is next for her?"""
