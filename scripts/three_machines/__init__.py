"""Follow "From nothing to serving on three machines" in docs/operations.md, line by line.

`make three-machines`, as root of a Linux with systemd-nspawn and debootstrap: `chapter` reads the
lines, `machines` makes three Debians that have systemd and a network of their own, `beside` plays
what stands beside them (S3, the vendor of messages, a certificate), `load` calls all the while.
"""
