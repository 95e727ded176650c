"""Telling a demo folder that an older Voltbay made, whose tables this one cannot go on from.

Before the first release migrations are written anew, often under the same names: a folder that
knows other ones, or whose tables have other columns than these migrations make, is of before.
"""

OLDER = 3  # the exit status by which the supervisor knows it, to say which folder
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = ANY(%s)
"""


def is_older() -> bool:
    """Tell whether the database was made by migrations of ours that are no more."""
    # Here, as the supervisor reads the status above and stays small without Django.
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("voltbay.")}
    made = {(app, name) for app, name in loader.applied_migrations if app in ours}
    if not made <= loader.disk_migrations.keys():
        return True
    # An app with migrations still to come may lack columns that they bring.
    done = ours - {app for app, _ in loader.disk_migrations.keys() - made}
    return not _has_columns_of(done)


def _has_columns_of(labels: set[str]) -> bool:
    """Tell whether the tables of apps have just the columns that their models name."""
    from django.apps import apps
    from django.db import connection

    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    meant = {
        (model._meta.db_table, field.column)
        for model in models
        if model._meta.app_label in labels
        for field in model._meta.local_concrete_fields
    }
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [sorted({table for table, _ in meant})])
        return set(cursor.fetchall()) == meant
