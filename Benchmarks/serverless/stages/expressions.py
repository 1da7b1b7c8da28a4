"""DynamoDB's condition expressions: parsed once, evaluated against an item. Pure.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
Without `size`, `contains`, `attribute_type`, lists and nested attributes, which Relevo doesn't use.
"""

import functools
import re
from decimal import Decimal

TOKEN = re.compile(r"\s*(#\w+|:\w+|<>|<=|>=|[=<>(),]|\w+)")
FUNCTIONS = {"attribute_exists": 1, "attribute_not_exists": 1, "begins_with": 2}
COMPARISONS = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class Invalid(Exception):
    """What DynamoDB refuses with ValidationException."""


class _Parser:
    def __init__(self, text):
        self.tokens, place = [], 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if not found:
                raise Invalid(f"Invalid expression: syntax error at {text[place:place + 10]!r}")
            self.tokens.append(found.group(1))
            place = found.end()
        self.at = 0

    def whole(self):
        tree = self._either()
        if self._next() is not None:
            raise Invalid("Invalid expression: something follows its end")
        return tree

    def _next(self):
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        self.at += 1
        return token

    def _takes(self, word):
        if self.at < len(self.tokens) and self.tokens[self.at].upper() == word:
            self.at += 1
            return True
        return False

    def _needs(self, word):
        if not self._takes(word):
            raise Invalid(f"Invalid expression: {word} is missing")

    def _either(self):
        tree = self._all()
        while self._takes("OR"):
            tree = ("or", tree, self._all())
        return tree

    def _all(self):
        tree = self._one()
        while self._takes("AND"):
            tree = ("and", tree, self._one())
        return tree

    def _one(self):
        if self._takes("NOT"):
            return ("not", self._one())
        if self._takes("("):
            tree = self._either()
            self._needs(")")
            return tree
        first = self._operand()
        if first in FUNCTIONS and self._takes("("):
            given = [self._operand()]
            while self._takes(","):
                given.append(self._operand())
            self._needs(")")
            if len(given) != FUNCTIONS[first]:
                raise Invalid(f"Invalid expression: {first} takes {FUNCTIONS[first]} operands")
            return (first, *given)
        if self._takes("BETWEEN"):
            low = self._operand()
            self._needs("AND")
            return ("between", first, low, self._operand())
        sign = self._next()
        if sign not in COMPARISONS:
            raise Invalid(f"Invalid expression: {sign} is no comparison")
        return (sign, first, self._operand())

    def _operand(self):
        token = self._next()
        if token is None or not re.match(r"[#:\w]", token):
            raise Invalid(f"Invalid expression: {token} is no operand")
        return token


@functools.lru_cache(1024)
def parsed(text):
    """The expression as a tree of tuples."""
    return _Parser(text).whole()


@functools.lru_cache(1024)
def placeholders(text):
    """All names and values that the expression mentions."""
    return frozenset(token for token in _Parser(text).tokens if token[0] in "#:")


def check(texts, names, values):
    """Every placeholder has a meaning, and every meaning a placeholder."""
    used = frozenset().union(*(placeholders(text) for text in texts))
    given = frozenset(names) | frozenset(values)
    if used - given:
        raise Invalid(f"An expression attribute used in expression is not defined: {min(used - given)}")
    if given - used:
        raise Invalid(f"An expression attribute is unused in expressions: {min(given - used)}")


def plain(value):
    """(type, comparable value) of an attribute as it is on the wire; None stays None."""
    if value is None:
        return None
    ((kind, content),) = value.items()
    return kind, Decimal(content) if kind == "N" else content


def holds(tree, item, names, values):
    """Whether the condition holds for an item; {} for one that is missing."""
    kind = tree[0]
    if kind == "and":
        return holds(tree[1], item, names, values) and holds(tree[2], item, names, values)
    if kind == "or":
        return holds(tree[1], item, names, values) or holds(tree[2], item, names, values)
    if kind == "not":
        return not holds(tree[1], item, names, values)
    given = [plain(values[word] if word[0] == ":" else item.get(names.get(word, word))) for word in tree[1:]]
    if kind == "attribute_exists":
        return given[0] is not None
    if kind == "attribute_not_exists":
        return given[0] is None
    if kind == "<>":
        return given[0] != given[1]
    # Values of different types, or missing ones, compare to false.
    if None in given or len({entry[0] for entry in given}) != 1:
        return False
    first, *others = [entry[1] for entry in given]
    if kind == "begins_with":
        return first.startswith(others[0])
    if kind == "between":
        return others[0] <= first <= others[1]
    return COMPARISONS[kind](first, others[0])
