"""Telling a demo folder that an older Voltbay made, whose tables this one cannot go on from.

Before the first release migrations are written anew; a folder that knows other ones is of before.
"""

OLDER = 3  # the exit status by which the supervisor knows it, to say which folder


def is_older() -> bool:
    """Tell whether the database was made by migrations of ours that are no more."""
    # Here, as the supervisor reads the status above and stays small without Django.
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("voltbay.")}
    made = {(app, name) for app, name in loader.applied_migrations if app in ours}
    return not made <= loader.disk_migrations.keys()
