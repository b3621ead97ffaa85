"""Trains the bundled embedding model from pairs of text. Needed only by whoever wants to make the weights anew."""
