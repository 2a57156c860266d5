"""The course as a program: its model, its Markdown, its checks, its site and its editions."""
