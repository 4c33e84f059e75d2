"""What the API acknowledged: from then on it must be there, whatever dies."""
import threading


class Known:
    def __init__(self):
        self.lock = threading.Lock()
        self.jobs = {}            # job -> what was ordered: kind, capture, exhibit, bundle
        self.final_jobs = {}      # job -> (state, result, error)
        self.running_jobs = set() # seen at work since the last check
        self.exhibits = {}        # exhibit -> {file name: SHA-256}
        self.bundles = {}         # bundle -> SHA-256
        self.authorisations = {}  # authorisation -> state
        self.entries = {}         # index -> leaf hash
        self.faults = []

    def open_jobs(self, kind):
        with self.lock:
            return [job for job, order in self.jobs.items() if order["kind"] == kind and job not in self.final_jobs]

    def ordered(self, kind, answer):
        with self.lock:
            self.jobs[answer["job"]] = {"kind": kind, **answer}

    def saw_jobs(self, items):
        with self.lock:
            for job in items:
                if job["state"] == "running":
                    self.running_jobs.add(job["job"])
                elif job["state"] != "queued":
                    self.final_jobs[job["job"]] = (job["state"], job["result"], job["error"])

    def forget_running(self):
        with self.lock:
            self.running_jobs = set()

    def saw_exhibits(self, items):
        with self.lock:
            for exhibit in items:
                self.exhibits[exhibit["exhibit"]] = {file["name"]: file["sha256"] for file in exhibit["files"]}

    def saw_bundles(self, items):
        with self.lock:
            for bundle in items:
                self.bundles[bundle["bundle"]] = bundle["sha256"]

    def saw_authorisation(self, authorisation):
        with self.lock:
            self.authorisations[authorisation["authorisation"]] = authorisation["state"]

    def saw_entries(self, items):
        with self.lock:
            for entry in items:
                self.entries[entry["index"]] = entry["leaf_hash"]

    def fault(self, text):
        with self.lock:
            self.faults.append(text)

    def summary(self):
        states = [state for state, _, _ in self.final_jobs.values()]
        counts = ", ".join(f"{states.count(state)} {state}" for state in sorted(set(states)))
        return f"{len(self.jobs)} jobs ({counts}), {len(self.exhibits)} exhibits, {len(self.bundles)} bundles, {len(self.entries)} entries seen"
