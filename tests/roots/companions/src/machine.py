"""What a mill does."""


def turn(times: int) -> str:
    """Turn the wheel.

    Args:
        times: How often.

    Returns:
        What is heard.
    """
    return "clack " * times
