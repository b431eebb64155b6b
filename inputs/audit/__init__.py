"""Prove the data package: digits against the documents, arithmetic against itself."""

from inputs.audit.core import audit
from inputs.audit.report import AuditReport

__all__ = ["AuditReport", "audit"]
