"""asyncio without its TLS, in a Python of its own each time: here it is long imported."""

from __future__ import annotations

import subprocess
import sys

_BEGIN = "import sys\nfrom dialer.core.no_tls import complete_asyncio, import_asyncio\nimport_asyncio()\n"
# The other end answers in the clear, so that the handshake ends with its own error.
_TLS = """
import asyncio, ssl
async def main():
    server = await asyncio.start_server(lambda _, writer: writer.write(b"no TLS here"), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        await asyncio.open_connection("127.0.0.1", port, ssl=ssl.create_default_context())
    except (ssl.SSLError, RuntimeError) as error:
        print(type(error).__name__)
asyncio.run(main())
"""


def _run(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True, timeout=50
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_openssl_is_not_loaded() -> None:
    loaded = _BEGIN + "import asyncio\nprint(sorted({'_ssl', '_hashlib', 'ssl'} & set(sys.modules)))"
    assert _run(loaded) == "[]"


def test_the_module_ssl_is_there_for_whoever_wants_it() -> None:
    assert _run(_BEGIN + "import ssl\nprint(ssl.PROTOCOL_TLS_CLIENT.name)") == "PROTOCOL_TLS_CLIENT"


def test_asyncio_encrypts_where_code_of_others_counts_on_it() -> None:
    assert _run(_BEGIN + "complete_asyncio()\ncomplete_asyncio()\n" + _TLS) == "SSLError"


def test_a_program_that_has_tls_keeps_it() -> None:
    program = (
        "import asyncio.sslproto as before\n" + _BEGIN + "complete_asyncio()\nprint(before.ssl.__name__)"
    )
    assert _run(program) == "ssl"
