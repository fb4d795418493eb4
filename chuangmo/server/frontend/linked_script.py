"""Streamlit's modules that every page needs, as one plain script.

Browsers keep the compiled form of a plain script from one visit to the next; the Chromium of today
does not read it back for module scripts, and Streamlit's page begins with ninety of them. Each
module becomes a function of its own, run once when it is first asked for, in the order in which
modules run. What stays outside is still loaded as a module when it is needed and takes what it
shares from the linked script. All of it is exact text of the pinned release: where a piece has an
unknown form nothing is linked.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Name of the linked script among the scripts.
LINKED = "board.js"
#: The global function that gives a module of the linked script by its file name.
PART = "chuangmoPart"

_AT = "chuangmoAt"
_IMPORT = re.compile(r'(?<![\w$.])import(?:\{([^{}]*)\}from)?"\./([\w.@$-]+\.js)";?')
_LAZY = re.compile(
    r"(?<=\.lazy\)\(\(\)=>)[\w$]+\(\(\)=>import\(`\./([\w.@$-]+\.js)`\),"
    r"__vite__mapDeps\(\[[\d,]*\]\),import\.meta\.url\)"
)
_LATER = re.compile(
    r"(?<![\w$.])import\(`\./([\w.@$-]+\.js)`\)"
    r"(?:([^_`]{0,80}?),__vite__mapDeps\(\[[\d,]*\]\))?"
)
_EXPORT = re.compile(r"(?<![\w$.])export\{([^{}]*)\};?\s*\Z")
_FORMS = re.compile(r"(?<![\w$.])(?:import(?:\{|\*|\"|[\w$]+ ?from\")|export(?:\{| default|\*))")
_WAITS = re.compile(r"(?<![\w$.])await self\.(\w+);")
#: The bundler's own module, and its function for what begins on its first call.
_RUNTIME = "rolldown-runtime."
_BEGINNER = re.compile(r"([\w$]+)=\(e,t,n\)=>\(\)=>\{if\(n\)throw n\[0\];")
_LISTED = "=>i.map(i=>d[i])"
_META = (("import.meta.resolve", "(void 0)"), ("import.meta.url", _AT))
_BEGIN = (
    '"use strict";{const ways=Object.create(null),made=Object.create(null),'
    f"{_AT}=document.currentScript.src;"
    f"self.{PART}=name=>made[name]??=ways[name]();"
    f"self.{PART}.knows=name=>name.slice(2)in ways;\n"
    f"self.{PART}.now=(name,ready)=>ready&&!ready.done?ready.then(()=>self.{PART}(name))"
    f":{{then(take){{take(self.{PART}(name))}}}};\n"
)


@dataclass(frozen=True)
class LinkedModule:
    """A module in a linked script.

    Attributes:
        waits: the global promise it waits for, if any.
        begins: names of exported functions on whose first call other exports get their value.
    """

    waits: str | None
    begins: frozenset[str]


@dataclass(frozen=True)
class Linked:
    """What one plain script takes the place of.

    Attributes:
        script: the plain script; the module it was linked for runs at its end.
        parts: the modules in it, by file name.
    """

    script: str
    parts: Mapping[str, LinkedModule]

    def outside(self, text: str) -> str:
        """A module that is not in it, taking from it what both share."""
        return _taking(text, self.parts)


def link(entry: str, names: list[str], read: Callable[[str], str]) -> Linked | None:
    """One script of many; ``None`` where one of them has a form that is not known here.

    Args:
        entry: file name of the module that the page begins with.
        names: file names of all modules to link, ``entry`` and everything they import among them.
        read: text of the module of a name.
    """
    texts = {name: read(name) for name in names}
    beginner = _beginner(texts)
    if entry not in texts or not beginner:
        return None
    parts = {name: _part(text, beginner) for name, text in texts.items()}
    ways = [_way(name, _taking(text, parts)) for name, text in texts.items()]
    if None in ways:
        return None
    script = "".join((_BEGIN, *map(str, ways), f"self.{PART}({json.dumps(entry)})}}"))
    return Linked(script, parts)


def imports(text: str) -> list[str]:
    """File names of the modules that a module needs at once."""
    return [name for _, name in _IMPORT.findall(text)]


def _beginner(texts: Mapping[str, str]) -> str:
    """Under which name the bundler's module gives the function for late beginnings."""
    runtime = next((text for name, text in texts.items() if name.startswith(_RUNTIME)), "")
    found = _BEGINNER.search(runtime)
    return dict(_exported(runtime)).get(found[1], "") if found else ""


def _part(text: str, beginner: str) -> LinkedModule:
    waits = _WAITS.search(text)
    taken = (pair for names, module in _IMPORT.findall(text) if module.startswith(_RUNTIME)
             for pair in _pairs(names))  # fmt: skip
    begin = dict(taken).get(beginner)
    begins = (
        outer
        for inner, outer in _exported(text)
        if begin and re.search(rf"(?<![\w$.]){re.escape(inner)}={re.escape(begin)}\(", text)
    )
    return LinkedModule(waits[1] if waits else None, frozenset(begins))


def _way(name: str, text: str) -> str | None:
    exported = _EXPORT.search(text)
    body = _WAITS.sub("", text[: exported.start()] if exported else text)
    for meta, instead in _META:
        body = body.replace(meta, instead)
    if _FORMS.search(body) or "import.meta" in body:
        return None
    gives = ",".join(f"get {outer}(){{return {inner}}}" for inner, outer in _exported(text))
    return f"ways[{json.dumps(name)}]=()=>{{{body}\nreturn{{{gives}}}}};\n"


def _taking(text: str, parts: Mapping[str, LinkedModule]) -> str:
    """The module with what it imports from linked ones taken from the linked script.

    Linked components are used at once where Streamlit loads them lazily.
    """

    def at_once(found: re.Match[str]) -> str:
        names, module = found[1], found[2]
        return _taken(_pairs(names or ""), module, parts[module]) if module in parts else found[0]

    def later(found: re.Match[str]) -> str:
        module, between = found[1], found[2]
        if module not in parts:
            return found[0]
        waits = parts[module].waits
        ready = f"self.{waits}" if waits else "Promise.resolve()"
        deps = "" if between is None else f"{between},[]"
        return f"{ready}.then(()=>self.{PART}({json.dumps(module)})){deps}"

    def lazily(found: re.Match[str]) -> str:
        module = found[1]
        if module not in parts:
            return found[0]
        waits = parts[module].waits
        ready = f",self.{waits}" if waits else ""
        return f"self.{PART}.now({json.dumps(module)}{ready})"

    listed = text.replace(_LISTED, f"{_LISTED}.filter(i=>!self.{PART}.knows(i))", 1)
    taking = _IMPORT.sub(at_once, listed)
    return _LATER.sub(later, _LAZY.sub(lazily, taking))


def _taken(pairs: list[tuple[str, str]], module: str, part: LinkedModule) -> str:
    """Names of a module, taken once; what gets its value late, again after each beginning."""
    source = f"self.{PART}({json.dumps(module)})"
    whole = ",".join(f"{outer}:{inner}" for outer, inner in pairs)
    begins = [inner for outer, inner in pairs if outer in part.begins]
    if not begins:
        return f"const{{{whole}}}={source};" if pairs else f"{source};"
    late = ",".join(f"{outer}:{inner}" for outer, inner in pairs if outer not in part.begins)
    again = "".join(
        f"{{const begin={inner};{inner}=()=>{{begin();({{{late}}}={source})}}}}" for inner in begins
    )
    return f"let{{{whole}}}={source};{again}"


def _exported(text: str) -> list[tuple[str, str]]:
    """What a module gives: its own name for it, and the name it gives it under."""
    found = _EXPORT.search(text)
    return _pairs(found[1]) if found else []


def _pairs(names: str) -> list[tuple[str, str]]:
    """``a as b,c`` in pairs; ``c`` stands for both."""
    split = (one.strip().partition(" as ") for one in names.split(",") if one.strip())
    return [(first, second or first) for first, _, second in split]
