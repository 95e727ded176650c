"""The back office's look at jobs, which come with a list of their own."""

from django.contrib import admin
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob

from voltbay.back_office.filters import WordsFilter
from voltbay.back_office.lists import ListAdmin

admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(ProcrastinateJobAdmin, ListAdmin):
    """Jobs that wait, run or were given up; filters do not look for every lock that there is."""

    list_filter = ["status", ("task_name", WordsFilter)]
