"""Sends the message of a run by e-mail and to a webhook, where the settings name them; a failure is said and changes nothing."""

import json
import os
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from http.client import HTTPException

from pipelines.messages.in_lines import Message
from pipelines.settings.messages import Mail, Messages

PASSWORD = "REGISTRY_SMTP_PASSWORD"  # the variable that holds it; no settings file does
SECONDS = 10  # for which an answer is waited


def send(message: Message, settings: Messages) -> Iterator[str]:
    """Send the message everywhere; yield a sentence for each place that could not be reached, without its address."""
    ways: list[tuple[str, bool, Callable[[], None]]] = [
        ("e-mail", bool(settings.mail.host), lambda: send_mail(message, settings.mail)),
        ("webhook", bool(settings.webhook), lambda: post(message, settings.webhook)),
    ]
    for name, is_wanted, way in ways:
        try:
            if is_wanted:
                way()
        except (OSError, ValueError, HTTPException) as error:
            yield f"the message could not be sent by {name} ({type(error).__name__}); the run is as it was"


def send_mail(message: Message, mail: Mail) -> None:
    """Send the message as an e-mail of plain text."""
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = message.subject, mail.sender, ", ".join(mail.to)
    letter.set_content("\n".join(message.lines) + "\n")
    checked = ssl.create_default_context()  # that of smtplib takes any certificate
    if mail.security == "tls":
        opened = smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=checked)
    else:
        opened = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    with opened as server:
        if mail.security == "starttls":
            server.starttls(context=checked)
        if mail.user:
            server.login(mail.user, os.environ.get(PASSWORD, ""))
        server.send_message(letter)


def post(message: Message, address: str) -> None:
    """Post the message as JSON: text, as chat services show it, and the counts for programs."""
    text = "\n".join((message.subject, *message.lines))
    body = json.dumps({"text": text, **message.counts}, ensure_ascii=False).encode()
    asked = urllib.request.Request(address, body, {"Content-Type": "application/json; charset=utf-8"})
    with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
        answer.read(1)
