"""The information platform: pages, feeds and lists for search engines that anybody reads."""
