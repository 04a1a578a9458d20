"""The site's verbs on the command line; `intarsia.cli` finds them by their entry point."""

from intarsia.cli.verbs import Verb


def _verb(name: str, line: str) -> Verb:
    return Verb(name, line, f"intarsia_site.config.commands.{name}", extra="site")


VERBS = (
    _verb("serve", "the site on this machine: server, worker, and what is periodic"),
    _verb("demo", "the example country with five log-ins, for this machine only"),
    _verb("admin", "make an administrator, and set the installation up if it is not yet"),
    _verb("places", "a country's boundaries and P-codes: what would change, and let it count"),
    _verb("tick", "what is periodic, once: letters that wait, what has expired"),
    _verb("backup", "everything the site holds into one encrypted file"),
    _verb("restore", "a backup into an empty installation"),
    _verb("words", "a language pack: its catalogue made, or brought up to this version"),
    _verb("lockdown", "close the site to everybody but administrators, or open it again"),
)
