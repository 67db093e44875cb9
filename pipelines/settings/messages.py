"""The settings of messages: where they go after a run. No password stands in settings."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pipelines.settings.section import Section


def _is_address(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise ValueError("is no address that begins with https://")
    return text


class Mail(Section):
    """The server that takes e-mails, and from whom to whom they go; without a host none is sent."""

    host: str = ""
    port: int = Field(default=25, ge=1, le=65_535)
    security: Literal["none", "starttls", "tls"] = "none"
    user: str = ""  # the password stands in the variable REGISTRY_SMTP_PASSWORD
    sender: str = ""
    to: list[str] = []

    @model_validator(mode="after")
    def _says_from_whom_to_whom(self) -> "Mail":
        if self.host and not (self.sender and self.to):
            raise ValueError("a message goes from somebody to somebody: name sender and to beside host")
        if self.user and self.security == "none":
            raise ValueError('a password is not sent in the clear: with a user, security is "starttls" or "tls"')
        return self


class Messages(Section):
    """What is told of a run that published, was stopped or failed: one line per source, counts only."""

    webhook: Annotated[str, AfterValidator(_is_address)] = ""
    mail: Mail = Mail()
