"""大屏: ``/wall``, the published month on a screen that nobody touches."""
