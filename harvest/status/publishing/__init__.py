"""From built files to every host, whole or not at all; and whether it is really there.

Each kind of target is a module of its name with `publish(target, job)`; `options` lists what it can be told.

    manifest   what a build holds, when it was made and until when it counts
    keys       the signature of the manifest, as minisign writes it
    job        one publication: the bundle, what is allowed, how long it may take
    options    what each kind of target can be told
    processes  git, rsync and ssh, none of which may ask anybody or outlive its time
    ssh        how hosts are spoken to
    folder     versions beside each other, a link that is changed in one step
    rsync      the same on another host; and daemons, where nothing can be run
    s3         objects, pages after what they need
    git        a branch of one commit
    together   all targets side by side: one that is dead stops no other
    serving    types of content, and how long a copy counts
    fetching   what a host serves, as customers get it
    readback   what is served right after a publication
    verify     what is served now: signature, digests, freshness, headers, certificates
"""
