"""Telemelya, whole: its server, and the Redis and S3 it needs, in one process. Run by an environment of its own.

Arguments: the ports of the server, of Redis and of S3. Nothing of Havre is imported here.
"""

from __future__ import annotations

import os
import sys
import threading


def main() -> None:
    port, redis, store = sys.argv[1:]
    os.environ.update(
        MOCK_SERVER_HOST="127.0.0.1", MOCK_SERVER_PORT=port, MOCK_SERVER_URL=f"http://127.0.0.1:{port}",
        REDIS_URL=f"redis://127.0.0.1:{redis}/0", MINIO_ENDPOINT=f"127.0.0.1:{store}", AUTH_KEYS="test-key",
        AWS_ACCESS_KEY_ID="minioadmin", AWS_SECRET_ACCESS_KEY="minioadmin", AWS_DEFAULT_REGION="us-east-1",
    )  # fmt: skip
    import fakeredis  # noqa: PLC0415 - the settings above must stand before anything is imported
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - idem

    server = fakeredis.TcpFakeServer(("127.0.0.1", int(redis)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ThreadedMotoServer(ip_address="127.0.0.1", port=int(store)).start()
    from telemelya.server.app import main as serve  # noqa: PLC0415 - idem

    serve()


main()
