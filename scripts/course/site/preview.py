"""The process behind `course serve`: builds, serves and builds again, and takes what has not changed from `kept.py`.

MkDocs' own preview, with three differences: it looks for changes ten times a second, pages that would come out the same
are not rendered again, and the content rules are run beside it, after the page is there.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from course.paths import Paths
from course.site.kept import Kept

#: Seconds between two looks at the files.
INTERVAL = 0.1


class _Rules:
    """`course check` in a process of its own, so that no reload waits for it; one at a time, the last one counts."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self.running: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        """Run the rules over what is there now; a run that has not ended is about something older."""
        self.stop()
        self.running = subprocess.Popen(
            [sys.executable, "-m", "course.cli", "check"], cwd=self.paths.root, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        threading.Thread(target=self._tell, args=(self.running,), daemon=True).start()

    def _tell(self, run: subprocess.Popen[str]) -> None:
        said, _ = run.communicate()
        if run is self.running and run.returncode >= 0:
            print(said, end="", flush=True)

    def stop(self) -> None:
        """End the run that is going on."""
        if self.running and self.running.poll() is None:
            self.running.kill()
            self.running.wait()
        self.running = None


def preview(paths: Paths, port: int) -> None:
    """Serve the course at `port` of this machine until the process is interrupted.

    Raises:
        SystemExit: the first build failed; MkDocs has said why.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    site = Path(tempfile.mkdtemp(prefix="course_"))
    url = f"http://127.0.0.1:{port}/"
    kept, rules = Kept(), _Rules(paths)

    def configured() -> MkDocsConfig:
        config = load_config(str(paths.config), site_dir=str(site), dev_addr=f"127.0.0.1:{port}")
        # Without SITE_URL the preview stands at the root of its address, whatever the published site has.
        config.site_url = url
        config.plugins["course"].kept = kept  # type: ignore[attr-defined]
        return config

    def build_again(config: MkDocsConfig | None = None) -> None:
        build(config or configured(), serve_url=url)
        contents, outputs = kept.taken
        if contents:
            print(f"preview: {contents} pages as they were, {outputs} of them with all that stands around", flush=True)
        rules.begin()

    config = configured()
    config.plugins.on_startup(command="serve", dirty=False)
    server = LiveReloadServer(builder=build_again, host="127.0.0.1", port=port, root=str(site), polling_interval=INTERVAL)

    def error_page(code: int) -> bytes | None:
        file = site / f"{code}.html"
        return file.read_bytes() if file.is_file() else None

    server.error_handler = error_page
    try:
        build_again(config)
        for watched in (config.docs_dir, str(paths.config), *config.watch):
            server.watch(watched)
        server = config.plugins.on_serve(server, config=config, builder=build_again)
        server.serve()  # type: ignore[no-untyped-call]
    finally:
        rules.stop()
        server.shutdown()
        config.plugins.on_shutdown()
        shutil.rmtree(site, ignore_errors=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        preview(Paths(Path(sys.argv[1])), int(sys.argv[2]))
