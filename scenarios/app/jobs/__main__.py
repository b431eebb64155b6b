"""`python -m scenarios.app.jobs LANE`: a worker process, started by the queue."""

import sys

from scenarios.app.jobs.worker import serve

serve(sys.argv[1])
