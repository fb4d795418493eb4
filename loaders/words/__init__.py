"""What words, numbers and times in cells mean: the vocabulary and its grammars."""
