"""How long the papers of people who work for outlets are kept."""

from voltbay.core.retention import CHOICE, LOGS, Rule, Words

RULES = (
    Rule(
        kind="directory.certificates",
        what=Words("技术人员的作业证编号", "Numbers of technicians’ certificates"),
        why=Words("证明持证上岗", "showing who was certified"),
        model="directory.Technician",
        since="certified_until",
        after=Words("证书有效期", "the certificate’s last day"),
        period=LOGS,
        source=CHOICE,
        columns=("certificate",),
        of_owners=False,
    ),
)
