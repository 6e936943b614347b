"""Which known figure one is that was typed into a text by hand: all of it is pure.

``naming`` says how sentences name figures, ``known`` what is known of one, ``comparing`` holds a
value against it; ``matches`` decides for each figure of the ``typed_sentences`` of a text.
"""
