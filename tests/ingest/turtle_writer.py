"""Writes random Turtle and TriG, and remembers on which line each part of it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

SPACES = (
    " ", " ", "\n", "\n\n", "\t", " # a comment with \" ' <x:a> . ; [ ( \n", "\r\n", " #\n # .\n",
)  # fmt: skip
DECOYS = (
    "\\n",
    '\\"',
    "\\\\",
    "#",
    " . ",
    "; <x:s9> ",
    "[",
    ")",
    "'",
    "\\u00E9",
    "\u00e9",
    "@en",
    "",
)


@dataclass
class Written:
    """A document, and where things stand in it, by their IRIs and lexical forms."""

    text: str = ""
    line: int = 1
    subjects: dict[str, int] = field(default_factory=dict)
    predicates: dict[str, tuple[int, int]] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)


class TurtleWriter:
    """Every subject, predicate and literal of a document is another one."""

    def __init__(self, chance: random.Random, *, has_graphs: bool) -> None:
        self.chance, self.has_graphs = chance, has_graphs
        self.written = Written()
        self.count = 0
        self.graph = 0

    def document(self) -> Written:
        for _ in range(self.chance.randint(1, 5)):
            self.directive()
            if self.has_graphs and self.chance.random() < 0.5:
                self.block()
            else:
                self.statement()
                self.write(".")
        return self.written

    def write(self, token: str, *, is_tight: bool = False) -> int:
        """Write a token and space after it; return the line on which it begins."""
        line = self.written.line
        text = token if is_tight else token + self.chance.choice(SPACES)
        self.written.text += text
        self.written.line += text.count("\n")
        return line

    def number(self) -> str:
        self.count += 1
        return f"{self.count:04}"

    def directive(self) -> None:
        if self.chance.random() < 0.3:
            for token in self.chance.choice(
                (("@prefix", "y:", "<y:>", "."), ("PREFIX", "y:", "<y:>"), ("base", "<x:>"),
                 ("@base", "<x:>", "."))
            ):  # fmt: skip
                self.write(token)
        self.write("prefix"), self.write("x:"), self.write("<x:>")

    def block(self) -> None:
        kind = self.chance.randint(0, 3)
        if kind == 0:
            self.write("GRAPH")
        if kind == 3:
            self.graph = 0
        else:
            self.graph = self.write(self.chance.choice(("<x:g>", "x:g", "_:g")))
        self.write("{")
        for _ in range(self.chance.randint(0, 3)):
            self.statement()
            self.write(".")
        if self.chance.random() < 0.5:
            self.statement()
        self.write("}")
        self.graph = 0

    def statement(self) -> None:
        kind = self.chance.randint(0, 5)
        if kind == 0:
            self.nameless()
            if self.chance.random() < 0.5:
                return
        elif kind == 1:
            self.collection()
        elif kind == 2:
            self.write(self.chance.choice(("_:b.1", "[]", "_:0")))
        else:
            name = f"s{self.number()}"
            token = self.chance.choice((f"<x:{name}>", f"x:{name}", f"<x:\\u0073{name[1:]}>"))
            self.written.subjects[f"x:{name}"] = self.write(token)
        self.properties()

    def properties(self, depth: int = 0) -> None:
        for turn in range(self.chance.randint(1, 3)):
            if turn:
                self.write(";")
                if self.chance.random() < 0.2:
                    self.write(";")
            name = f"p{self.number()}"
            line = self.write(self.chance.choice((f"<x:{name}>", f"x:{name}")))
            self.written.predicates[f"x:{name}"] = (line, self.graph)
            for again in range(self.chance.randint(1, 3)):
                if again:
                    self.write(",")
                self.thing(depth)
        if self.chance.random() < 0.2:
            self.write(";")

    def thing(self, depth: int) -> None:
        kind = self.chance.randint(0, 7 if depth < 3 else 5)
        if kind == 7:
            self.collection(depth + 1)
        elif kind == 6:
            self.nameless(depth + 1)
        elif kind == 5:
            self.write(self.chance.choice(("<x:o>", "x:o", "x:", "_:b.1", "[]", "()", "[ ]")))
        elif kind == 4:
            number = f"{self.number()}{self.chance.choice(('', '.5', 'e3', '.5E-1'))}"
            self.written.values[number] = self.write(number)
        else:
            self.string()

    def string(self) -> None:
        number = self.number()
        quote = self.chance.choice(('"', "'", '"""', "'''"))
        decoys = "-".join(self.chance.choices(DECOYS, k=3))
        if len(quote) == 3:
            decoys += self.chance.choice(("\n", "", "\n\n # \n")) + number
        elif quote == "'":
            decoys = decoys.replace("'", "")
        text = f"{number}{decoys}{number}"
        plain = text.replace("\\n", "\n").replace('\\"', '"').replace("\\u00E9", "\u00e9")
        line = self.write(f"{quote}{text}{quote}", is_tight=self.chance.random() < 0.5)
        self.written.values[plain.replace("\\\\", "\\")] = line
        suffix = self.chance.randint(0, 3)
        if suffix == 0:
            self.write("@en-GB")
        elif suffix == 1:
            self.write("^^")
            self.write(self.chance.choice(("<x:t>", "x:t")))

    def nameless(self, depth: int = 0) -> None:
        self.write("[")
        self.properties(depth)
        self.write("]")

    def collection(self, depth: int = 0) -> None:
        self.write("(")
        for _ in range(self.chance.randint(0, 3)):
            self.thing(depth)
        self.write(")")
