"""Opens ZIP files (archives of CSV files, and XLSX workbooks) that nobody has vouched for.

The directory of an archive is checked before anything is unpacked, and not trusted while it is:
what is unpacked is counted. Decides nothing about what the members hold.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from catalog.files.bounds import (
    MEBIBYTE,
    MOST_MEMBERS,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    RATIO_COUNTS_ABOVE_BYTES,
)
from catalog.files.file_names import has_path_trick, shown_name
from catalog.problems import CatalogProblems, Problem

_CHUNK_BYTES = 256 * 1024
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800


class Archive:
    """A ZIP file whose directory was found harmless."""

    def __init__(self, data: bytes, name: str) -> None:
        """Open an archive; ``name`` is what problems call it.

        Raises:
            CatalogProblems: It is broken, has a password, or is made to do harm.
        """
        self._name = name
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self._broken() from None
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._infos = {_name_of(info): info for info in infos}
        self._check_directory(infos)

    @property
    def members(self) -> tuple[str, ...]:
        """Names of all files in it."""
        return tuple(self._infos)

    def count_chunks(self) -> int:
        """Return about how many pieces all members together come in."""
        return sum(info.file_size // _CHUNK_BYTES + 1 for info in self._infos.values())

    def chunks(self, member: str) -> Iterator[bytes]:
        """Yield the contents of a member, piece by piece.

        Raises:
            CatalogProblems: It is broken, or larger than may be.
        """
        try:
            with self._zip.open(self._infos[member]) as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    self._unpacked += len(chunk)
                    if self._unpacked > MOST_UNPACKED_BYTES:
                        raise self._too_large()
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise self._broken() from None

    def read(self, member: str) -> bytes:
        """Return the contents of a member.

        Raises:
            CatalogProblems: It is broken, or larger than may be.
        """
        return b"".join(self.chunks(member))

    def _check_directory(self, infos: list[zipfile.ZipInfo]) -> None:
        for info in infos:
            # orig_filename: the library cuts the other one at a NUL.
            if has_path_trick(_name_of(info)) or stat.S_ISLNK(info.external_attr >> 16):
                inner = f"里面的文件名“{shown_name(_name_of(info))}”带有路径"
                raise self._problem(inner, "压缩包里只放文件,不放路径和链接")
            if info.flag_bits & _ENCRYPTED:
                raise self._problem("有密码", "去掉密码再导入")
        if len(infos) > MOST_MEMBERS:
            raise self._problem(f"里面有 {len(infos)} 个文件", f"最多 {MOST_MEMBERS} 个")
        if len(self._infos) < len(infos):
            raise self._problem("里面有同名的文件", "每个文件名只用一次")
        if sum(info.file_size for info in infos) > MOST_UNPACKED_BYTES or any(
            info.file_size > RATIO_COUNTS_ABOVE_BYTES
            and info.file_size > MOST_RATIO * info.compress_size
            for info in infos
        ):
            raise self._too_large()

    def _problem(self, wrong: str, instead: str) -> CatalogProblems:
        return CatalogProblems([Problem(self._name, None, None, wrong, instead)])

    def _broken(self) -> CatalogProblems:
        return self._problem("文件坏了,打不开", "重新另存一份再导入")

    def _too_large(self) -> CatalogProblems:
        most = MOST_UNPACKED_BYTES // MEBIBYTE
        return self._problem("解压后大得不正常(压缩炸弹)", f"解压后最多 {most} MB")


def _name_of(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if info.flag_bits & _NAME_IS_UTF8:
        return name
    # Chinese Windows writes names in GBK; the library takes them for code page 437.
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
