"""Whom to trust on the network, chosen in this one place; nothing turns the checks off."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

# Where distributions keep their certificates, for an OpenSSL that was built elsewhere and looks elsewhere.
_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def trust_store(extra_ca: Path | None = None) -> ssl.SSLContext:
    """Return the operating system's trust store, and a company's own authority where it has one.

    The environment (``SSL_CERT_FILE``, ``SSL_CERT_DIR``, ``SSLKEYLOGFILE``) has no say in it.
    """
    if sys.platform in {"win32", "darwin"}:
        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        _load_compiled_in(context)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if extra_ca is not None:
        context.load_verify_locations(cafile=str(extra_ca))
    return context


def _load_compiled_in(context: ssl.SSLContext) -> None:
    paths = ssl.get_default_verify_paths()
    file = next((file for file in (paths.openssl_cafile, *_BUNDLES) if Path(file).is_file()), None)
    folder = paths.openssl_capath if Path(paths.openssl_capath).is_dir() else None
    if file is not None or folder is not None:
        context.load_verify_locations(cafile=file, capath=folder)
