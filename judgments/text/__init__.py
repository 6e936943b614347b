"""Text that people write in Markdown: one tree, from which every format is printed."""
