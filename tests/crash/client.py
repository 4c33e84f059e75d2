"""The workbench's API as a signed-in officer sees it, and the server that answers it."""
import http.client
import json
import subprocess


class Gone(Exception):
    """The server does not answer: it was killed."""


class Refused(Exception):
    """An answer other than 2xx."""


class Server:
    """One process of "sanad serve". Its temporary files go where the caller can see what is left."""

    def __init__(self, program, workspace, environment):
        self.process = subprocess.Popen(
            [program, "serve", "--workspace", workspace, "--listen", "127.0.0.1:0", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.port = None

    @property
    def pid(self):
        return self.process.pid

    def wait_ready(self):
        """False if it was killed before it was ready. Any other end is an error."""
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line == "}\n":
                self.port = int(json.loads("".join(lines))["origin"].rsplit(":", 1)[1])
                return True
        status = self.process.wait()
        if status == -9:
            return False
        raise AssertionError(f"the server ended with status {status}: {self.process.stderr.read()}")

    def kill(self):
        self.process.kill()
        self.process.wait()


class Officer:
    """A session lives longer than a server: the cookie is used again after each restart."""

    def __init__(self, link):
        self.token = link.split("#/sign-in/")[1]
        self.cookie = None
        self.csrf = None

    def sign_in(self, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("POST", "/api/v1/session/link", json.dumps({"token": self.token}),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise Refused(f"signing in: {answer.status} {text!r}")
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        self.csrf = json.loads(text)["csrf"]


class Caller:
    """One thread's connection. Raises Gone once the server is gone."""

    def __init__(self, port, officer):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.officer = officer

    def get(self, path):
        return json.loads(self.raw("GET", path))

    def get_bytes(self, path):
        return self.raw("GET", path)

    def post(self, path, body):
        return json.loads(self.raw("POST", path, body))

    def items(self, path):
        """All pages of a list."""
        found, cursor = [], ""
        while True:
            page = self.get(path + cursor)
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = f"?cursor={page['next']}"

    def raw(self, method, path, body=None):
        headers = {"Cookie": self.officer.cookie, "X-Sanad-CSRF": self.officer.csrf}
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            self.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
            answer = self.connection.getresponse()
            data = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Gone(str(error)) from error
        if not 200 <= answer.status < 300:
            raise Refused(f"{method} {path}: {answer.status} {data.decode(errors='replace')}")
        return data
