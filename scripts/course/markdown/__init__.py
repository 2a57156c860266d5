"""Python-Markdown extensions: what readers depend on. They run under any builder that uses Python-Markdown."""
