"""The course for paper and for places without a network: `course editions` makes `dist/`."""
