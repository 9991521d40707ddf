"""Write the guide with its made pages into `build/guide`, of which Sphinx makes the site: `make site`."""

from tools.site.made import write_guide

write_guide()
