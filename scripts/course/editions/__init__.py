"""The editions: the course on paper and offline."""
