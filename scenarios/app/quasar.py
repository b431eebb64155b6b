"""The words of the browser's own controls, which the libraries of the page bring along."""

from __future__ import annotations

import json

from scenarios.language import _, spoken

_PACKS = {"en": ("en-US", "enUS"), "kk": ("kk", "kk"), "ru": ("ru", "ru")}  # file, name


def words_js() -> str:
    """JavaScript that has the page and its controls in the spoken language.

    A pack is fetched from beside the one that the page came with, the first time that it is needed.
    """
    file, name = _PACKS[spoken()]
    return (
        f"document.documentElement.lang = '{spoken()}';"
        f"const speak = () => Quasar.Lang.set(Quasar.Lang.{name});"
        f"if (Quasar.Lang.{name}) speak(); else {{"
        "const pack = document.createElement('script');"
        "pack.src = document.querySelector('script[src*=\"/static/lang/\"]').src"
        f".replace(/[^/]*$/, '{file}.umd.prod.js');"
        "pack.onload = speak; document.head.append(pack); }"
        f"for (const [place, texts] of Object.entries({json.dumps(_popups())}))"
        " document.querySelectorAll(`#${place} > span`)"
        ".forEach((span, at) => { span.textContent = texts[at]; });"
    )


def _popups() -> dict[str, list[str]]:
    """What stands over the page when its server is not heard, by the element's id."""
    return {
        "popup": [_("Connection lost."), _("Trying to reconnect...")],
        "too_long_message_popup": [
            _("Message too long"),
            _("The message is too large for WebSocket transmission."),
        ],
    }
