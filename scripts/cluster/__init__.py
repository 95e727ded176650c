"""A whole site of namespaces on one machine, to look at and to hurt: `make cluster`, as root.

`keeper` is the first process of each host, `hosts` makes them, `network` joins and parts them.
`database`, `programs` and `beside` say what runs where, from the files of deploy/; `site` puts it
all together.
"""
