"""创模看板: progress toward the targets of 国家环境保护模范城市, district by district."""

__version__ = "0.1.0"
