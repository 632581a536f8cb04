"""Enough of a PDF reader for tests: how many pages, what stands on them in reading order, which fonts.

It reads what typst writes: compressed streams, object streams, fonts with a table back to Unicode.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)\s*stream\r?\n(.*)\r?\nendstream", re.DOTALL)
SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|(\()")
SIGN = re.compile(rb"\\[0-7]{1,3}|\\.|.", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects_in(content):
    """``{number: (dictionary, stream)}`` of every object."""
    found = {}
    for number, body in OBJECT.findall(content):
        streamed = STREAM.fullmatch(body)
        head, data = streamed.groups() if streamed else (body, b"")
        data = zlib.decompress(data) if b"/FlateDecode" in head else data
        found[int(number)] = (head, data)
        if b"/ObjStm" in head:
            first = int(re.search(rb"/First (\d+)", head)[1])
            numbers = list(map(int, data[:first].split()))
            places = [*numbers[1::2], len(data) - first]
            for key, begin, end in zip(numbers[::2], places, places[1:], strict=False):
                found[key] = (data[first + begin : first + end], b"")
    return found


def pages_in(content):
    return sum(bool(re.search(rb"/Type\s*/Page\b", head)) for head, _ in objects_in(content).values())


def fonts_inside(content):
    """Whether every font that is used is inside the file."""
    heads = [head for head, _ in objects_in(content).values()]
    described = [head for head in heads if re.search(rb"/Type\s*/FontDescriptor", head)]
    return bool(described) and all(re.search(rb"/FontFile\d?", head) for head in described)


def to_unicode(table):
    """``{glyph: text}`` from a font's table."""
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step, code in enumerate(range(int(low, 16), int(high, 16) + 1)):
                found[code] = chr(int(text, 16) + step)
    return found


def text_in(content):
    """All words in the order in which they are drawn, without spaces, which lines break anyway."""
    objects = objects_in(content)
    tables = {}
    for head, _ in objects.values():
        if re.search(rb"/Type\s*/Font\b", head) and (to := re.search(rb"/ToUnicode (\d+) 0 R", head)):
            tables[head] = to_unicode(objects[int(to[1])][1])
    numbers = {head: number for number, (head, _) in objects.items()}
    by_number = {numbers[head]: table for head, table in tables.items()}
    names = {
        name.decode(): by_number.get(int(number))
        for head, _ in objects.values()
        for fonts in re.findall(rb"/Font\s*<<(.*?)>>", head, re.DOTALL)
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", fonts)
    }
    words = []
    for _, stream in objects.values():
        table, at = {}, 0
        while b" Tf" in stream and (found := SHOWN.search(stream, at)):
            at = found.end()
            if found[1]:
                table = names.get(found[1].decode()) or {}
            else:
                codes, at = literal_at(stream, at)
                words += [table.get(codes[n] << 8 | codes[n + 1], "") for n in range(0, len(codes) - 1, 2)]
    return "".join("".join(words).replace("\u00ad", "").split())


def literal_at(stream, at):
    """The bytes of a string that begins here, and where it ends; it may hold parentheses in pairs."""
    codes, depth = bytearray(), 1
    for found in SIGN.finditer(stream, at):
        sign = found[0]
        depth += (sign == b"(") - (sign == b")")
        if not depth:
            return bytes(codes), found.end()
        if len(sign) == 1:
            codes += sign
        elif sign[1:2].isdigit():
            codes.append(int(sign[1:], 8) & 255)
        else:
            codes += LETTERS.get(sign[1:], sign[1:])
    raise ValueError("a string without an end")
