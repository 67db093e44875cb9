"""What a run came to is told by e-mail and webhook: counts only; what cannot be sent changes nothing."""

import json
import smtplib
import socketserver
import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pydantic import ValidationError

from pipelines.messages.in_lines import message_of
from pipelines.messages.send import send
from pipelines.settings.messages import Mail, Messages
from tests.small_drop import SmallDrop

STATUS = {
    "state": "published",
    "run_id": "2024-12-31-0123456789ab",
    "as_of": "2024-12-31",
    "exit_code": 0,
    "tables": {"labs": {"read": 1200, "quarantined": 3}, "patients": {"read": 34, "quarantined": 0}},
    "cohort": {"n": 30},
    "message": "00012345",
}
SOURCES = [
    {"source": "emr", "open_count": 1345, "new_count": 12, "reopened_count": 3, "answered_count": 5},
    {"source": "radiology", "open_count": 0, "new_count": 0, "reopened_count": 0, "answered_count": 1},
]
RESULTS = {"registry": "Our hospital", "queries": {"source_counts": SOURCES}}


def test_one_line_for_the_run_and_one_per_source():
    message = message_of(STATUS, RESULTS)
    assert message.subject == "Our hospital: published, as of 2024-12-31"
    assert message.lines == (
        "1,234 rows read, 3 quarantined; 30 patients in the cohort",
        "emr: 1,345 questions open, 12 new, 3 opened again; 5 answered and not yet sent",
        "radiology: 0 questions open, 0 new, 0 opened again; 1 answered and not yet sent",
    )
    assert "00012345" not in json.dumps([message.subject, message.lines, message.counts]), "what a run says stays in out/"


def test_a_run_that_stopped_tells_of_no_queries():
    message = message_of(STATUS | {"state": "stopped"}, RESULTS)
    assert message.lines == ("1,234 rows read, 3 quarantined; 30 patients in the cohort; nothing is published, out/status.json says why",)
    assert message_of(STATUS, {"registry": "Our hospital"}).lines[1:] == ("no question is open",)
    failed = message_of({"state": "failed", "as_of": None}, {})
    assert failed.subject == "Registry: failed, as of no day" and failed.lines[0].startswith("0 rows read")


@contextmanager
def serving(server):
    """Answer in a thread of its own while the block runs; yield the port."""
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def webhook(status: int = 200):
    """Take what is posted; yield address and list of what came."""
    came = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}/hook", came


@contextmanager
def mail_server():
    """Take e-mails as a server does that asks for nothing; yield port and list of what came."""
    came = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    came.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 well\r\n")

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port, came


@contextmanager
def speaking(words: bytes):
    """Answer whoever comes with some words; yield the port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            self.request.recv(1 << 16)
            self.request.sendall(words)

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)) as port:
        yield port


def test_the_certificate_of_the_mail_server_is_checked(monkeypatch):
    """What smtplib does without a context takes any certificate, and the password would go to whoever answers."""
    asked = []

    def no_server(*_, context, **__):
        asked.append(context.verify_mode)
        raise OSError("nobody is there")

    monkeypatch.setattr(smtplib, "SMTP_SSL", no_server)
    mail = Mail(host="mail.example", security="tls", user="registry", sender="a@b", to=["c@d"])
    assert len(list(send(message_of(STATUS, RESULTS), Messages(mail=mail)))) == 1
    assert asked == [ssl.CERT_REQUIRED]


def test_a_webhook_gets_the_text_and_the_counts():
    with webhook() as (address, came):
        assert list(send(message_of(STATUS, RESULTS), Messages(webhook=address))) == []
    (body,) = came
    assert body["text"].splitlines()[0] == "Our hospital: published, as of 2024-12-31" and body["sources"] == SOURCES
    assert (body["state"], body["exit_code"]) == ("published", 0)


def test_an_e_mail_has_the_lines():
    with mail_server() as (port, came):
        mail = Mail(host="127.0.0.1", port=port, sender="registry@hospital.example", to=["a@hospital.example", "b@hospital.example"])
        assert list(send(message_of(STATUS, RESULTS), Messages(mail=mail))) == []
    (letter,) = came
    assert "Subject: Our hospital: published, as of 2024-12-31" in letter and "To: a@hospital.example, b@hospital.example" in letter
    assert "emr: 1,345 questions open, 12 new" in letter


def test_what_cannot_be_sent_is_said_without_the_address():
    with webhook(status=500) as (address, _):
        (said,) = send(message_of(STATUS, RESULTS), Messages(webhook=f"{address}?token=secret"))
    assert said == "the message could not be sent by webhook (HTTPError); the run is as it was"
    with speaking(b"no words of HTTP\r\n\r\n") as port:
        (said,) = send(message_of(STATUS, RESULTS), Messages(webhook=f"http://127.0.0.1:{port}/"))
    assert said == "the message could not be sent by webhook (BadStatusLine); the run is as it was"
    nobody = Mail(host="127.0.0.1", port=1, sender="a@b", to=["c@d"])
    assert len(list(send(message_of(STATUS, RESULTS), Messages(webhook="http://127.0.0.1:1/", mail=nobody)))) == 2


@pytest.mark.parametrize(
    ("mail", "fault"),
    [
        ({"host": "mail.example"}, "name sender and to"),
        ({"host": "mail.example", "sender": "a@b", "to": ["c@d"], "user": "registry"}, "not sent in the clear"),
    ],
)
def test_settings_that_could_not_be_sent_by_are_refused(mail, fault):
    with pytest.raises(ValidationError, match=fault):
        Messages(mail=mail)
    with pytest.raises(ValidationError, match="begins with https://"):
        Messages(webhook="file:///etc/passwd")


def test_a_run_that_fails_tells_it_and_a_failure_to_send_changes_no_exit_code(tmp_path):
    drop = SmallDrop(tmp_path / "hospital")
    for path in drop.drop.iterdir():
        path.unlink()
    with webhook() as (address, came):
        drop.set("[sources.emr]", f'[messages]\nwebhook = "{address}"\n\n[sources.emr]')
        code = drop.run()
    assert code == 4 and [body["state"] for body in came] == ["failed"]
    again, _, said = drop.listen()  # the server is gone
    assert again == code and "could not be sent by webhook" in said
