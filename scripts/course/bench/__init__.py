"""`course bench`: what the site costs to build, to load and to preview, beside the same pages made with other means."""
