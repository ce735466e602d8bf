"""The status site: incidents and maintenance, on hosts that share nothing with the main service.

A tower of its own, because it must work when nothing else does. It imports the exceptions, how a file is
written (`disk`) and how YAML is read with line numbers (`nodes`, `blocks`, `values`); neither mkdocs, DuckDB,
Whoosh nor anything that needs the lake.

    model     what there is: components, incidents, updates, who speaks, where it is published
    settings  status.yml → Settings
    reading   the text of one file → Incident and the mistakes in it (`body`: its updates)
    writing   a new file, and the next update at the end of one
    folder    docs/status/ on the disk: one writer at a time, nothing half-written
    history   what was up when: states now, days, uptime
    independence  what it shares with the main service, asked of the network
    drill     an outage rehearsed in network namespaces
"""
