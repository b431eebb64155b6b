"""Work that takes longer than a page may wait: queued fairly, done in processes, kept on disk."""

from scenarios.app.jobs.job import Job, State
from scenarios.app.jobs.jobs import Jobs

__all__ = ["Job", "Jobs", "State"]
