import json
import signal
from decimal import Decimal

import pytest

from laeringslean import __version__
from laeringslean.benefits.models import FteDivisor
from laeringslean.config.command import _COMMANDS, main
from laeringslean.foundation.models import Placement, Tenant
from laeringslean.foundation.tenancy.scope import tenant_scope
from laeringslean.improvement.models import Idea
from laeringslean.method.actions.versions import publish_standard
from laeringslean.organisation.access.roles import Role
from laeringslean.organisation.models import Person, RoleGrant, Unit
from laeringslean.organisation.queries.viewers import viewer_for_person
from tests.config.running import ServerProcess, command
from tests.factories.organisation import make_tenant

UNITS = "external_id;name;kind;parent_external_id\nhelse;Helse;kommunalområde;\nhjs;Hjemmetjenesten;enhet;helse\n"
PEOPLE = (
    "external_id;name;email;unit_external_id;position_percent\n"
    "1;Kari Nordmo;kari@example.org;hjs;100\n2;Ola Vik;ola@example.org;hjs;80\n"
)
IDEAS = "external_id;unit_external_id;problem\ni1;hjs;Vi leter etter nøkler\ni2;hjs;Vi kjører tomme turer\n"

on_database = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(tmp_path):
    """Writes files and gives their paths."""

    def write(**texts):
        paths = []
        for name, text in texts.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        return paths

    return write


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command in this process, on this test's database: (exit code, standard output, standard error)."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "laeringslean.config.settings")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments):
        capsys.readouterr()
        code = main(list(map(str, arguments)))
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def imported(outcome, code=0):
    """The JSON that an import printed, and nothing else."""
    ended, out, err = outcome
    assert ended == code, err
    assert out.count("\n") == 1
    return json.loads(out)


def cannot_run(outcome, *words):
    """The command ended with 3: one line on standard error says why, nothing on standard output."""
    ended, out, err = outcome
    assert (ended, out) == (3, ""), err
    (line,) = [line for line in err.splitlines() if line.startswith("laeringslean: ")]
    assert "Traceback" not in err
    for word in words:
        assert word in line


def in_process(result):
    """As `run`, of a command that ran in a process of its own."""
    return result.returncode, result.stdout, result.stderr


# Help, usage, exit codes


@pytest.mark.parametrize("name", [None, *(command.NAME for command in _COMMANDS)])
def test_help_of_every_command_tells_what_it_does_and_its_exit_codes(run, name):
    code, out, err = run(*([name] if name else []), "--help")
    assert (code, err) == (0, "")
    assert "exit codes:" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    "wrong", [[], ["dance"], ["import-ideas"], ["serve", "--port", "x"], ["serve", "--port", "70000"], ["version", "a"]]
)
def test_wrong_usage_is_2_and_explained_on_standard_error(run, wrong):
    code, out, err = run(*wrong)
    assert (code, out) == (2, "")
    assert "usage:" in err


def test_version_says_it(run):
    assert run("version") == (0, f"laeringslean {__version__}\n", "")
    assert json.loads(run("version", "--json")[1])["laeringslean"] == __version__


@pytest.mark.only_sqlite
def test_commands_say_what_is_missing(tmp_path, files):
    (ideas,) = files(ideas=IDEAS)
    fresh = {"LAERINGSLEAN_DATA": str(tmp_path / "fresh")}
    cannot_run(in_process(command("import-ideas", ideas, environment=fresh)), "migrate")
    checked = command("check", "--json", environment={"LAERINGSLEAN_DATA": str(tmp_path / "none")})
    assert checked.returncode == 1
    assert "migrate" in json.loads(checked.stdout)["faults"][0]
    (tmp_path / "file").write_text("")
    blocked = {"LAERINGSLEAN_DATA": str(tmp_path / "file" / "below")}
    cannot_run(in_process(command("migrate", environment=blocked)), "data folder")
    down = {"DATABASE_URL": "postgresql://nobody:x@127.0.0.1:1/none", "LAERINGSLEAN_DATA": str(tmp_path / "down")}
    cannot_run(in_process(command("serve", environment=down)), "database")


@pytest.mark.only_sqlite
def test_a_new_data_folder_is_nobody_elses(tmp_path):
    command("check", environment={"LAERINGSLEAN_DATA": str(tmp_path / "new")})
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_a_database_of_another_kind_is_refused_and_no_folder_made(tmp_path):
    other = {"DATABASE_URL": "mysql://somewhere/else", "LAERINGSLEAN_DATA": str(tmp_path)}
    cannot_run(in_process(command("check", "--json", environment=other)), "DATABASE_URL")


@pytest.mark.only_sqlite
def test_json_comes_out_where_norwegian_letters_cannot_be_written(tmp_path, files):
    (ideas,) = files(ideas=IDEAS)
    old = {"LAERINGSLEAN_DATA": str(tmp_path / "old"), "PYTHONIOENCODING": "ascii"}
    made = command("create-municipality", "Ærø", "--json", environment=old)
    assert (made.returncode, json.loads(made.stdout)["municipality"]) == (0, "Ærø"), made.stderr
    refused = command("import-ideas", ideas, "--json", environment=old)
    assert (refused.returncode, "“hjs”" in json.loads(refused.stdout)["errors"][0]["reason"]) == (1, True)
    assert command("import-ideas", ideas, environment=old).returncode == 1


def test_a_fault_of_the_program_is_not_said_to_be_one_of_the_data(run, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(_COMMANDS[-1], "run", fail)
    code, out, err = run("version", "--json")
    assert (code, out) == (3, "")
    assert err.splitlines()[-1] == "laeringslean: a fault of the program itself: ZeroDivisionError"


@on_database
def test_check_names_every_fault(run, settings, tmp_path):
    tmp_path.chmod(0o755)
    settings.DATA = tmp_path
    assert str(tmp_path) in run("check")[1]
    tmp_path.chmod(0o700)
    key = tmp_path / "secret-key"
    key.touch(0o600)
    code, out, _ = run("check", "--json")
    assert (code, json.loads(out)["faults"]) == (0, [])
    key.chmod(0o644)
    code, out, _ = run("check")
    assert code == 1
    assert str(key) in out


# Making a municipality


@on_database
def test_first_administrator_can_sign_in_with_the_printed_password(run, tenant):
    tenant.delete()
    made = imported(run("create-municipality", "Ny kommune", "--host", "Ny.Example.org", "--json"))
    assert made["municipality"] == "Ny kommune"
    assert len(made["password"]) >= 16
    with tenant_scope(Tenant.objects.get(name="Ny kommune").id):
        administrator = Person.objects.get(email="administrator@ny.example.org")
        assert administrator.has_password(made["password"])
        assert RoleGrant.objects.get(person=administrator).role == Role.ADMINISTRATOR
        assert viewer_for_person(administrator.id).roles == {Role.ADMINISTRATOR}
        assert FteDivisor.objects.get().hours == Decimal("37.5"), "freed time can be written down from the first day"
    assert Placement.objects.get().host == "ny.example.org"


@on_database
def test_municipality_that_cannot_be_made_is_refused(run, tenant):
    cannot_run(run("create-municipality", tenant.name), "already")
    cannot_run(run("create-municipality", "Ny", "--administrator-email", "x"), "e-mail")
    cannot_run(run("create-municipality", " "), "name")


@pytest.mark.only_sqlite
@on_database
def test_sqlite_holds_one_municipality(run):
    cannot_run(run("create-municipality", "Nabo kommune"), "PostgreSQL")


@on_database
def test_which_municipality_must_be_said_when_there_are_several(run, files):
    (ideas,) = files(ideas="external_id;unit_external_id;problem\n")
    with tenant_scope(make_tenant("Nabo kommune").id):
        publish_standard(by=None)
    cannot_run(run("import-ideas", ideas), "--municipality")
    cannot_run(run("import-ideas", ideas, "--municipality", "Fjern kommune"), "Fjern")
    assert run("import-ideas", ideas, "--municipality", "Nabo kommune")[0] == 0


# Importing


@pytest.fixture
def method(tenant):
    return publish_standard(by=None)


@on_database
def test_import_creates_updates_and_may_be_repeated(run, method, files):
    units, people, ideas = files(units=UNITS, people=PEOPLE, ideas=IDEAS)
    done = imported(run("import-organisation", units, people, "--dry-run", "--json"))
    assert done == {"created": 4, "updated": 0, "errors": []}
    assert not Unit.objects.exists()
    assert imported(run("import-organisation", units, people, "--json")) == done
    again = imported(run("import-organisation", units, people, "--json"))
    assert again == {"created": 0, "updated": 0, "errors": []}
    assert imported(run("import-ideas", ideas, "--json")) == {"created": 2, "updated": 0, "errors": []}
    ideas.write_text(IDEAS.replace("tomme turer", "lange turer"), encoding="utf-8")
    assert imported(run("import-ideas", ideas, "--json"))["updated"] == 1
    assert run("import-ideas", ideas)[:2] == (0, "Created 0, updated 0.\n")
    assert Idea.objects.count() == 2


@on_database
def test_every_error_is_named_by_file_line_and_column_and_nothing_is_saved(run, method, files):
    units, people = files(units=UNITS, people=PEOPLE + "3;;x@;nowhere;120\n")
    report = imported(run("import-organisation", units, people, "--json"), 1)
    assert {(error["file"], error["line"]) for error in report["errors"]} == {(str(people), 4)}
    assert "unit_external_id" in {error["column"] for error in report["errors"]}
    assert all(error["reason"] for error in report["errors"])
    code, out, err = run("import-organisation", units, people)
    assert (code, out) == (1, "")
    assert f"{people}:4" in err
    assert not Unit.objects.exists()


@on_database
@pytest.mark.parametrize("language", ["nb_NO.UTF-8", "nn_NO.UTF-8", "en_GB.UTF-8", "C"])
def test_error_of_ideas_has_line_column_and_reason(run, monkeypatch, method, files, language):
    monkeypatch.setenv("LANG", language)
    (ideas,) = files(ideas="external_id;unit_external_id;problem\ni1;nowhere;Vi leter\n")
    (error,) = imported(run("import-ideas", ideas, "--json"), 1)["errors"]
    assert (error["line"], error["column"]) == (2, "unit_external_id")
    assert set(error) == {"line", "column", "reason"}
    code, _, err = run("import-ideas", ideas)
    assert code == 1
    assert f"{ideas}:2 [unit_external_id]: {error['reason']}" in err


@on_database
def test_file_that_is_not_there_is_one_clear_line(run, tmp_path):
    cannot_run(run("import-ideas", tmp_path / "none.csv", "--json"), "none.csv")


# Beside a running server


@pytest.mark.only_sqlite
@on_database
def test_commands_beside_a_server(run, method, files, server_process, server_environment, test_run, tmp_path):
    units, people, ideas = files(units=UNITS, people=PEOPLE, ideas=IDEAS)
    control = test_run.data / "control.sock"
    assert control.stat().st_mode & 0o777 == 0o600

    # What writes is handed to the server, with the same answers, exit codes and progress.
    assert imported(run("import-organisation", units, people, "--json"))["created"] == 4
    handed = run("import-ideas", ideas, "--json")
    assert imported(handed)["created"] == 2
    assert "ideas.csv" in handed[2]
    ideas.write_text("external_id;unit_external_id;problem\ni3;nowhere;x\n")
    assert len(imported(run("import-ideas", ideas, "--json"), 1)["errors"]) == 1
    cannot_run(run("create-municipality", "Nabo kommune"), "PostgreSQL")
    assert Idea.objects.count() == 2

    # Nobody else serves or migrates this database, or opens it as the demo.
    pid = str(server_process.process.pid)
    cannot_run(run("serve", "--port", "0"), pid, "stop it first")
    cannot_run(run("migrate"), pid, "stop it first")

    # Another database, but this port.
    other = {"LAERINGSLEAN_DATA": str(tmp_path / "other")}
    taken = in_process(command("serve", "--port", server_process.port, environment=other))
    cannot_run(taken, f"cannot listen on 127.0.0.1 port {server_process.port}")

    # A killed server leaves a lock and a socket that hinder nobody.
    server_process.stop("kill")
    assert imported(run("import-ideas", files(i=IDEAS)[0], "--json"))["updated"] == 0
    with ServerProcess(server_environment) as next_server:
        assert next_server.stop() < 3
        assert next_server.process.returncode == 0
        assert next_server.said == ""
    assert not control.exists()


@on_database
def test_server_stops_cleanly_on_ctrl_c(server_process):
    server_process.process.send_signal(signal.SIGINT)
    assert server_process.process.wait(5) == 0
    assert server_process.said == ""


# PostgreSQL's roles


@pytest.mark.only_postgresql
class TestRoles:
    def test_owner_migrates_and_only_the_app_role_serves(self, server_database, tmp_path):
        environment = {"LAERINGSLEAN_DATA": str(tmp_path), **server_database}
        alone = {**environment, "DATABASE_OWNER_URL": ""}
        cannot_run(in_process(command("migrate", environment=alone)), "DATABASE_OWNER_URL")
        assert command("migrate", environment=environment).returncode == 0
        again = command("migrate", environment=environment)
        assert again.returncode == 0
        assert "up to date" in again.stderr
        owner = {**environment, "DATABASE_URL": server_database["DATABASE_OWNER_URL"]}
        cannot_run(in_process(command("serve", environment=owner)), "laeringslean_owner", "owns", "laeringslean_app")
        with ServerProcess(environment) as server:
            assert server.stop() < 3


# The demo


@pytest.mark.only_sqlite
@on_database
def test_demo_never_opens_a_real_municipality(run, tenant, monkeypatch):
    monkeypatch.setenv("LAERINGSLEAN_DEMO", "0")
    cannot_run(run("demo", "--port", "0"), "not the demo")
