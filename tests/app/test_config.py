"""What the phone is set to, and what it says of a file that is broken."""

import tomllib

import pytest

from app import config
from inspection.problems import Problem

ROOT = config.SHIPPED.parent


def written(tmp_path, text):
    path = tmp_path / "flet.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_file_can_be_read():
    assert config.read().server == "http://127.0.0.1:8000"
    assert config.read().long_edge_px == 1600


def test_the_version_is_that_of_the_project():
    assert (
        tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
        == config.APP_VERSION
    )


def test_the_environment_names_another_server():
    assert config.read(environ={"ANJIAN_SERVER": "http://10.0.0.5:9000/"}).server == "http://10.0.0.5:9000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[server\naddress=1", "config.unreadable"),
        ("[server]\naddress = 5", "config.wrong_value"),
        ("[photo]\nlong_edge_px = 10", "config.wrong_value"),
        ("[photo]\nlong_edge_px = true", "config.wrong_value"),
        ('[language]\ndefault = "fr"', "config.wrong_value"),
        ("[sync]\nevery_minuts = 5", "config.unknown_name"),
        ("server = 1", "config.unknown_name"),
        ('[server]\naddress = "ftp://x"', "server.bad_address"),
    ],
)
def test_a_broken_file_is_named(tmp_path, text, code):
    with pytest.raises(Problem) as problem:
        config.read(written(tmp_path, text))
    assert problem.value.code == code


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(Problem) as problem:
        config.read(tmp_path / "flet.toml")
    assert problem.value.code == "config.missing"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://anjian.example.cn/", "https://anjian.example.cn"),
        (" anjian.example.cn ", "https://anjian.example.cn"),
        ("HTTP://192.168.1.8:8000", "http://192.168.1.8:8000"),
        ("https://example.cn/anjian/", "https://example.cn/anjian"),
    ],
)
def test_an_address_is_kept_in_one_form(text, kept):
    assert config.address(text) == kept


@pytest.mark.parametrize("text", ["", "https://", "file:///etc", "https://a:b@c", "https://x?y=1"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Problem) as problem:
        config.address(text)
    assert problem.value.code == "server.bad_address"


def test_choices_on_the_device_win_and_an_unreadable_one_is_left_out():
    chosen = config.read().chosen(
        {"language": "en", "long_edge_px": "2400", "jpeg_quality": "very", "theme": "dark"}
    )
    assert (chosen.language, chosen.long_edge_px, chosen.jpeg_quality) == ("en", 2400, 80)
