"""Deploy/sam/template.yaml, read as CloudFormation reads it, for given parameters; without a deployment."""

import re
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent.parent.parent / "Deploy/sam/template.yaml"
PSEUDO = {"AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": "111111111111", "AWS::StackName": "relevo"}
_NOTHING = object()


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms: `!Ref X` is `{Ref: X}`, `!GetAtt A.B` is `{Fn::GetAtt: [A, B]}`."""


def _short(loader, suffix, node):
    read = {yaml.ScalarNode: loader.construct_scalar, yaml.SequenceNode: loader.construct_sequence}
    value = read[type(node)](node, **({} if isinstance(node, yaml.ScalarNode) else {"deep": True}))
    if suffix == "GetAtt":
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short)


def document():
    """The template in its long form."""
    return yaml.load(FILE.read_text(), _Loader)


class Template:
    """The template with its parameters. `attributes` says what GetAtt gives."""

    def __init__(self, attributes=None, **parameters):
        self._document = document()
        self._attributes = attributes or {}
        self._values = PSEUDO | {
            name: str(given.get("Default", "")) for name, given in self._document["Parameters"].items()} | parameters  # fmt: skip

    def resource(self, name):
        """Its properties, as they are deployed."""
        return self._resolved(self._document["Resources"][name]["Properties"])

    def _resolved(self, value):
        if isinstance(value, list):
            found = [self._resolved(each) for each in value]
            return [each for each in found if each is not _NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name == "Ref":
                return self._referred(argument)
            if name == "Condition" and isinstance(argument, str):
                return self._resolved(self._document["Conditions"][argument])
            if name.startswith("Fn::"):
                return getattr(self, f"_{name[4:].lower()}")(argument)
        found = {name: self._resolved(each) for name, each in value.items()}
        return {name: each for name, each in found.items() if each is not _NOTHING}

    def _referred(self, name):
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self._values:
            is_list = self._document["Parameters"].get(name, {}).get("Type") == "CommaDelimitedList"
            return self._values[name].split(",") if is_list else self._values[name]
        return name

    def _getatt(self, argument):
        return self._attributes.get(tuple(argument), ".".join(argument))

    def _sub(self, argument):
        text, more = argument if isinstance(argument, list) else (argument, {})
        values = {name: self._resolved(each) for name, each in more.items()}
        return re.sub(r"\$\{([\w:]+)\}", lambda found: values.get(found[1]) or self._referred(found[1]), text)

    def _if(self, argument):
        condition, yes, no = argument
        return self._resolved(yes if self._resolved(self._document["Conditions"][condition]) else no)

    def _equals(self, argument):
        left, right = self._resolved(argument)
        return str(left) == str(right)

    def _not(self, argument):
        return not self._resolved(argument[0])

    def _and(self, argument):
        return all(self._resolved(argument))

    def _join(self, argument):
        return argument[0].join(self._resolved(argument[1]))

    def _split(self, argument):
        return self._resolved(argument[1]).split(argument[0])
