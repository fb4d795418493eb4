"""The systems a bundle can be made for, as pip and the markers of requirements name them."""

from dataclasses import dataclass

from packaging.tags import Tag, compatible_tags, cpython_tags

#: Oldest first: a wheel for an older glibc runs on a newer one.
_GLIBC_MINORS = (5, 12, 17, 24, 26, 27, 28)
_OLDER_NAMES = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}


@dataclass(frozen=True)
class Platform:
    """A kind of machine.

    Attributes:
        name: as in the name of the bundle.
        tags: of wheels that run there, the newest first.
        markers: what the markers of requirements see there, Python's version left out.
        archive: file name's ending of the bundle.
    """

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]
    archive: str

    def environment(self, python: str) -> dict[str, str]:
        """Everything the markers of requirements see there under a Python such as ``3.11``."""
        versions = {"python_version": python, "python_full_version": f"{python}.0"}
        implementation = {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "platform_python_implementation": "CPython",
        }
        unknown = {"platform_release": "", "platform_version": "", "extra": ""}
        return self.markers | versions | implementation | unknown

    def accepted(self, python: str) -> list[Tag]:
        """Every tag of a wheel that runs there under a Python such as ``3.11``, the best first."""
        major, minor = (int(part) for part in python.split("."))
        platforms = list(self.tags)
        return [
            *cpython_tags((major, minor), platforms=platforms),
            *compatible_tags((major, minor), f"cp{major}{minor}", platforms),
        ]


def _linux(machine: str) -> Platform:
    tags = []
    for minor in reversed(_GLIBC_MINORS):
        tags.append(f"manylinux_2_{minor}_{machine}")
        if minor in _OLDER_NAMES and (machine == "x86_64" or minor == 17):
            tags.append(f"{_OLDER_NAMES[minor]}_{machine}")
    markers = {
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
    }
    return Platform(f"linux-{machine}", tuple(tags), markers, ".tar.gz")


_WINDOWS = Platform(
    "windows",
    ("win_amd64",),
    {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
    },
    ".zip",
)

PLATFORMS = {one.name: one for one in (_linux("x86_64"), _linux("aarch64"), _WINDOWS)}
#: Versions of Python that a bundle serves where nothing else is said.
PYTHONS = ("3.11", "3.12", "3.13")
