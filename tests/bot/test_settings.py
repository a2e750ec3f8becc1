"""Settings: environment before .env before defaults; a mistake is one clear sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings, variable_name

NO_FILE = Path("no-such-file")


def read(environ: dict[str, str]) -> Settings:
    return read_settings(environ, env_file=NO_FILE)


def test_defaults_hold_when_nothing_is_set():
    assert read({}) == Settings()


def test_each_setting_reads_its_own_default():
    texts = {
        variable_name(f.name): str(getattr(Settings(), f.name) or "") for f in fields(Settings)
    }
    assert read(texts) == Settings()


def test_values_are_typed_when_given():
    settings = read(
        {
            "TONGBAN_PORT": " 9000 ",
            "TONGBAN_CATALOG_POLL_SECONDS": "0.2",
            "TONGBAN_LOG_LEVEL": "debug",
            "TONGBAN_PUBLIC_URL": "https://tongban.example.cn/",
        }
    )
    assert settings.port == 9000
    assert settings.catalog_poll_seconds == 0.2
    assert settings.log_level == "DEBUG"
    assert settings.public_url == "https://tongban.example.cn"


def test_environment_wins_over_env_file(tmp_path):
    file = tmp_path / ".env"
    file.write_text("TONGBAN_PORT=9001\nTONGBAN_HOST=0.0.0.0\n", encoding="utf-8")
    settings = read_settings({"TONGBAN_PORT": "9002"}, env_file=file)
    assert (settings.port, settings.host) == (9002, "0.0.0.0")


@pytest.mark.parametrize(
    "line",
    [
        "TONGBAN_PORT=9001",
        "export TONGBAN_PORT = 9001",
        'TONGBAN_PORT="9001"',
        "TONGBAN_PORT='9001'  # 测试用",
        "TONGBAN_PORT=9001 # 测试用",
        "\ufeffTONGBAN_PORT=9001\r\n",
        "# 注释\n\nOTHER=x\nTONGBAN_PORT=9001",
    ],
)
def test_env_file_is_read_in_every_usual_form(tmp_path, line):
    (tmp_path / ".env").write_text(line, encoding="utf-8")
    assert read_settings({}, env_file=tmp_path / ".env").port == 9001


def test_env_file_is_refused_with_its_line_when_it_has_no_equals_sign(tmp_path):
    (tmp_path / ".env").write_text("# 注释\nTONGBAN_PORT 9001\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="第 2 行"):
        read_settings({}, env_file=tmp_path / ".env")


def test_env_file_is_refused_when_it_is_not_utf_8(tmp_path):
    (tmp_path / ".env").write_bytes("TONGBAN_HOST=北京".encode("gb18030"))
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings({}, env_file=tmp_path / ".env")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("TONGBAN_PORT", "http"),
        ("TONGBAN_PORT", "70000"),
        ("TONGBAN_CATALOG_POLL_SECONDS", "0"),
        ("TONGBAN_CATALOG_POLL_SECONDS", "nan"),
        ("TONGBAN_DATABASE_URL", "mysql://x"),
        ("TONGBAN_HOST", "a b"),
        ("TONGBAN_TELEGRAM_API", "api.telegram.org"),
        ("TONGBAN_TELEGRAM_TOKEN", "not a token"),
        ("TONGBAN_LOG_LEVEL", "LOUD"),
        ("TONGBAN_PUBLIC_URL", "ftp://x"),
    ],
)
def test_bad_value_names_its_key_and_hides_the_value(key, text):
    with pytest.raises(SettingsError) as caught:
        read({key: text})
    said = str(caught.value)
    assert key in said
    assert "应为" in said
    assert f" {text}" not in said
    assert "\n" not in said


def test_unknown_key_is_refused_with_the_nearest_known_one():
    with pytest.raises(SettingsError, match=r"TONGBAN_PROT .*TONGBAN_PORT"):
        read({"TONGBAN_PROT": "8000"})


def test_unknown_key_in_env_file_is_refused(tmp_path):
    (tmp_path / ".env").write_text("TONGBAN_COLOUR=red", encoding="utf-8")
    with pytest.raises(SettingsError, match="TONGBAN_COLOUR"):
        read_settings({}, env_file=tmp_path / ".env")


def test_secret_stays_out_of_the_printed_settings():
    assert "ABC" not in repr(read({"TONGBAN_TELEGRAM_TOKEN": "123:ABC"}))
