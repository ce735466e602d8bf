"""Cut the main service off and see whether customers hear of it: on one machine, with real servers.

lab        network namespaces, gone with whoever made them
servers    dnsmasq, nginx, rsync and certificates in there
rehearsal  wire the status site of status.yml as it is published, cut, post, measure
browser    what a real browser asks for when it opens a page
"""
