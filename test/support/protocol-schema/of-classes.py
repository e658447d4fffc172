"""The JSON schema of the Debug Adapter Protocol, read back from pydevd's classes, which are generated from it; written to standard output.

A class stands for a definition: `__props__` are its properties as the schema has them, and what its constructor asks for are the required ones.
"""
import ast
import json
import sys


def definition(node):
    constants = {each.targets[0].id: each.value for each in node.body if isinstance(each, ast.Assign)}
    if "VALID_VALUES" in constants:
        words = [value.value for value in constants.values() if isinstance(value, ast.Constant)]
        return {"type": "string", "enum": words}
    properties = ast.literal_eval(constants["__props__"])
    if not properties and not node.name.endswith("Arguments"):
        return {"type": "string"}  # words that adapters may add to
    init = next(each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__")
    arguments = [each.arg for each in init.args.args[1:]]
    with_default = arguments[len(arguments) - len(init.args.defaults) :]
    # pydevd numbers messages that have no number yet; the protocol has none without.
    required = [each for each in arguments if each not in with_default or each == "seq"]
    return {"type": "object", "properties": with_references(properties), "required": required}


def with_references(value):
    """The classes have the name of a definition where the schema refers to it."""
    if isinstance(value, list):
        return [with_references(each) for each in value]
    if not isinstance(value, dict):
        return value
    name = value.get("type")
    if isinstance(name, str) and name in definitions:
        return {"$ref": f"#/definitions/{name}"}
    return {key: with_references(each) for key, each in value.items()}


with open(sys.argv[1], encoding="utf-8") as file:
    classes = [each for each in ast.parse(file.read()).body if isinstance(each, ast.ClassDef)]
definitions = {each.name for each in classes}
json.dump({"definitions": {each.name: definition(each) for each in classes}}, sys.stdout)
