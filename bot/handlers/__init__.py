"""What happens when somebody does something on Telegram? One short asynchronous function for each deed.

Not for wording, nor for finding answers: a handler puts the two together, and sends.
"""
