import os
import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(run.__file__).parent


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that run.py takes for the project."""
    monkeypatch.setattr(run, "ROOT", tmp_path)
    return tmp_path


def test_a_step_is_done_until_an_input_changes(project):
    source = project / "source"
    source.mkdir()
    (source / "a.js").write_text("1")

    def step() -> run.Step:
        return run.Step(project / "stamps/step", [source, "version 1"])

    assert not step().is_done
    step().done()
    assert step().is_done
    (source / "b.js").write_text("2")
    assert not step().is_done


def test_a_step_is_not_done_when_its_output_has_gone(project):
    output = project / "app.css"
    output.touch()
    step = run.Step(project / "stamps/step", ["input"], [output])
    step.done()
    assert step.is_done
    output.unlink()
    assert not step.is_done


def test_find_chromium_takes_the_one_it_is_told(tmp_path, monkeypatch):
    browser = tmp_path / "browser"
    browser.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert run.find_chromium() == str(browser)


def test_find_chromium_says_when_the_one_it_is_told_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    with pytest.raises(run.Failed, match="no such program"):
        run.find_chromium()


def test_find_chromium_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(run.Failed, match="apt-get install chromium"):
        run.find_chromium()


def test_uv_is_told_where_pip_looks(tmp_path, monkeypatch):
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_", "SSL_"))]:
        monkeypatch.delenv(name)
    configuration = tmp_path / "pip.conf"
    configuration.write_text(
        "[global]\nindex-url = https://packages.example/simple\n"
        "extra-index-url =\n  https://one.example/simple\n  https://two.example/simple\nfind-links = /wheels /more\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("HOME", str(tmp_path))
    told = run._uv_settings()
    assert told["UV_DEFAULT_INDEX"] == "https://packages.example/simple"
    assert told["UV_INDEX"] == "https://one.example/simple https://two.example/simple"
    assert told["UV_FIND_LINKS"] == "/wheels,/more"


def test_uv_keeps_what_it_was_told_itself(monkeypatch):
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://mine.example/simple")
    assert "UV_DEFAULT_INDEX" not in run._uv_settings()


def test_a_wrong_word_shows_the_usage():
    result = subprocess.run([sys.executable, ROOT / "run.py", "tset"], capture_output=True, text=True)
    assert result.returncode == 2
    assert "python3 run.py test" in result.stdout
