"""Rules as data: what has a name on the web, as TOML files beside the code that applies them."""

from cleaners.rules.load import RuleError, load_rules
from cleaners.rules.model import Rule, Rules

__all__ = ["Rule", "RuleError", "Rules", "load_rules"]
