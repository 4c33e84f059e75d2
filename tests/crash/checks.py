"""What must hold after every crash. Each check answers with the faults that it found, in words."""
from remains import vault_objects


class Lists:
    """The workspace as the API shows it after a restart."""

    def __init__(self, caller, case):
        self.jobs = {job["job"]: job for job in caller.get(f"/cases/{case}/jobs")["items"]}
        self.exhibits = {item["exhibit"]: item for item in caller.get(f"/cases/{case}/exhibits")["items"]}
        self.bundles = {item["bundle"]: item for item in caller.get(f"/cases/{case}/bundles")["items"]}
        self.authorisations = {item["authorisation"]: item for item in caller.get(f"/cases/{case}/authorisations")["items"]}
        self.entries = {item["index"]: item for item in caller.items(f"/cases/{case}/entries")}

    def data(self, kind):
        return [entry["data"] for entry in self.entries.values() if entry["kind"] == kind]


def lost(caller, known, lists):
    """Acknowledged, and not there any more, or not the same."""
    faults = []
    for index, leaf_hash in known.entries.items():
        if lists.entries.get(index, {}).get("leaf_hash") != leaf_hash:
            faults.append(f"entry {index} is lost or another")
    for exhibit, files in known.exhibits.items():
        found = {file["name"]: file["sha256"] for file in lists.exhibits.get(exhibit, {"files": []})["files"]}
        if found != files:
            faults.append(f"exhibit {exhibit} is lost or another")
    for bundle, digest in known.bundles.items():
        if lists.bundles.get(bundle, {}).get("sha256") != digest:
            faults.append(f"bundle {bundle} is lost or another")
    for authorisation, state in known.authorisations.items():
        found = lists.authorisations.get(authorisation, {}).get("state")
        if found != state and not (state == "requested" and found == "rejected"):
            faults.append(f"authorisation {authorisation} was {state} and is {found}")
    for job in known.jobs:
        if job not in lists.jobs:
            try:
                caller.get(f"/jobs/{job}")
            except Exception as error:  # noqa: BLE001: the answer is the fault
                faults.append(f"job {job} is lost: {error}")
    for job, (state, result, _) in known.final_jobs.items():
        if state == "done" and result:
            if "exhibit" in result and result["exhibit"] not in lists.exhibits:
                faults.append(f"job {job} said that {result['exhibit']} is sealed, and it is not there")
            if "sha256" in result and result["bundle"] not in lists.bundles:
                faults.append(f"job {job} said that {result['bundle']} is ready, and it is not there")
    return faults


def silent_captures(lists, known):
    """Begun, neither sealed nor said to have failed, and with no job at work on it."""
    ended = {data["capture"] for kind in ("exhibit.sealed", "capture.failed") for data in lists.data(kind)}
    at_work = {order.get("capture") for job, order in known.jobs.items()
               if job in lists.jobs and lists.jobs[job]["state"] in ("queued", "running")}
    faults = [f"capture {data['capture']} is silent" for data in lists.data("capture.started")
              if data["capture"] not in ended | at_work]
    captures = [data["capture"] for kind in ("exhibit.sealed", "capture.failed") for data in lists.data(kind)]
    return faults + [f"capture {capture} ended twice" for capture in sorted(set(captures)) if captures.count(capture) > 1]


def wrong_jobs(known, lists):
    """A capture meets the world only once: whatever ran when the server died must not run again."""
    return [f"the capture job {job} is {lists.jobs[job]['state']} again" for job in known.running_jobs
            if known.jobs.get(job, {}).get("kind") == "capture" and job in lists.jobs
            and lists.jobs[job]["state"] in ("queued", "running")]


def named_objects(lists):
    named = set()
    for data in lists.data("exhibit.sealed"):
        named |= {file["sha256"] for file in data["files"]}
    named |= {data["sha256"] for data in lists.data("bundle.exported")}
    for kind in ("capture.failed", "objects.unclaimed"):
        for data in lists.data(kind):
            named |= set(data["kept"])
    return named


def orphans(workspace, case, lists):
    """Names of objects are keyed, so that they are counted: each of the named ones is one object."""
    named, there = len(named_objects(lists)), vault_objects(workspace, case)
    return [] if named == there else [f"entries name {named} objects and the vault holds {there}"]
