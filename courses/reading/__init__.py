"""Which text does a lesson read, and what becomes of it when the text is revised?"""
