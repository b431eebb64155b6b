"""`python -m scenarios.app.jobs`: a worker process, started by the queue."""

from scenarios.app.jobs.worker import serve

serve()
