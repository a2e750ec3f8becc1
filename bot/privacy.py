"""Mask personal data; the first thing that sees a message, before it is understood or stored.

Masked are 身份证号, mobile and landline numbers, bank card numbers and the name after 我叫/姓名.
A longer run of digits (a case number) is left alone: look-arounds see to it, and an 18-digit
number counts as an ID only with a possible birth date or a right check digit (GB 11643).
"""

import re
from dataclasses import dataclass

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])(\d{6})(\d{8})(\d{3}[\dXx])(?![0-9A-Za-z])")
_OLD_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])\d{6}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])")
_LANDLINE = re.compile(r"(?<![0-9-])0\d{2,3}-\d{7,8}(?![0-9])")
_BANK_CARD = re.compile(r"(?<![0-9A-Za-z])\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?(?![0-9A-Za-z])")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_NAME = re.compile(
    rf"(?P<before>我叫|姓名[:是为]?|名叫|申请人[:是])"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[,\uff0c\u3002.!\uff01;\uff1b\s\u3001]|$|手机|电话|身份证|今年)"
)
_MARK = re.compile("〔(?:身份证号|手机号|电话|银行卡号|姓名)〕")
_CHECK_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_BIRTH_DATE = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data."""

    text: str
    """The text, each find replaced by 〔身份证号〕, 〔手机号〕 …"""
    kinds: tuple[str, ...]
    """What was masked, each kind once: 身份证号, 手机号, 电话, 银行卡号, 姓名."""

    @property
    def without_marks(self) -> str:
        """The text as it is understood: a mark must not look like a question about the card."""
        return _MARK.sub(" ", self.text)


def mask(text: str, *, shows_landlines: bool = False) -> Masked:
    """Return the text with personal data replaced by the name of its kind.

    Staff who write back name the phones of offices: ``shows_landlines`` leaves those in.
    """
    kinds: dict[str, None] = {}
    # Halves of a character (lone surrogates) can be neither compared, nor stored, nor sent on.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def hide(kind: str) -> str:
        kinds[kind] = None
        return f"〔{kind}〕"

    text = _ID_NUMBER.sub(lambda m: hide("身份证号") if _is_id(m) else m[0], text)
    text = _OLD_ID_NUMBER.sub(lambda _: hide("身份证号"), text)
    text = _MOBILE.sub(lambda _: hide("手机号"), text)
    if not shows_landlines:
        text = _LANDLINE.sub(lambda m: m[0] if m[0].endswith("12345") else hide("电话"), text)
    text = _BANK_CARD.sub(lambda m: hide("银行卡号") if _passes_luhn(m[0]) else m[0], text)
    text = _NAME.sub(lambda m: m["before"] + hide("姓名"), text)
    return Masked(text, tuple(kinds))


def _is_id(match: re.Match[str]) -> bool:
    digits = match[0].upper()
    if _BIRTH_DATE.fullmatch(match[2]):
        return True
    total = sum(int(d) * w for d, w in zip(digits, _CHECK_WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == digits[-1]


def _passes_luhn(number: str) -> bool:
    digits = [int(d) for d in reversed(number.replace(" ", ""))]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
