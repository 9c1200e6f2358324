"""Do several workers lose a question, or answer one twice, whatever ends around them?"""
