"""Which rows were erased, and when: so that a restored backup does not bring them back."""

from django.db import models


class Erasure(models.Model):
    """One row that was erased because somebody asked. It names the row by its id, and nobody.

    What a timer erases needs none: the timer finds it again in what was restored.
    """

    class Subject(models.TextChoices):
        """What was erased; `server/backup/erase_again.py` knows how to do each again."""

        OWNER = "owner"
        DOCUMENT = "document"

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(max_length=20, choices=Subject)
    subject_id = models.CharField(max_length=40)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id"], name="erasure_noted_once"),
            models.CheckConstraint(
                condition=models.Q(subject__in=["owner", "document"]),
                name="erasure_of_what_can_be_done_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"
