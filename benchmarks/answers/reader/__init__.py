"""How is the reader made? From e5's weights and question sets to the file that ships, with its card.

Not for reading: that is the retrieval's. The command is `benchmarks.answers.train_reader`.
"""
