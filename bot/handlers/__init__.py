"""What happens when somebody does something on Telegram: short asynchronous functions, one for each deed."""
